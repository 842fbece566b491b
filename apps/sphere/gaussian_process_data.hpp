#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "apps/common/column_source.hpp"
#include "apps/common/run_context.hpp"
#include "apps/sphere/options.hpp"
#include "data/fields/observations.hpp"

namespace tessera::sphere {

/// The measurements of a deck: axes `sphere` (latitude in degrees north, longitude in degrees east)
/// and, where the deck has one, time.
struct StationData {
  Observations observations;
  bool has_time = false;
  Index rows_in_file = 0;
  Index dropped_rows = 0;  ///< with a missing value
  std::vector<FileSplit> splits;

  Eigen::VectorXd latitudes() const { return observations.coordinates.col(0); }
  Eigen::VectorXd longitudes() const { return observations.coordinates.col(1); }
  Eigen::VectorXd times() const {
    return has_time ? Eigen::VectorXd(observations.coordinates.col(2)) : Eigen::VectorXd();
  }
  /// Number of the place of each row.
  std::vector<Index> places() const;
};

/// Throws DataError for a file that is missing or broken, for units other than the deck's, numbers
/// that are no latitudes; DeckError for a file that needs a Column.
StationData read_station_data(const Options& options, const std::filesystem::path& deck_folder);

/// The rows without those that repeat place, time and value of an earlier one.
std::vector<Index> rows_without_copies(const StationData& data);

/// Positions of rows to learn from and to predict.
struct StationSplit {
  std::string name;
  std::vector<Index> train;
  std::vector<Index> test;
};

/// The splits of `Validation`; none: empty. Throws DeckError for a name that there is not.
std::vector<StationSplit> station_splits(const Options& options, const StationData& data,
                                         const RandomStreams& random);

/// Those rows, with all that belongs to them.
Observations selected(const Observations& observations, const std::vector<Index>& rows);

}  // namespace tessera::sphere
