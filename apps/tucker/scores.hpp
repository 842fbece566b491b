#pragma once

#include <optional>
#include <string>
#include <vector>

#include "apps/tucker/data_set.hpp"
#include "apps/tucker/split_result.hpp"
#include "solvers/comparators/prediction_scores.hpp"
#include "solvers/tucker/predictive_law.hpp"

namespace tessera::tucker {

/// Scores of one predictor on some test rows, in the units in which the file stores the values
/// (one of them is DataSet::stored_scale raw units).
struct Scores {
  Index count = 0;  ///< rows; 0: nothing else is meant
  double rmse = 0;
  double mae = 0;
  /// Of predictors with a standard deviation; density per stored unit.
  std::optional<double> nll;
  std::vector<IntervalScore> intervals;  ///< 50, 90, 95 %; empty without standard deviations
};

/// One method at the test rows of a split, raw units.
struct MethodPredictions {
  std::string name;  ///< `model`, or that of the simple predictor
  Eigen::VectorXd mean;
  std::optional<PredictiveDistributions> distribution;
};

struct ValidatedSplit {
  std::string name;
  std::vector<Index> rows;  ///< positions in the data
  Index training_rows = 0;
  Eigen::VectorXd values;
  std::vector<MethodPredictions> methods;  ///< the model first; the same in all splits
};

/// Test rows, their values and all predictions of all splits that hold something out.
struct Validated {
  std::vector<ValidatedSplit> splits;
  double stored_scale = 1;

  std::size_t methods() const { return splits.empty() ? 0 : splits.front().methods.size(); }
  const std::string& method_name(std::size_t method) const {
    return splits.front().methods[method].name;
  }
};

/// Simple predictors that some split does not have are left out. `law`: of the model's predictions.
Validated collect(const DataSet& data, const std::vector<SplitResult>& results,
                  const PredictiveLaw& law);

/// Scores of a method on the rows of a split; `taken`, where given, says for every row of the data
/// whether it counts.
Scores scores_of(const ValidatedSplit& split, std::size_t method, double stored_scale,
                 const std::vector<bool>* taken = nullptr);

/// The same on every split, in their order.
std::vector<Scores> scores_of(const Validated& validated, std::size_t method,
                              const std::vector<bool>* taken = nullptr);

/// Over all rows of all splits together.
Scores over_rows(const std::vector<Scores>& splits);
/// Means of the splits' RMSE, MAE and NLL; intervals over all rows together.
Scores over_splits(const std::vector<Scores>& splits);

}  // namespace tessera::tucker
