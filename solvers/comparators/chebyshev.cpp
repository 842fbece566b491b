#include "solvers/comparators/chebyshev.hpp"

#include <cmath>
#include <limits>
#include <utility>

#include "solvers/comparators/chebyshev_tail.hpp"
#include "solvers/comparators/collocation.hpp"
#include "solvers/comparators/interpolation.hpp"

namespace tessera::comparators {
namespace {

bool is_periodic(const BoxProblem& problem, std::size_t axis) {
  return !problem.periodic.empty() && problem.periodic[axis];
}

}  // namespace

CollocationSolution solve_chebyshev(const BoxProblem& problem, const std::vector<Index>& points,
                                    const Eigen::MatrixXd& start, double longest_tail) {
  const auto axis = [&](std::size_t k) {
    const Orders wanted = wanted_orders(problem, k);
    return make_axis(is_periodic(problem, k) ? fourier_differentiation(points[k], wanted)
                                             : chebyshev_differentiation(points[k], wanted),
                     unit_conditions(problem, k), Elimination::balanced);
  };
  const auto resolved = [&](const Eigen::MatrixXd& values) {
    if (std::isinf(longest_tail)) return true;
    for (const CoefficientTail& tail : coefficient_tails(values, problem.periodic))
      if (!(tail.last <= longest_tail)) return false;
    return true;
  };
  return solve_collocated(
      problem, points, [&] { return make_axes(problem, points, axis); }, start, resolved);
}

Eigen::VectorXd spectral_points(const BoxProblem& problem, std::size_t axis, Index n) {
  if (!is_periodic(problem, axis)) return chebyshev_points(n);
  return Eigen::VectorXd::LinSpaced(n + 1, 0.0, 1.0).head(n);
}

Eigen::MatrixXd interpolate_spectral(const BoxProblem& problem, const Eigen::MatrixXd& values,
                                     const std::vector<Eigen::VectorXd>& unit) {
  const auto matrix = [&](std::size_t axis, Index n) {
    return is_periodic(problem, axis) ? fourier_interpolation(n, unit[axis])
                                      : chebyshev_interpolation(chebyshev_points(n), unit[axis]);
  };
  const Eigen::MatrixXd along_first = matrix(0, values.rows()) * values;
  if (unit.size() == 1) return along_first;
  return along_first * matrix(1, values.cols()).transpose();
}

ComparatorResult chebyshev(const BoxProblem& problem, const std::vector<Index>& points,
                           const std::vector<Eigen::VectorXd>& evaluation) {
  require_valid(problem, points);
  const auto unit = unit_coordinates(problem, evaluation);
  CollocationSolution solution =
      solve_chebyshev(problem, points, {}, std::numeric_limits<double>::infinity());
  solution.result.name = "chebyshev";
  if (solution.values.size() > 0)
    solution.result.values = interpolate_spectral(problem, solution.values, unit).reshaped();
  return std::move(solution.result);
}

}  // namespace tessera::comparators
