#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "apps/common/column_source.hpp"
#include "apps/tucker/options.hpp"
#include "data/fields/observations.hpp"
#include "data/fields/types.hpp"
#include "solvers/filtering/place_distances.hpp"
#include "solvers/tucker/link.hpp"

namespace tessera::tucker {

/// What is known of an axis beside its columns. Longitudes keep their sense (degrees east or west):
/// great-circle distances depend on differences of longitude only.
struct AxisFacts {
  CoordinateType type = CoordinateType::real;
  bool is_time = false;  ///< marked so in the deck, or dates
  bool has_two_columns = false;
  Geometry geometry = Geometry::euclidean;
  Eigen::Index first_column = 0;  ///< in Observations::coordinates
  Index distinct = 0;             ///< distinct coordinates (places, of two columns)
};

/// The model that `Update` continues: what its run chose, and on how many rows.
struct FormerModel {
  std::string file;
  Link link = Link::identity;
  Index rank = 0;
  double main_effects_share = 0;
  double calibration = 1;
  Index chosen_from = 0;
  Index rows = 0;  ///< the last rows of the data set are those that it learned from
};

/// The measurements of a deck.
struct DataSet {
  Observations observations;  ///< raw units; rows with missing values are left out
  std::vector<AxisFacts> axes;
  /// raw value = offset + scale * stored value.
  double stored_scale = 1;
  double stored_offset = 0;
  std::vector<FileSplit> splits;

  Index rows_in_file = 0;
  Index missing_values = 0;   ///< cells
  Index dropped_rows = 0;     ///< rows with a missing value
  Index repeated_rows = 0;    ///< rows whose coordinates all occurred in a row before
  Index repeated_values = 0;  ///< those of them with the value of the first such row
  std::optional<FormerModel> former;
};

/// Reads what `Axes` and `Observations` of a checked deck ask for. Throws DataError for a file that
/// is missing or broken, for units other than the deck's, for more missing rows than allowed, for
/// an axis with one coordinate only, and DeckError for a file that needs a Column.
DataSet read_data_set(const Options& options, const std::filesystem::path& deck_folder);

/// Coordinates of one axis, a row for each row of the data: one or two columns.
Eigen::MatrixXd coordinates_of(const DataSet& data, std::size_t axis);

/// Number of each row's coordinate among the distinct ones of an axis, which are counted in
/// increasing order (of the first column, then the second).
std::vector<Index> distinct_numbers(const DataSet& data, std::size_t axis);

/// Number of each row's combination of coordinates: rows agree in all axes if their numbers agree.
std::vector<Index> combination_numbers(const DataSet& data);

/// Throws DataError where `functions[k]` of the model along axis k are more than the distinct
/// coordinates among `rows`; the message names axis, both numbers, and what to change.
void require_enough_coordinates(const DataSet& data, const std::vector<Index>& rows,
                                const std::vector<Index>& functions);

/// Lines of a report: rows, missing values, repetitions, and the range of every axis.
std::vector<std::string> data_report(const DataSet& data);

}  // namespace tessera::tucker
