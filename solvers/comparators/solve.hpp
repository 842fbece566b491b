#pragma once

#include <functional>
#include <memory>
#include <vector>

#include <Eigen/Core>

#include "solvers/comparators/axis.hpp"
#include "solvers/comparators/box_problem.hpp"
#include "solvers/comparators/comparator.hpp"

namespace tessera::comparators {

/// A collocation solution up to the values at its own points; evaluation comes after.
struct CollocationSolution {
  ComparatorResult result;  ///< without `name`, `values`
  Eigen::MatrixXd values;   ///< at all points, sides included; empty where nothing was found
};

/// Makes the axes of a problem: `axis(k)` for each, the second being the first where all that
/// defines them is equal.
std::vector<std::shared_ptr<const Axis>> make_axes(
    const BoxProblem& problem, const std::vector<Index>& points,
    const std::function<std::shared_ptr<const Axis>(std::size_t)>& axis);

/// Solves the problem on axes that `axes()` makes (their time counts). Separable: directly, with
/// iterative refinement. Linear: the constant part's solution corrected by GMRES, twice; nonlinear:
/// Newton's method from there; both preconditioned by the constant part. One axis: LU of the whole
/// Jacobian instead.
///
/// `start`: values at all points where the iteration begins; empty: the solution of the constant
/// part with the terms that do not depend on u. Where `resolved` (may be empty) says no to that,
/// Newton's method is not tried. Never throws for numerical reasons.
CollocationSolution solve_collocated(
    const BoxProblem& problem, const std::vector<Index>& points,
    const std::function<std::vector<std::shared_ptr<const Axis>>()>& axes,
    const Eigen::MatrixXd& start, const std::function<bool(const Eigen::MatrixXd&)>& resolved);

}  // namespace tessera::comparators
