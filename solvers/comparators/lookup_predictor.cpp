#include <algorithm>

#include "solvers/comparators/additive_model.hpp"
#include "solvers/comparators/coordinate_index.hpp"
#include "solvers/comparators/simple_predictors.hpp"
#include "solvers/comparators/training_rows.hpp"

namespace tessera {
namespace {

/// Axis means, then the additive predictor (two axes or more).
std::unique_ptr<ScatteredPredictor> make_candidate(std::size_t which, const Observations& training,
                                                   const std::vector<Geometry>& geometries,
                                                   const std::vector<double>& ridge) {
  if (which < training.axes.size()) return axis_mean_predictor(training, which, geometries[which]);
  return additive_predictor(training, ridge);
}

std::unique_ptr<ScatteredPredictor> best_fallback(const Observations& training,
                                                  const std::vector<Geometry>& geometries) {
  const std::size_t axes = training.axes.size(), candidates = axes == 1 ? 1 : axes + 1;
  const std::vector<double> ridge = choose_ridge(training);
  std::vector<double> errors(candidates, 0);
  for (int part = 0; part < validation_parts && candidates > 1; ++part) {
    const HeldOutRows split = hold_out(training, part);
    if (split.held_out.values.size() == 0) break;
    for (std::size_t which = 0; which < candidates; ++which) {
      const auto candidate = make_candidate(which, split.kept, geometries, ridge);
      errors[which] += (candidate->predict(split.held_out.coordinates).mean - split.held_out.values)
                           .squaredNorm();
    }
  }
  // The additive predictor is the last. It counts where nothing could be held out, and where it is
  // better than every axis mean by more than one per cent of the RMSE: simple ones come first.
  if (candidates > 1) errors.back() *= 1.01 * 1.01;
  const auto best =
      errors.back() == 0
          ? candidates - 1
          : static_cast<std::size_t>(std::ranges::min_element(errors) - errors.begin());
  return make_candidate(best, training, geometries, ridge);
}

class LookupPredictor final : public ScatteredPredictor {
 public:
  LookupPredictor(const Observations& training, const std::vector<Geometry>& geometries)
      : axes_(training.axes),
        points_(training.coordinates),
        sums_(sums_by_index(points_.of_row(), training.values, points_.size())),
        fallback_(best_fallback(training, geometries)) {}

  std::string name() const override { return "lookup"; }
  std::string choice() const override { return "else " + fallback_->name(); }
  ScatteredPrediction predict(const Eigen::MatrixXd& points) const override {
    require_columns(axes_, points);
    ScatteredPrediction prediction{fallback_->predict(points).mean, {}};
    for (Index n = 0; n < points.rows(); ++n) {
      const Index i = points_.find(points.row(n));
      if (i >= 0) prediction.mean[n] = sums_.mean(i);
    }
    return prediction;
  }

 private:
  std::vector<ObservedAxis> axes_;
  CoordinateIndex points_;
  IndexedSums sums_;
  std::unique_ptr<ScatteredPredictor> fallback_;
};

}  // namespace

std::unique_ptr<ScatteredPredictor> lookup_predictor(const Observations& training,
                                                     const std::vector<Geometry>& geometries) {
  return std::make_unique<LookupPredictor>(training, geometries);
}

}  // namespace tessera
