#include <cmath>

#include "solvers/comparators/additive_model.hpp"
#include "solvers/comparators/place_slices.hpp"
#include "solvers/comparators/simple_predictors.hpp"

namespace tessera {
namespace {

constexpr Index neighbour_count = 8;

class InverseDistancePredictor final : public ScatteredPredictor {
 public:
  InverseDistancePredictor(const Observations& training, std::size_t axis, Geometry geometry,
                           int power)
      : axes_(training.axes),
        power_(power),
        slices_(training, axis, geometry),
        fallback_(additive_predictor(training, choose_ridge(training))) {}

  std::string name() const override { return "inverse distance " + std::to_string(power_); }
  ScatteredPrediction predict(const Eigen::MatrixXd& points) const override {
    require_columns(axes_, points);
    ScatteredPrediction prediction{fallback_->predict(points).mean, {}};
    for (Index n = 0; n < points.rows(); ++n) {
      const Index slice = slices_.slice_of(points.row(n));
      if (slice < 0) continue;
      const Eigen::RowVectorXd place = slices_.place_of(points.row(n));
      prediction.mean[n] = weighted_mean(slices_.nearest(slice, place, neighbour_count));
    }
    return prediction;
  }

 private:
  double weighted_mean(const std::vector<PlaceSlices::Neighbour>& neighbours) const {
    // Relative to the nearest, as the weights of distances far below one would overflow.
    const double nearest = neighbours.front().distance;
    if (nearest == 0) return neighbours.front().cell.value;
    double sum = 0, weights = 0;
    for (const PlaceSlices::Neighbour& neighbour : neighbours) {
      const double weight = std::pow(nearest / neighbour.distance, power_);
      sum += weight * neighbour.cell.value;
      weights += weight;
    }
    return sum / weights;
  }

  std::vector<ObservedAxis> axes_;
  int power_;
  PlaceSlices slices_;
  std::unique_ptr<ScatteredPredictor> fallback_;
};

}  // namespace

std::unique_ptr<ScatteredPredictor> inverse_distance_predictor(const Observations& training,
                                                               std::size_t axis, Geometry geometry,
                                                               int power) {
  return std::make_unique<InverseDistancePredictor>(training, axis, geometry, power);
}

}  // namespace tessera
