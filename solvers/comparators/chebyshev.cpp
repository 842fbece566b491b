#include "solvers/comparators/chebyshev.hpp"

#include <chrono>
#include <cmath>
#include <limits>
#include <memory>
#include <stdexcept>
#include <utility>

#include "solvers/comparators/chebyshev_tail.hpp"
#include "solvers/comparators/collocation.hpp"

namespace tessera::comparators {
namespace {

using Clock = std::chrono::steady_clock;

std::vector<std::shared_ptr<const UnitAxis>> make_axes(const std::vector<Index>& points) {
  std::vector<std::shared_ptr<const UnitAxis>> axes;
  for (Index n : points) {
    if (!axes.empty() && axes.front()->points.size() == n) {
      axes.push_back(axes.front());
      continue;
    }
    auto axis = chebyshev_axis(n);
    if (points.size() > 1) diagonalise(*axis);
    axes.push_back(std::move(axis));
  }
  return axes;
}

bool longer(const Eigen::MatrixXd& values, double longest_tail) {
  if (std::isinf(longest_tail)) return false;
  for (const CoefficientTail& tail : coefficient_tails(values))
    if (!(tail.last <= longest_tail)) return true;
  return false;
}

Eigen::VectorXd interior_of(const Eigen::MatrixXd& all) {
  if (all.size() == 0) return {};
  const Index columns = all.cols() == 1 ? 1 : all.cols() - 2;
  return all.block(1, all.cols() == 1 ? 0 : 1, all.rows() - 2, columns).reshaped();
}

}  // namespace

ChebyshevSolution solve_chebyshev(const BoxProblem& problem, const std::vector<Index>& points,
                                  const Eigen::MatrixXd& start, double longest_tail) {
  ChebyshevSolution solution;
  ComparatorResult& result = solution.result;
  result.name = "chebyshev";
  result.points = points;
  result.unknowns = 1;
  for (const Index n : points) result.unknowns *= n - 2;
  const auto begin = Clock::now();
  try {
    const bool line = points.size() == 1;
    const Collocation collocation(problem, make_axes(points));
    const auto inverse = line ? lu_inverse(collocation.op()) : diagonal_inverse(collocation.op());
    result.factorisation_time_s = std::chrono::duration<double>(Clock::now() - begin).count();
    Eigen::VectorXd u = interior_of(start);
    if (start.size() == 0) {
      u = solve_linear(collocation, *inverse, !problem.nonlinear, result);
      solution.values = collocation.all_values(u);
    }
    if (problem.nonlinear && (start.size() > 0 || !longer(solution.values, longest_tail))) {
      if (line)
        solve_nonlinear_by_lu(collocation, u, result);
      else
        solve_nonlinear(collocation, *inverse, u, result);
      solution.values = collocation.all_values(u);
    } else if (problem.nonlinear) {
      result.solved = false;
      result.remark = "the points do not resolve the solution";
    }
  } catch (const std::runtime_error& error) {
    result.solved = false;
    result.remark = error.what();
  }
  result.solve_time_s = std::chrono::duration<double>(Clock::now() - begin).count();
  return solution;
}

Eigen::MatrixXd interpolate_chebyshev(const Eigen::MatrixXd& values,
                                      const std::vector<Eigen::VectorXd>& unit) {
  const auto matrix = [](Index n, const Eigen::VectorXd& at) {
    return chebyshev_interpolation(chebyshev_points(n), at);
  };
  const Eigen::MatrixXd along_first = matrix(values.rows(), unit[0]) * values;
  if (unit.size() == 1) return along_first;
  return along_first * matrix(values.cols(), unit[1]).transpose();
}

ComparatorResult chebyshev(const BoxProblem& problem, const std::vector<Index>& points,
                           const std::vector<Eigen::VectorXd>& evaluation) {
  require_valid(problem, points);
  const auto unit = unit_coordinates(problem, evaluation);
  ChebyshevSolution solution =
      solve_chebyshev(problem, points, {}, std::numeric_limits<double>::infinity());
  if (solution.values.size() > 0)
    solution.result.values = interpolate_chebyshev(solution.values, unit).reshaped();
  return std::move(solution.result);
}

}  // namespace tessera::comparators
