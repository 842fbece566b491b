#pragma once

#include <vector>

#include "data/fields/predictor.hpp"

namespace tessera::counter {

/// Linear interpolation on one uniform axis, with the first derivative and, for the function
/// itself, a made-up standard deviation of 0.5.
class Line final : public Predictor {
 public:
  Line(Axis axis, std::vector<double> values);
  std::vector<Axis> axes() const override;
  std::string quantity() const override { return "u"; }
  Prediction predict(const Eigen::MatrixXd& points, const std::vector<int>& orders) const override;
  Prediction predict(const Grid& grid, const std::vector<int>& orders) const override;
  ModelRecord record() const override;

 private:
  Axis axis_;
  std::vector<double> values_;
};

}  // namespace tessera::counter
