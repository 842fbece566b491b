#include "tests/apps/common/counter/line.hpp"

#include <algorithm>
#include <stdexcept>

#include "data/fields/errors.hpp"
#include "tests/apps/common/counter/counter.hpp"

namespace tessera::counter {

Line::Line(Axis axis, std::vector<double> values)
    : axis_(std::move(axis)), values_(std::move(values)) {}

std::vector<Axis> Line::axes() const {
  Axis ends = axis_;
  ends.coordinates = {axis_.coordinates.front(), axis_.coordinates.back()};
  return {ends};
}

Prediction Line::predict(const Eigen::MatrixXd& points, const std::vector<int>& orders) const {
  if (orders.at(0) > 1) throw std::invalid_argument("a line has derivatives of order 0 and 1");
  Prediction prediction{Eigen::VectorXd(points.rows()), {}};
  for (Index row = 0; row < points.rows(); ++row) {
    const double x = points(row, 0);
    if (!(x >= axis_.coordinates.front() && x <= axis_.coordinates.back()))
      throw DataError("row " + std::to_string(row) + ": x is outside the domain");
    const auto right =
        std::upper_bound(axis_.coordinates.begin() + 1, axis_.coordinates.end() - 1, x);
    const auto i = static_cast<std::size_t>(right - axis_.coordinates.begin()) - 1;
    const double slope = (values_[i + 1] - values_[i]) / (*right - axis_.coordinates[i]);
    prediction.mean[row] = orders[0] == 1 ? slope : values_[i] + slope * (x - axis_.coordinates[i]);
  }
  if (orders[0] == 0) prediction.standard_deviation.setConstant(points.rows(), 0.5);
  return prediction;
}

Prediction Line::predict(const Grid& grid, const std::vector<int>& orders) const {
  const std::vector<double>& x = grid.axes.at(0).coordinates;
  return predict(
      Eigen::MatrixXd(Eigen::Map<const Eigen::VectorXd>(x.data(), static_cast<Index>(x.size()))),
      orders);
}

ModelRecord Line::record() const {
  ModelRecord record{"counter_line", {}, {{"axis", axis_.name}}};
  set_array(record, "x", {static_cast<Index>(values_.size())}, axis_.coordinates);
  set_array(record, "u", {static_cast<Index>(values_.size())}, values_);
  return record;
}

std::unique_ptr<Predictor> load_line(const ModelRecord& record) {
  return std::make_unique<Line>(
      Axis{text_of(record, "axis"), "m", array_of(record, "x").values, AxisKind::interval, {}},
      array_of(record, "u").values);
}

}  // namespace tessera::counter
