#include <algorithm>
#include <array>
#include <unordered_map>

#include "solvers/comparators/additive_model.hpp"
#include "solvers/comparators/place_slices.hpp"
#include "solvers/comparators/simple_predictors.hpp"

namespace tessera {
namespace {

constexpr std::array<Index, 6> neighbour_counts{1, 2, 3, 5, 8, 12};

/// Mean of the first's values minus the second's over the slices that both have.
struct Difference {
  double mean = 0;
  Index shared = 0;
};

Difference mean_difference(const std::vector<PlaceSlices::Cell>& a,
                           const std::vector<PlaceSlices::Cell>& b) {
  Difference difference;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i].slice < b[j].slice) {
      ++i;
    } else if (b[j].slice < a[i].slice) {
      ++j;
    } else {
      difference.mean += a[i++].value - b[j++].value;
      ++difference.shared;
    }
  }
  if (difference.shared > 0) difference.mean /= static_cast<double>(difference.shared);
  return difference;
}

/// The rule along one axis.
class NeighbourRule {
 public:
  /// Mean differences by pair of places, as they were needed.
  using Differences = std::unordered_map<Index, Difference>;

  NeighbourRule(const Observations& training, std::size_t axis, Geometry geometry,
                const AdditiveModel& additive)
      : slices_(training, axis, geometry), additive_(additive) {}

  /// Predictions with each of neighbour_counts; empty where no training row shares the slice.
  std::vector<double> predict(const Eigen::RowVectorXd& point, Differences& differences) const {
    const Index slice = slices_.slice_of(point);
    if (slice < 0) return {};
    const Eigen::RowVectorXd place = slices_.place_of(point);
    const auto neighbours = slices_.nearest(slice, place, neighbour_counts.back());
    const double nearest = neighbours.front().distance;
    if (nearest == 0)
      return std::vector<double>(neighbour_counts.size(), neighbours.front().cell.value);
    const Index known = slices_.places().find(place);
    std::vector<double> predictions;
    double sum = 0, weights = 0;
    std::size_t used = 0;
    for (const Index count : neighbour_counts) {
      for (; used < std::min(neighbours.size(), static_cast<std::size_t>(count)); ++used) {
        const double ratio = nearest / neighbours[used].distance;
        sum += ratio * ratio * corrected(neighbours[used].cell, known, differences);
        weights += ratio * ratio;
      }
      predictions.push_back(sum / weights);
    }
    return predictions;
  }

 private:
  double corrected(const PlaceSlices::Cell& neighbour, Index known,
                   Differences& differences) const {
    if (known < 0) return neighbour.value;
    const auto [found, is_new] =
        differences.try_emplace(known * slices_.places().size() + neighbour.place);
    Difference& difference = found->second;
    if (is_new)
      difference = mean_difference(slices_.at_place(known), slices_.at_place(neighbour.place));
    if (difference.shared > 0) return neighbour.value + difference.mean;
    const Eigen::MatrixXd& places = slices_.places().distinct();
    return neighbour.value + additive_.effect(slices_.axis(), places.row(known)) -
           additive_.effect(slices_.axis(), places.row(neighbour.place));
  }

  PlaceSlices slices_;
  const AdditiveModel& additive_;
};

struct Choice {
  std::size_t axis = 0;
  std::size_t count = 3;  ///< position in neighbour_counts
};

using Errors = std::array<double, neighbour_counts.size()>;

/// Adds the squared errors of the rule on held-out rows, per number of neighbours.
void add_errors(const NeighbourRule& rule, const Observations& held_out,
                const Eigen::VectorXd& otherwise, Errors& errors) {
  NeighbourRule::Differences differences;
  for (Index n = 0; n < held_out.values.size(); ++n) {
    const std::vector<double> predictions = rule.predict(held_out.coordinates.row(n), differences);
    for (std::size_t k = 0; k < errors.size(); ++k) {
      const double error =
          (predictions.empty() ? otherwise[n] : predictions[k]) - held_out.values[n];
      errors[k] += error * error;
    }
  }
}

/// The axis and number with the least error over all parts.
Choice choose(const Observations& training, const std::vector<Geometry>& geometries,
              const std::vector<double>& ridge) {
  std::vector<Errors> errors(training.axes.size(), Errors{});
  for (int part = 0; part < validation_parts; ++part) {
    const HeldOutRows split = hold_out(training, part);
    if (split.held_out.values.size() == 0) return {};
    const AdditiveModel additive(split.kept, ridge);
    const Eigen::VectorXd otherwise = additive.predict(split.held_out.coordinates);
    for (std::size_t axis = 0; axis < errors.size(); ++axis) {
      const NeighbourRule rule(split.kept, axis, geometries[axis], additive);
      add_errors(rule, split.held_out, otherwise, errors[axis]);
    }
  }
  Choice best;
  for (std::size_t axis = 0; axis < errors.size(); ++axis) {
    for (std::size_t k = 0; k < neighbour_counts.size(); ++k) {
      if (errors[axis][k] < errors[best.axis][best.count]) best = {axis, k};
    }
  }
  return best;
}

class NeighbourPredictor final : public ScatteredPredictor {
 public:
  NeighbourPredictor(const Observations& training, const std::vector<Geometry>& geometries,
                     const std::vector<double>& ridge)
      : axes_(training.axes),
        choice_(choose(training, geometries, ridge)),
        additive_(training, ridge),
        rule_(training, choice_.axis, geometries[choice_.axis], additive_) {}
  // The rule refers to the additive model beside it.
  NeighbourPredictor(const NeighbourPredictor&) = delete;
  NeighbourPredictor& operator=(const NeighbourPredictor&) = delete;

  std::string name() const override { return "nearest neighbours"; }
  std::string choice() const override {
    return std::to_string(neighbour_counts[choice_.count]) + " along " + axes_[choice_.axis].name;
  }
  ScatteredPrediction predict(const Eigen::MatrixXd& points) const override {
    require_columns(axes_, points);
    ScatteredPrediction prediction{additive_.predict(points), {}};
    NeighbourRule::Differences differences;
    for (Index n = 0; n < points.rows(); ++n) {
      const std::vector<double> values = rule_.predict(points.row(n), differences);
      if (!values.empty()) prediction.mean[n] = values[choice_.count];
    }
    return prediction;
  }

 private:
  std::vector<ObservedAxis> axes_;
  Choice choice_;
  AdditiveModel additive_;
  NeighbourRule rule_;
};

}  // namespace

std::unique_ptr<ScatteredPredictor> neighbour_predictor(const Observations& training,
                                                        const std::vector<Geometry>& geometries) {
  return std::make_unique<NeighbourPredictor>(training, geometries, choose_ridge(training));
}

}  // namespace tessera
