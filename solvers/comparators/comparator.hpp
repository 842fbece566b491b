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
  /// Of solve_time_s: matrices, eigendecompositions, LU factors. Chebyshev only.
  double factorisation_time_s = 0;
  double solve_time_s = 0;  ///< all that depends on the problem: matrices, factorisations, solves
  Index newton_iterations = 0;
  Index operator_applications = 0;
  /// Values on the requested evaluation grid, first axis fastest.
  Eigen::VectorXd values;
};

/// Chebyshev collocation on n_k Gauss-Lobatto points per axis (Trefethen, Spectral Methods in
/// MATLAB, 2000): second-derivative matrices with the negative-sum diagonal, Dirichlet rows
/// eliminated. Two axes: diagonalised per axis (once for equal axes), one step of iterative
/// refinement; nonlinear: Newton-GMRES, preconditioned by the diagonalised constant-coefficient
/// part. One axis: LU of the collocation matrix; nonlinear: Newton on it. The matrices commute with
/// reversal of the axis and are split into even and odd halves, which makes eigendecompositions and
/// LU four times and products twice cheaper than the plain method. Evaluated by barycentric
/// interpolation at `evaluation` (one coordinate list per axis).
///
/// Throws std::invalid_argument for problems it is not made for: not one or two axes, a missing
/// second derivative, fewer than 3 points, evaluation outside the box. Numerical trouble is told by
/// `solved` and `remark`. So do the other methods.
ComparatorResult chebyshev(const BoxProblem& problem, const std::vector<Index>& points,
                           const std::vector<Eigen::VectorXd>& evaluation);

/// The same on a ladder 16, 1.2 * 16, ... up to `limit` points per axis, stopped by its own
/// coefficient tails (the last four coefficients along each axis at most 1e-13 of the largest
/// value, or flat at the level of rounding below 1e-11); no exact solution is used. Axes that need
/// no more points stop growing. Nonlinear: rungs start from the one before, and are left early
/// where the linear start is not resolved. The time is that of all the rungs. Where the limit does
/// not suffice `solved` is false, the remark tells the tail, and the values are those of the last
/// rung.
ComparatorResult chebyshev_smallest(const BoxProblem& problem, const std::vector<Index>& limit,
                                    const std::vector<Eigen::VectorXd>& evaluation);

/// Second-order central differences on a uniform grid of the same number of points, diagonalised by
/// the sine transform (as matrix products); Newton-GMRES where nonlinear. Evaluated by
/// tensor-product cubic interpolation (whose error is of higher order than the method's).
ComparatorResult finite_difference(const BoxProblem& problem, const std::vector<Index>& points,
                                   const std::vector<Eigen::VectorXd>& evaluation);

/// Time LAPACK alone needs for the factorisations that chebyshev() needs at these sizes (matrices
/// of the same kind with random entries, this run): an anchor for the comparator's own quality. Two
/// axes: dgeev of the two halves and LU inverses of their eigenvectors, for each distinct number of
/// points. One axis: LU of the two halves, or of the whole where nonlinear. Short runs are taken
/// three times, and the shortest counts.
double lapack_factorisation_time_s(const BoxProblem& problem, const std::vector<Index>& points);

}  // namespace tessera::comparators
