#include <stdexcept>
#include <string>
#include <utility>

#include "solvers/comparators/collocation.hpp"
#include "solvers/comparators/comparator.hpp"
#include "solvers/comparators/interpolation.hpp"
#include "solvers/comparators/solve.hpp"

namespace tessera::comparators {
namespace {

/// Number of conditions at the lower or the upper end.
Index conditions_at(const BoxProblem& problem, std::size_t axis, bool upper) {
  Index count = 0;
  for (const EndCondition& c : problem.conditions)
    if (c.axis == axis && c.upper == upper) ++count;
  return count;
}

/// Central, also for first derivatives with a condition at one end: all points are solved for at
/// once, so that the formula at the other end closes the system (boundary value methods, Brugnano &
/// Trigiante 1998). With two initial conditions only formulas that step away from them are stable.
Stencil stencil_of(const BoxProblem& problem, std::size_t axis) {
  if (!problem.periodic.empty() && problem.periodic[axis]) return Stencil::periodic;
  const bool stepping =
      conditions_at(problem, axis, false) > 1 && conditions_at(problem, axis, true) == 0;
  return stepping ? Stencil::backward : Stencil::central;
}

/// Why the method cannot do it; empty where it can.
std::string obstacle(const BoxProblem& problem, Index order) {
  for (std::size_t k = 0; k < problem.ranges.size(); ++k) {
    const Index lower = conditions_at(problem, k, false);
    const Index upper = conditions_at(problem, k, true);
    const std::string where = " along axis " + std::to_string(k + 1);
    if (lower == 0 && upper > 1)
      return "finite differences do not take two conditions at the upper end alone," + where;
    if (upper == 0 && lower > 2)
      return "finite differences do not step through derivatives beyond the second" + where;
    if (upper == 0 && lower == 2 && order > 2)
      return "fourth-order differences are unstable for two initial conditions" + where;
  }
  return {};
}

}  // namespace

ComparatorResult finite_difference(const BoxProblem& problem, const std::vector<Index>& points,
                                   const std::vector<Eigen::VectorXd>& evaluation, Index order) {
  if (order != 2 && order != 4)
    throw std::invalid_argument("Finite differences are of the order 2 or 4, not " +
                                std::to_string(order) + ".");
  require_valid(problem, points);
  const auto unit = unit_coordinates(problem, evaluation);
  const auto axis = [&](std::size_t k) {
    return make_axis(difference_differentiation(points[k], wanted_orders(problem, k), order,
                                                stencil_of(problem, k)),
                     unit_conditions(problem, k), Elimination::own_ends);
  };
  CollocationSolution solution;
  ComparatorResult& result = solution.result;
  result.points = points;
  result.remark = obstacle(problem, order);
  if (result.remark.empty())
    solution =
        solve_collocated(problem, points, [&] { return make_axes(problem, points, axis); }, {}, {});
  result.name = order == 2 ? "finite_difference" : "finite_difference_4";
  if (solution.values.size() > 0) {
    const auto matrix = [&](std::size_t k) {
      return local_interpolation(points[k], stencil_of(problem, k) == Stencil::periodic, order + 2,
                                 unit[k]);
    };
    Eigen::MatrixXd at = matrix(0) * solution.values;
    if (unit.size() == 2) at = at * matrix(1).transpose();
    result.values = at.reshaped();
  }
  return std::move(result);
}

}  // namespace tessera::comparators
