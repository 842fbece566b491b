#include "apps/sphere/exact_errors.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <Eigen/Core>

#include "models/formula/grid_evaluator.hpp"
#include "solvers/spectral/spherical_transform.hpp"

namespace tessera::sphere {
namespace {

using Eigen::VectorXd;

/// Longitudes in -pi..pi and latitudes of a grid, and one time.
std::vector<VectorXd> coordinates(const SphereGrid& grid, double time) {
  VectorXd longitudes(grid.longitudes());
  for (Index j = 0; j < longitudes.size(); ++j) {
    const double turn = static_cast<double>(j) / static_cast<double>(longitudes.size());
    longitudes[j] = 2 * std::numbers::pi * (turn < 0.5 ? turn : turn - 1);
  }
  VectorXd latitudes(grid.latitudes());
  for (Index i = 0; i < latitudes.size(); ++i)
    latitudes[i] = std::numbers::pi / 2 - grid.colatitudes()[static_cast<std::size_t>(i)];
  return {longitudes, latitudes, VectorXd::Constant(1, time)};
}

}  // namespace

std::vector<ErrorHistory> exact_errors(const SphereProblem& problem, const Trajectory& trajectory,
                                       int threads) {
  std::vector<ErrorHistory> histories;
  if (std::none_of(problem.exact.begin(), problem.exact.end(),
                   [](const auto& formula) { return formula.has_value(); }))
    return histories;
  const SphericalTransform transform(problem.degree, SphereGrid::for_products(problem.degree, 2),
                                     {threads, InstructionSet::automatic});
  const SphereGrid& grid = transform.grid();
  const auto count = static_cast<std::size_t>(problem.harmonics());
  std::vector<double> values(static_cast<std::size_t>(grid.points()));
  for (std::size_t k = 0; k < problem.exact.size(); ++k) {
    if (!problem.exact[k]) continue;
    const GridEvaluator evaluator({*problem.exact[k]}, {"longitude", "latitude", problem.time});
    ErrorHistory history{problem.names.unknowns[k], {}, {}};
    for (std::size_t i = 0; i < trajectory.times.size(); ++i) {
      transform.synthesis(std::span(trajectory.states[i]).subspan(k * count, count), values);
      const VectorXd exact = evaluator.evaluate(coordinates(grid, trajectory.times[i])).front();
      double error = 0, norm = 0, largest_error = 0, largest = 0;
      for (Index p = 0; p < exact.size(); ++p) {
        const double weight = grid.weights()[static_cast<std::size_t>(p / grid.longitudes())];
        const double difference = values[static_cast<std::size_t>(p)] - exact[p];
        error += weight * difference * difference;
        norm += weight * exact[p] * exact[p];
        largest_error = std::max(largest_error, std::abs(difference));
        largest = std::max(largest, std::abs(exact[p]));
      }
      history.relative_l2.push_back(norm > 0 ? std::sqrt(error / norm) : std::sqrt(error));
      history.relative_max.push_back(largest > 0 ? largest_error / largest : largest_error);
    }
    histories.push_back(std::move(history));
  }
  return histories;
}

double relative_difference(const SphereProblem& problem, const std::vector<double>& a,
                           const std::vector<double>& b, std::size_t k) {
  const auto count = problem.harmonics();
  const auto first = static_cast<Index>(k) * count;
  const VectorXd difference = Eigen::Map<const VectorXd>(a.data() + first, count) -
                              Eigen::Map<const VectorXd>(b.data() + first, count);
  const double norm = Eigen::Map<const VectorXd>(b.data() + first, count).norm();
  return norm > 0 ? difference.norm() / norm : difference.norm();
}

}  // namespace tessera::sphere
