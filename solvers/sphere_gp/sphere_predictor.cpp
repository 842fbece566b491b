#include "solvers/sphere_gp/sphere_predictor.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <stdexcept>

#include "data/fields/errors.hpp"
#include "data/fields/monitor.hpp"
#include "solvers/sphere_gp/posterior.hpp"

namespace tessera::sphere_gp {
namespace {

std::string in_words(double x) {
  std::ostringstream text;
  text << x;
  return text.str();
}

[[noreturn]] void refuse_point(Index row, const Axis& axis, double value) {
  throw DataError("Row " + std::to_string(row) + ": " + axis.name + " = " + in_words(value) +
                  " lies outside of " + in_words(axis.coordinates.front()) + " to " +
                  in_words(axis.coordinates.back()) + ".");
}

void put(ModelRecord& record, const std::string& name, const Eigen::VectorXd& values) {
  set_array(record, name, {values.size()}, {values.data(), values.data() + values.size()});
}

Eigen::VectorXd get(const ModelRecord& record, const std::string& name) {
  const std::vector<double>& values = array_of(record, name).values;
  return Eigen::Map<const Eigen::VectorXd>(values.data(), static_cast<Index>(values.size()));
}

}  // namespace

SpherePredictor::SpherePredictor(Parts parts) : parts_(std::move(parts)) {
  if (parts_.axes.size() != (parts_.times.size() == 0 ? 2u : 3u))
    throw std::invalid_argument("A field on the sphere has the axes longitude, latitude and time.");
  require_valid(parts_.model);
  data_ = std::make_shared<const SphereData>(parts_.latitudes, parts_.longitudes, parts_.times,
                                             parts_.values);
  state_count(parts_.model, data_->places.rows(), parts_.form);
}

void SpherePredictor::require_orders(const std::vector<int>& orders) const {
  if (std::any_of(orders.begin(), orders.end(), [](int order) { return order != 0; }))
    throw std::invalid_argument("fields on the sphere have no derivatives here.");
}

Prediction SpherePredictor::finished(Eigen::VectorXd mean, const Eigen::VectorXd& variance) const {
  const double noise = parts_.model.noise;
  return {std::move(mean), variance.cwiseSqrt(),
          (variance.array() + noise * noise).sqrt().matrix()};
}

Prediction SpherePredictor::predict(const Eigen::MatrixXd& points,
                                    const std::vector<int>& orders) const {
  require_orders(orders);
  const auto count = static_cast<Index>(parts_.axes.size());
  if (points.cols() != count)
    throw std::invalid_argument("Points need " + std::to_string(count) + " columns.");
  for (Index i = 0; i < points.rows(); ++i) {
    if (!std::isfinite(points(i, 0))) refuse_point(i, parts_.axes[0], points(i, 0));
    for (Index k = 1; k < count; ++k) {
      const Axis& axis = parts_.axes[static_cast<std::size_t>(k)];
      if (!(points(i, k) >= axis.coordinates.front() && points(i, k) <= axis.coordinates.back()))
        refuse_point(i, axis, points(i, k));
    }
  }
  const Eigen::VectorXd times =
      count == 3 ? Eigen::VectorXd(points.col(2)) : Eigen::VectorXd::Zero(points.rows());
  SilentMonitor monitor;
  TimeSlice slice = posterior_at_points(parts_.model, *data_, parts_.form,
                                        directions(points.col(1), points.col(0)), times, monitor);
  return finished(std::move(slice.mean), slice.variance);
}

Prediction SpherePredictor::predict(const Grid& grid, const std::vector<int>& orders) const {
  require_orders(orders);
  if (grid.axes.size() != parts_.axes.size())
    throw std::invalid_argument("A grid needs as many axes as the field.");
  const std::vector<double>& east = grid.axes[0].coordinates;
  const std::vector<double>& north = grid.axes[1].coordinates;
  const auto n_east = static_cast<Index>(east.size()), n_north = static_cast<Index>(north.size());
  const std::vector<double> times =
      grid.axes.size() == 3 ? grid.axes[2].coordinates : std::vector<double>{0};
  const Index places = n_east * n_north;
  Eigen::VectorXd mean(static_cast<Index>(size(grid))), variance(mean.size());
  SilentMonitor monitor;
  for (Index start = 0; start < places; start += grid_places_at_once) {
    const Index n = std::min(grid_places_at_once, places - start);
    Eigen::VectorXd latitude(n), longitude(n);
    for (Index i = 0; i < n; ++i) {
      longitude(i) = east[static_cast<std::size_t>((start + i) % n_east)];
      latitude(i) = north[static_cast<std::size_t>((start + i) / n_east)];
    }
    posterior(
        parts_.model, *data_, parts_.form, directions(latitude, longitude), times,
        [&](std::size_t k, const TimeSlice& slice) {
          mean.segment(static_cast<Index>(k) * places + start, n) = slice.mean;
          variance.segment(static_cast<Index>(k) * places + start, n) = slice.variance;
        },
        monitor);
  }
  return finished(std::move(mean), variance);
}

ModelRecord SpherePredictor::record() const {
  ModelRecord record;
  record.type = "sphere_gp";
  nest(record, "model_", record_of(parts_.model));
  record.texts["quantity"] = parts_.quantity;
  record.texts["quantity_units"] = parts_.quantity_units;
  record.texts["state"] = parts_.form == StateForm::harmonic ? "harmonic" : "observations";
  set_number(record, "axes", static_cast<double>(parts_.axes.size()));
  for (std::size_t k = 0; k < parts_.axes.size(); ++k) {
    const Axis& axis = parts_.axes[k];
    const std::string prefix = "axis_" + std::to_string(k) + "_";
    record.texts[prefix + "name"] = axis.name;
    record.texts[prefix + "units"] = axis.units;
    set_array(record, prefix + "range", {2}, {axis.coordinates.front(), axis.coordinates.back()});
  }
  put(record, "latitudes", parts_.latitudes);
  put(record, "longitudes", parts_.longitudes);
  if (parts_.times.size() > 0) put(record, "times", parts_.times);
  put(record, "values", parts_.values);
  return record;
}

std::unique_ptr<Predictor> SpherePredictor::load(const ModelRecord& record) {
  try {
    Parts parts;
    parts.model = model_from(nested(record, "model_"));
    parts.quantity = text_of(record, "quantity");
    parts.quantity_units = text_of(record, "quantity_units");
    parts.form =
        text_of(record, "state") == "harmonic" ? StateForm::harmonic : StateForm::observations;
    const auto axes = static_cast<std::size_t>(number_of(record, "axes"));
    for (std::size_t k = 0; k < axes; ++k) {
      const std::string prefix = "axis_" + std::to_string(k) + "_";
      Axis axis;
      axis.name = text_of(record, prefix + "name");
      axis.units = text_of(record, prefix + "units");
      axis.coordinates = array_of(record, prefix + "range").values;
      if (axis.coordinates.size() != 2) throw std::out_of_range("the range of " + axis.name);
      if (k == 2) axis.kind = AxisKind::time;
      parts.axes.push_back(std::move(axis));
    }
    parts.latitudes = get(record, "latitudes");
    parts.longitudes = get(record, "longitudes");
    if (axes == 3) parts.times = get(record, "times");
    parts.values = get(record, "values");
    return std::make_unique<SpherePredictor>(std::move(parts));
  } catch (const std::logic_error& error) {
    throw DataError(std::string("The saved model of a field on the sphere is broken: ") +
                    error.what());
  }
}

}  // namespace tessera::sphere_gp
