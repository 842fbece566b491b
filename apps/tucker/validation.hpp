#pragma once

#include <vector>

#include "apps/common/run_context.hpp"
#include "apps/tucker/data_set.hpp"
#include "apps/tucker/options.hpp"
#include "apps/tucker/split_result.hpp"

namespace tessera::tucker {

/// Fits and simple predictors of the splits one after the other, then the final model.
/// Checkpoints hold the finished splits (`splits/0/...`) and the state of the fit under way
/// (`fit/...`).
class Validation {
 public:
  Validation(const Options& options, const DataSet& data, RunContext& context);

  /// Every split that holds something out, on its own training rows.
  std::vector<SplitResult> run(const std::vector<Split>& splits);
  /// The model of all rows that take part in some split.
  struct Final {
    FittedModel model;
    Index rows = 0;  ///< that it learned from
    FitFacts facts;
  };
  Final fit_all(const std::vector<Split>& splits);

 private:
  FittedModel fit(const Split& split, const std::string& stage, const std::string& label);
  SplitResult validate(const Split& split);
  std::vector<SimplePrediction> simple_predictions(const Split& split);

  const Options& options_;
  const DataSet& data_;
  RunContext& context_;
  ModelRecord finished_;
};

/// Rows of the data as observations of their own, for the simple predictors.
Observations rows_of(const Observations& observations, const std::vector<Index>& rows);

}  // namespace tessera::tucker
