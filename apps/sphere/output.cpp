#include "apps/sphere/output.hpp"

#include <cmath>
#include <numbers>

#include <Eigen/Core>
#include <fmt/format.h>

#include "apps/sphere/harmonic_synthesis.hpp"
#include "models/formula/grid_evaluator.hpp"

namespace tessera::sphere {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double radian = std::numbers::pi / 180;

Axis time_axis_of(const SphereProblem& problem, const std::vector<Trajectory>& members) {
  const std::vector<double>& times = members.front().times;
  return {problem.time,
          problem.time_units,
          {times.begin(), times.begin() + static_cast<Index>(common_times(members))},
          AxisKind::time,
          "time"};
}

/// Longitude (fastest), latitude, time.
Grid output_grid(const Options& options, const SphereProblem& problem,
                 const std::vector<Trajectory>& members) {
  const Index turns = output_points(options, "longitude", default_output_longitudes);
  Axis longitude{"longitude", "degrees_east", {}, AxisKind::periodic, "longitude"};
  for (Index j = 0; j < turns; ++j)
    longitude.coordinates.push_back(360.0 * static_cast<double>(j) / static_cast<double>(turns));
  Axis latitude = uniform_axis(
      "latitude", -90, 90,
      static_cast<std::size_t>(output_points(options, "latitude", default_output_latitudes)),
      "degrees_north");
  latitude.long_name = "latitude";
  return {{longitude, latitude, time_axis_of(problem, members)}};
}

std::vector<double> radians(const Axis& axis) {
  std::vector<double> angles;
  for (const double x : axis.coordinates) angles.push_back(x * radian);
  return angles;
}

/// Mean and sum of squared deviations over members, updated one by one (Welford).
struct Moments {
  VectorXd mean;
  VectorXd squares;
  double count = 0;

  void add(const Eigen::Ref<const VectorXd>& values) {
    if (count == 0) mean = squares = VectorXd::Zero(values.size());
    ++count;
    const VectorXd difference = values - mean;
    mean += difference / count;
    squares += difference.cwiseProduct(values - mean);
  }
  VectorXd standard_deviation() const { return (squares / (count - 1)).cwiseSqrt(); }
};

/// Coefficients of all unknowns, then all further fields, at all output times:
/// harmonics x (times * fields), time fastest.
MatrixXd coefficients(EquationModel& model, const Trajectory& t, std::size_t times) {
  const SphereProblem& problem = model.problem();
  const Index harmonics = problem.harmonics();
  const auto fields = problem.unknowns() + static_cast<Index>(problem.field_names.size());
  MatrixXd all(harmonics, static_cast<Index>(times) * fields);
  for (std::size_t i = 0; i < times; ++i) {
    std::vector<double> values = t.states[i];
    const std::vector<double> further = model.fields(t.times[i], t.states[i]);
    values.insert(values.end(), further.begin(), further.end());
    for (Index k = 0; k < fields; ++k)
      all.col(k * static_cast<Index>(times) + static_cast<Index>(i)) =
          Eigen::Map<const VectorXd>(values.data() + k * harmonics, harmonics);
  }
  return all;
}

std::string units_of(const Options& options, const std::string& name) {
  for (const auto& [named, units] : options.output.units)
    if (named == name) return units.value;
  return {};
}

void add(const std::string& name, const std::string& long_name, const std::string& units,
         const Grid& grid, const VectorXd& values, Outcome& outcome) {
  outcome.fields.push_back({name, long_name, units, grid, {values.begin(), values.end()}});
}

void add_exact(const Options& options, const SphereProblem& problem, const Grid& grid,
               Outcome& outcome) {
  const auto vector = [](std::vector<double> x) {
    return VectorXd(Eigen::Map<const VectorXd>(x.data(), static_cast<Index>(x.size())));
  };
  VectorXd longitudes = vector(radians(grid.axes[0]));
  for (double& x : longitudes)
    if (x >= std::numbers::pi) x -= 2 * std::numbers::pi;
  const std::vector<VectorXd> x{longitudes, vector(radians(grid.axes[1])),
                                vector(grid.axes[2].coordinates)};
  for (std::size_t k = 0; k < problem.exact.size(); ++k) {
    if (!problem.exact[k]) continue;
    const std::string& name = problem.names.unknowns[k];
    const GridEvaluator evaluator({*problem.exact[k]}, {"longitude", "latitude", problem.time});
    const VectorXd exact = evaluator.evaluate(x).front();
    const VectorXd values = vector(outcome.fields[k].values);
    const std::string units = units_of(options, name);
    add(name + "_exact", "exact solution of " + name, units, grid, exact, outcome);
    add(name + "_error", name + " minus exact solution", units, grid, values - exact, outcome);
  }
}

}  // namespace

void add_fields(const Options& options, EquationModel& model,
                const std::vector<Trajectory>& members, Outcome& outcome) {
  const SphereProblem& problem = model.problem();
  const std::size_t times = common_times(members);
  const Grid grid = output_grid(options, problem, members);
  std::vector<std::string> names = problem.names.unknowns;
  names.insert(names.end(), problem.field_names.begin(), problem.field_names.end());
  std::vector<Moments> moments(names.size());
  for (const Trajectory& member : members) {
    const HarmonicSynthesis synthesis(problem.degree, coefficients(model, member, times));
    const MatrixXd values = synthesis.on_grid(radians(grid.axes[1]), radians(grid.axes[0]));
    const Index length = values.rows() * static_cast<Index>(times);
    for (std::size_t k = 0; k < names.size(); ++k)
      moments[k].add(
          Eigen::Map<const VectorXd>(values.data() + static_cast<Index>(k) * length, length));
  }
  const bool several = members.size() > 1;
  for (std::size_t k = 0; k < names.size(); ++k) {
    const std::string text =
        k < problem.names.unknowns.size()
            ? names[k]
            : options.output.fields[k - problem.names.unknowns.size()].second.value;
    add(names[k], several ? fmt::format("mean of {} over {} members", text, members.size()) : text,
        units_of(options, names[k]), grid, moments[k].mean, outcome);
  }
  if (several)
    for (std::size_t k = 0; k < names.size(); ++k)
      add(names[k] + "_standard_deviation",
          fmt::format("standard deviation of {} over {} members", names[k], members.size()),
          units_of(options, names[k]), grid, moments[k].standard_deviation(), outcome);
  else
    add_exact(options, problem, grid, outcome);
}

void add_coefficients(const Options& options, const SphereProblem& problem,
                      const std::vector<Trajectory>& members, Outcome& outcome) {
  const auto index_axis = [](const std::string& name, Index count, const std::string& words) {
    Axis axis{name, {}, {}, AxisKind::index, words};
    for (Index i = 0; i < count; ++i) axis.coordinates.push_back(static_cast<double>(i));
    return axis;
  };
  const std::size_t times = common_times(members);
  Grid grid{{index_axis("harmonic", problem.harmonics(),
                        "real orthonormal spherical harmonic l*l + l + m"),
             time_axis_of(problem, members)}};
  if (members.size() > 1)
    grid.axes.push_back(
        index_axis("member", static_cast<Index>(members.size()), "member of the ensemble"));
  for (std::size_t k = 0; k < problem.names.unknowns.size(); ++k) {
    const std::string& name = problem.names.unknowns[k];
    Field field{
        name + "_coefficients", "coefficients of " + name, units_of(options, name), grid, {}};
    for (const Trajectory& member : members)
      for (std::size_t i = 0; i < times; ++i) {
        const auto first = member.states[i].begin() + static_cast<Index>(k) * problem.harmonics();
        field.values.insert(field.values.end(), first, first + problem.harmonics());
      }
    outcome.fields.push_back(std::move(field));
  }
}

}  // namespace tessera::sphere
