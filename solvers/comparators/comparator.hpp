#pragma once

#include <string>
#include <vector>

#include <Eigen/Core>

#include "solvers/comparators/box_problem.hpp"

namespace tessera::comparators {

/// What one rival method reached on the problem.
struct ComparatorResult {
  std::string name;  ///< `chebyshev`, `chebyshev_smallest`, `finite_difference`
  bool solved = false;
  std::string remark;         ///< why not solved, or what to know about the row
  std::vector<Index> points;  ///< per axis, boundary points included
  Index unknowns = 0;
  double solve_time_s = 0;  ///< all that depends on the problem: matrices, factorisations, solves
  Index newton_iterations = 0;
  Index operator_applications = 0;
  /// Values on the requested evaluation grid, first axis fastest.
  Eigen::VectorXd values;
};

/// Chebyshev collocation on n_k Gauss-Lobatto points per axis: second-derivative matrices with the
/// negative-sum diagonal, Dirichlet rows eliminated, diagonalised per axis (once for equal axes),
/// Newton-GMRES where nonlinear, preconditioned by the diagonalised constant-coefficient part. In
/// one dimension LU of the collocation matrix, Newton on it where nonlinear. Evaluated by
/// barycentric interpolation at `evaluation` (one coordinate list per axis).
ComparatorResult chebyshev(const BoxProblem& problem, const std::vector<Index>& points,
                           const std::vector<Eigen::VectorXd>& evaluation);

/// The same on a ladder n, 1.2 n, ... up to `limit` points per axis, stopped by its own
/// coefficient tails (no exact solution is used): the time is that of all the rungs.
ComparatorResult chebyshev_smallest(const BoxProblem& problem, const std::vector<Index>& limit,
                                    const std::vector<Eigen::VectorXd>& evaluation);

/// Second-order central differences on a uniform grid of the same number of points, diagonalised by
/// the sine transform; Newton-GMRES where nonlinear. Evaluated by tensor-product cubic
/// interpolation (whose error is of higher order than the method's).
ComparatorResult finite_difference(const BoxProblem& problem, const std::vector<Index>& points,
                                   const std::vector<Eigen::VectorXd>& evaluation);

/// Time LAPACK alone needs for the factorisations that chebyshev() needs at these sizes (random
/// matrices of the same kind, this run): an anchor for the comparator's own quality.
double lapack_factorisation_time_s(const BoxProblem& problem, const std::vector<Index>& points);

}  // namespace tessera::comparators
