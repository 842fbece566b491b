#pragma once

#include <vector>

#include <Eigen/Core>

#include "solvers/comparators/comparator.hpp"

namespace tessera::comparators {

/// Chebyshev collocation up to the values at its own points; evaluation comes after.
struct ChebyshevSolution {
  ComparatorResult result;  ///< without `values`
  Eigen::MatrixXd values;   ///< at all points, sides included; empty where nothing was found
};

/// `start`: values at all points for Newton's method; empty: the linear problem's solution, but
/// then Newton's method is not tried where that has a coefficient tail above `longest_tail`. Never
/// throws for numerical reasons.
ChebyshevSolution solve_chebyshev(const BoxProblem& problem, const std::vector<Index>& points,
                                  const Eigen::MatrixXd& start, double longest_tail);

/// Tensor-product barycentric interpolation of values at all Chebyshev points to coordinates on the
/// unit interval.
Eigen::MatrixXd interpolate_chebyshev(const Eigen::MatrixXd& values,
                                      const std::vector<Eigen::VectorXd>& unit);

}  // namespace tessera::comparators
