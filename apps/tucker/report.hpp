#pragma once

#include <optional>
#include <vector>

#include "apps/common/application.hpp"
#include "apps/tucker/comparison.hpp"
#include "apps/tucker/data_set.hpp"
#include "apps/tucker/options.hpp"
#include "apps/tucker/scores.hpp"
#include "apps/tucker/split_result.hpp"

namespace tessera::tucker {

/// All figures of a run, before they are put into words.
struct Figures {
  const Options& options;
  const DataSet& data;
  const std::vector<SplitResult>& results;
  const FitFacts& final;  ///< of the model of all rows
  Index final_rows = 0;
  Validated validated;
  std::optional<Verdict> verdict;
  std::optional<SiteComparison> sites;
  std::optional<std::vector<bool>> reported;  ///< `Report From`
};

/// Compares what the splits left.
Figures make_figures(const Options& options, const DataSet& data,
                     const std::vector<SplitResult>& results, const FitFacts& final,
                     Index final_rows);

/// Status, headline and lines of the report.
void report(const Figures& figures, Outcome& outcome);

/// Keys of summary.json. Errors are in the units in which the file stores the values; those that
/// end in `_raw` are in raw units. At the top `test_rmse`, `test_mae`, `test_nll` and the numbers
/// below `baseline_rmse` are means over the splits, `test_rmse_pooled_rows` is over all their rows
/// together, as are coverages and widths; the same keys for one split stand below `splits/NAME/`.
void summarise(const Figures& figures, Outcome& outcome);

}  // namespace tessera::tucker
