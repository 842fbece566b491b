#pragma once

#include <vector>

#include <Eigen/Core>

#include "solvers/comparators/solve.hpp"

namespace tessera::comparators {

/// Collocation at Chebyshev points (periodic axes: Fourier). Newton's method is not tried where the
/// start made from the constant part has a coefficient tail above `longest_tail`; `start` as for
/// solve_collocated.
CollocationSolution solve_chebyshev(const BoxProblem& problem, const std::vector<Index>& points,
                                    const Eigen::MatrixXd& start, double longest_tail);

/// Interpolation of values at all points of the grid to coordinates on the unit interval.
Eigen::MatrixXd interpolate_spectral(const BoxProblem& problem, const Eigen::MatrixXd& values,
                                     const std::vector<Eigen::VectorXd>& unit);

/// Points of one axis on the unit interval.
Eigen::VectorXd spectral_points(const BoxProblem& problem, std::size_t axis, Index n);

}  // namespace tessera::comparators
