#include <algorithm>

#include "solvers/comparators/coordinate_index.hpp"
#include "solvers/comparators/simple_predictors.hpp"
#include "solvers/comparators/training_rows.hpp"

namespace tessera {
namespace {

class MeanPredictor final : public ScatteredPredictor {
 public:
  explicit MeanPredictor(const Observations& training)
      : axes_(training.axes), mean_(training.values.mean()) {}
  std::string name() const override { return "mean"; }
  ScatteredPrediction predict(const Eigen::MatrixXd& points) const override {
    require_columns(axes_, points);
    return {Eigen::VectorXd::Constant(points.rows(), mean_), {}};
  }

 private:
  std::vector<ObservedAxis> axes_;
  double mean_;
};

class AxisMeanPredictor final : public ScatteredPredictor {
 public:
  AxisMeanPredictor(const Observations& training, std::size_t axis, Geometry geometry)
      : axes_(training.axes),
        axis_(axis),
        geometry_(geometry),
        columns_(axis_columns(training.axes)[axis]),
        index_(columns_of(columns_, training.coordinates)),
        sums_(sums_by_index(index_.of_row(), training.values, index_.size())) {}

  std::string name() const override { return "axis mean " + axes_[axis_].name; }

  ScatteredPrediction predict(const Eigen::MatrixXd& points) const override {
    require_columns(axes_, points);
    const Eigen::MatrixXd coordinates = columns_of(columns_, points);
    Eigen::VectorXd values(points.rows());
    for (Index n = 0; n < points.rows(); ++n) {
      const Index i = index_.find(coordinates.row(n));
      if (i >= 0)
        values[n] = sums_.mean(i);
      else
        values[n] = columns_.count == 1 ? between(coordinates(n, 0)) : nearest(coordinates.row(n));
    }
    return {values, {}};
  }

 private:
  double between(double x) const {
    const auto coordinates = index_.distinct().col(0);
    const Index above =
        std::lower_bound(coordinates.begin(), coordinates.end(), x) - coordinates.begin();
    if (above == 0) return sums_.mean(0);
    if (above == index_.size()) return sums_.mean(above - 1);
    const double share =
        (x - coordinates[above - 1]) / (coordinates[above] - coordinates[above - 1]);
    return (1 - share) * sums_.mean(above - 1) + share * sums_.mean(above);
  }

  double nearest(const Eigen::RowVectorXd& place) const {
    Index closest = 0;
    place_distances(place, index_.distinct(), geometry_).row(0).minCoeff(&closest);
    return sums_.mean(closest);
  }

  std::vector<ObservedAxis> axes_;
  std::size_t axis_;
  Geometry geometry_;
  AxisColumns columns_;
  CoordinateIndex index_;
  IndexedSums sums_;
};

}  // namespace

std::unique_ptr<ScatteredPredictor> mean_predictor(const Observations& training) {
  return std::make_unique<MeanPredictor>(training);
}

std::unique_ptr<ScatteredPredictor> axis_mean_predictor(const Observations& training,
                                                        std::size_t axis, Geometry geometry) {
  return std::make_unique<AxisMeanPredictor>(training, axis, geometry);
}

}  // namespace tessera
