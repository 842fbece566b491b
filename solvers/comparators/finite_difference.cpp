#include <chrono>
#include <exception>
#include <memory>

#include "solvers/comparators/collocation.hpp"
#include "solvers/comparators/comparator.hpp"

namespace tessera::comparators {

ComparatorResult finite_difference(const BoxProblem& problem, const std::vector<Index>& points,
                                   const std::vector<Eigen::VectorXd>& evaluation) {
  require_valid(problem, points);
  const auto unit = unit_coordinates(problem, evaluation);
  ComparatorResult result;
  result.name = "finite_difference";
  result.points = points;
  Eigen::MatrixXd values;
  std::vector<std::shared_ptr<const UnitAxis>> axes;
  const auto begin = std::chrono::steady_clock::now();
  try {
    for (Index n : points)
      axes.push_back(!axes.empty() && axes.front()->points.size() == n ? axes.front()
                                                                       : finite_difference_axis(n));
    const Collocation collocation(problem, axes);
    const auto inverse = diagonal_inverse(collocation.op());
    Eigen::VectorXd u = solve_linear(collocation, *inverse, !problem.nonlinear, result);
    if (problem.nonlinear) solve_nonlinear(collocation, *inverse, u, result);
    values = collocation.all_values(u);
  } catch (const std::runtime_error& error) {
    result.solved = false;
    result.remark = error.what();
  }
  result.solve_time_s =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  if (values.size() > 0) {
    Eigen::MatrixXd at = cubic_interpolation(axes[0]->points, unit[0]) * values;
    if (unit.size() == 2) at = at * cubic_interpolation(axes[1]->points, unit[1]).transpose();
    result.values = at.reshaped();
  }
  return result;
}

}  // namespace tessera::comparators
