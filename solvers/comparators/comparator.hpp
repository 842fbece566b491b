#pragma once

#include <string>
#include <vector>

#include <Eigen/Core>

#include "solvers/comparators/box_problem.hpp"

namespace tessera::comparators {

/// What one rival method reached on the problem.
struct ComparatorResult {
  std::string name;  ///< `chebyshev`, `chebyshev_smallest`, `finite_difference`, `.._4`
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
/// MATLAB, 2000), Fourier collocation on n_k equidistant points of a periodic one. The conditions
/// hold exactly: as many values as there are conditions, at both ends of the axis, are eliminated
/// by them, and the equation is not collocated there. Two axes: the constant-coefficient separable
/// part is inverted by modes of the axes (eigenvectors for conditions at both ends, Schur form for
/// time and other axes with conditions at one), once for equal axes. That is the answer where the
/// problem is `separable`, with iterative refinement; else it preconditions GMRES, in Newton's
/// method where the problem is not linear. One axis: LU of the Jacobian. Axes that are symmetric
/// under reversal are split into even and odd halves, which makes eigendecompositions and LU four
/// times and products twice cheaper than the plain method. Evaluated by barycentric or
/// trigonometric interpolation at `evaluation` (one coordinate list per axis).
///
/// Rounding limits problems with fourth derivatives: they lose about 7 digits at 100 and 9 at 200
/// points.
///
/// Throws std::invalid_argument for problems it is not made for: not one or two axes, derivatives
/// beyond the fourth, a number of conditions that is not the highest derivative of its axis, fewer
/// points than 3 or than conditions, evaluation outside the box. Numerical trouble is told by
/// `solved` and `remark`. So do the other methods.
ComparatorResult chebyshev(const BoxProblem& problem, const std::vector<Index>& points,
                           const std::vector<Eigen::VectorXd>& evaluation);

/// The same on a ladder 16, 1.2 * 16, ... up to `limit` points per axis, stopped by its own
/// coefficient tails (the last four coefficients along each axis at most 1e-13 of the largest
/// value, or flat at the level of rounding below 1e-11); no exact solution is used. Axes that need
/// no more points stop growing. Iterations start from the rung before; nonlinear ones are not begun
/// where a linear start is not resolved. The time is that of all the rungs. Where the limit does
/// not suffice `solved` is false, the remark tells the tail, and the values are those of the last
/// rung.
ComparatorResult chebyshev_smallest(const BoxProblem& problem, const std::vector<Index>& limit,
                                    const std::vector<Eigen::VectorXd>& evaluation);

/// Finite differences of the given order (2 or 4) on uniform grids of the same numbers of points,
/// by the same linear algebra: central, shifted at the ends of the axis, all times of a time axis
/// in one system; with two initial conditions backward formulas (order 2 only: at 4 `solved` is
/// false). Evaluated by tensor-product interpolation in order + 2 points (whose error is of higher
/// order than the method's).
ComparatorResult finite_difference(const BoxProblem& problem, const std::vector<Index>& points,
                                   const std::vector<Eigen::VectorXd>& evaluation, Index order = 2);

/// Time LAPACK alone needs for the factorisations that chebyshev() needs at these sizes (matrices
/// of the same kind with random entries, this run): an anchor for the comparator's own quality. Two
/// axes, for each distinct one: dgeev and LU inverse of the eigenvectors, of the two halves where
/// the axis has them; dgees where there is no eigenbasis; nothing for Fourier. One axis: LU, of the
/// two halves where there are any. Short runs are taken three times, and the shortest counts. 0
/// where nothing is factorised.
double lapack_factorisation_time_s(const BoxProblem& problem, const std::vector<Index>& points);

}  // namespace tessera::comparators
