#pragma once

#include <optional>
#include <string>
#include <vector>

#include "apps/tucker/data_set.hpp"
#include "apps/tucker/options.hpp"
#include "apps/tucker/scores.hpp"

namespace tessera::tucker {

/// Difference of two methods' RMSE over all test rows, with a 95 % interval of a bootstrap that
/// draws all rows of one coordinate together.
struct GroupedDifference {
  std::string axis;  ///< whose coordinates are drawn; empty: combinations of coordinates
  PairedDifference rmse;
};

/// The model against the simple predictor that does best.
struct Verdict {
  std::size_t best = 0;  ///< method
  std::vector<GroupedDifference> differences;
  /// Below 0: the model is better, above: worse; 0: a tie, as some interval holds 0.
  int sign() const;
};

/// Groups are the places where there is an axis of places, and the coordinates of the time axis
/// where there is one (errors of one place, and those of one time, are not independent); else
/// combinations of coordinates. Nothing without a simple predictor.
std::optional<Verdict> judge(const DataSet& data, const Validated& validated, std::uint64_t seed);

/// Errors of one held-out place.
struct SiteScore {
  Index site = 0;  ///< number among the distinct places
  std::vector<double> coordinates;
  Index count = 0;
  double model = 0;  ///< RMSE, stored units
  double simple = 0;
};

/// Held-out places: no test row's place occurs in training, in any split.
struct SiteComparison {
  std::size_t axis = 0;
  std::vector<SiteScore> sites;  ///< ascending numbers
  std::size_t worst = 0;         ///< position of the site with the largest error of the model
  PairedDifference mean_rmse;    ///< mean over sites of the RMSE, bootstrap over sites
  PairedDifference without_worst;
  /// Means of the splits' RMSE without the worst site's rows: the model and the simple predictor.
  double model_without = 0;
  double simple_without = 0;
};

std::optional<SiteComparison> compare_sites(const DataSet& data,
                                            const std::vector<SplitResult>& results,
                                            const Validated& validated, std::size_t simple,
                                            std::uint64_t seed);

/// Which rows of the data `Report From` takes; nothing where the deck has none.
std::optional<std::vector<bool>> reported_rows(const Options& options, const DataSet& data);

}  // namespace tessera::tucker
