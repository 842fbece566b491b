#include "apps/sphere/gaussian_process_output.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "apps/sphere/gaussian_process_model.hpp"
#include "data/tables/dates.hpp"
#include "solvers/comparators/prediction_scores.hpp"
#include "solvers/sphere_gp/evidence.hpp"
#include "solvers/sphere_gp/sphere_predictor.hpp"

namespace tessera::sphere {
namespace {

constexpr Index default_latitudes = 91;
constexpr Index default_longitudes = 180;
constexpr Index default_times = 12;

/// Longitude (fastest), latitude, time.
Grid output_grid(const Options& options, const StationData& data) {
  const Index turns = output_points(options, "longitude", default_longitudes);
  Axis longitude{"longitude", "degrees_east", {}, AxisKind::periodic, "longitude"};
  for (Index j = 0; j < turns; ++j)
    longitude.coordinates.push_back(360.0 * static_cast<double>(j) / static_cast<double>(turns));
  Axis latitude =
      uniform_axis("latitude", -90, 90,
                   static_cast<std::size_t>(output_points(options, "latitude", default_latitudes)),
                   "degrees_north");
  latitude.long_name = "latitude";
  Grid grid{{longitude, latitude}};
  if (!data.has_time) return grid;
  const Eigen::VectorXd times = data.times();
  const ObservedAxis& observed = data.observations.axes[1];
  const double first = times.minCoeff(), last = times.maxCoeff();
  Axis time{observed.name, observed.units[0], {first}, AxisKind::time, "time"};
  if (last > first)
    time.coordinates =
        uniform_axis(time.name, first, last,
                     static_cast<std::size_t>(output_points(options, time.name, default_times)))
            .coordinates;
  grid.axes.push_back(time);
  return grid;
}

sphere_gp::SpherePredictor::Parts predictor_parts(const Options& options, const StationData& data,
                                                  const std::vector<Index>& rows,
                                                  const StationFit& fit, const Grid& grid) {
  const Observations& o = data.observations;
  sphere_gp::SpherePredictor::Parts parts;
  parts.axes = {{"longitude", "degrees_east", {0, 360}, AxisKind::periodic, "longitude"},
                {"latitude", "degrees_north", {-90, 90}, AxisKind::interval, "latitude"}};
  if (data.has_time) {
    Axis time = grid.axes[2];
    time.coordinates = {time.coordinates.front(), time.coordinates.back()};
    parts.axes.push_back(time);
  }
  parts.quantity = quantity_name(options, o.value_name);
  parts.quantity_units = o.value_units;
  parts.model = fit.learned.model;
  parts.form = fit.form;
  parts.latitudes = data.latitudes()(rows);
  parts.longitudes = data.longitudes()(rows);
  if (data.has_time) parts.times = data.times()(rows);
  parts.values = o.values(rows);
  return parts;
}

}  // namespace

sphere_gp::SphereData all_rows(const StationData& data, const std::vector<Index>& rows) {
  return {data.latitudes()(rows), data.longitudes()(rows),
          data.has_time ? Eigen::VectorXd(data.times()(rows)) : Eigen::VectorXd(),
          data.observations.values(rows)};
}

double output_bytes(const Options& options, const sphere_gp::SphereModel& model,
                    const sphere_gp::SphereData& data, sphere_gp::StateForm form) {
  const Index places = output_points(options, "latitude", default_latitudes) *
                       output_points(options, "longitude", default_longitudes);
  const auto* time = time_axis(options);
  const Index times = time ? output_points(options, time->first, default_times) : 1;
  return prediction_bytes(model, data, form, std::min(places, sphere_gp::grid_places_at_once),
                          times) +
         3 * sizeof(double) * static_cast<double>(places) * static_cast<double>(times);
}

void add_posterior(const Options& options, const StationData& data, const std::vector<Index>& rows,
                   const StationFit& fit, Outcome& outcome) {
  const Grid grid = output_grid(options, data);
  auto parts = predictor_parts(options, data, rows, fit, grid);
  const std::string name = parts.quantity, units = parts.quantity_units;
  const auto predictor = std::make_shared<sphere_gp::SpherePredictor>(std::move(parts));
  const Prediction p = predictor->predict(grid, std::vector<int>(grid.axes.size(), 0));
  const auto add = [&](const std::string& field, const std::string& words,
                       const Eigen::VectorXd& values) {
    outcome.fields.push_back({field, words, units, grid, {values.begin(), values.end()}});
  };
  add(name, "posterior mean", p.mean);
  add("standard_deviation", "standard deviation of the field", p.standard_deviation);
  add("predictive_standard_deviation", "standard deviation of a new observation",
      p.predictive_standard_deviation);
  outcome.predictor = predictor;
}

std::string headline_of(const StationData& data, const std::vector<ValidatedStations>& results) {
  double rmse = 0, inside = 0, count = 0;
  for (const ValidatedStations& result : results) {
    const Eigen::VectorXd observed = data.observations.values(result.split.test);
    const StationPredictions& p = result.methods.front();
    rmse += root_mean_square_error(observed, p.mean) / static_cast<double>(results.size());
    inside += interval_scores(observed, {p.mean, p.predictive_deviation})[1].coverage *
              static_cast<double>(observed.size());
    count += static_cast<double>(observed.size());
  }
  return fmt::format("test RMSE {:.4f}, {:.1f} % in the 90 % interval", rmse, 100 * inside / count);
}

}  // namespace tessera::sphere
