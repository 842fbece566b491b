#pragma once

#include <vector>

#include <Eigen/Core>

#include "data/fields/types.hpp"

namespace tessera::comparators {

/// Matrix that takes values at Chebyshev points to values at `at` (unit interval) by the
/// barycentric formula (Berrut & Trefethen 2004).
Eigen::MatrixXd chebyshev_interpolation(const Eigen::VectorXd& points, const Eigen::VectorXd& at);

/// Rows k >= first of the matrix from values at n Chebyshev points to Chebyshev coefficients (up to
/// the sign (-1)^k).
Eigen::MatrixXd chebyshev_coefficients(Index n, Index first);

/// Trigonometric interpolation from n values at j / n of a period.
Eigen::MatrixXd fourier_interpolation(Index n, const Eigen::VectorXd& at);

/// Rows >= first of the matrix from values at j / n of a period to the coefficients of
/// 1, cos, sin, cos 2, sin 2, ...
Eigen::MatrixXd fourier_coefficients(Index n, Index first);

/// Matrix that takes values at n equidistant points (j / n where periodic, else j / (n - 1)) to
/// values at `at` by interpolation in the `width` nearest points (all of them where there are
/// fewer).
Eigen::MatrixXd local_interpolation(Index n, bool periodic, Index width, const Eigen::VectorXd& at);

}  // namespace tessera::comparators
