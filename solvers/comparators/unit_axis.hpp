#pragma once

#include <memory>

#include <Eigen/Core>

#include "solvers/comparators/parity.hpp"

namespace tessera::comparators {

/// The second derivative on n points of the unit interval, both ends included, Dirichlet rows
/// eliminated. Problems scale it by coefficient / length^2; axes with the same n share it.
struct UnitAxis {
  Eigen::VectorXd points;          ///< n, increasing, points[0] = 0, points[n - 1] = 1
  ParityBlocks second_derivative;  ///< (n - 2)^2, interior to interior, folded
  Eigen::MatrixXd end_columns;     ///< (n - 2) x 2, from the two end values, not folded

  // Eigendecomposition second_derivative = vectors diag(values) inverse; empty until wanted.
  Eigen::VectorXd values;  ///< even part first
  ParityBlocks vectors;
  ParityBlocks inverse;
};

/// Chebyshev-Gauss-Lobatto points (1 - cos(pi j / (n - 1))) / 2, j = 0 .. n - 1.
Eigen::VectorXd chebyshev_points(Index n);

/// The second derivative on chebyshev_points(n). Entries from products of
/// 1 / sin^2 of multiples of pi / (2 n - 2), so that no difference of points is formed; diagonal by
/// the negative-sum trick (Baltensperger & Trummer 2003). Without eigendecomposition. n >= 3.
std::shared_ptr<UnitAxis> chebyshev_axis(Index n);

/// Adds the eigendecomposition: dgeev on the two parity blocks, LU for the inverses. Throws
/// std::runtime_error where LAPACK fails or the spectrum is not real.
void diagonalise(UnitAxis& axis);

/// Equidistant points, second-order central differences, eigenvectors in closed form (sines).
std::shared_ptr<UnitAxis> finite_difference_axis(Index n);

/// Matrix that takes values at Chebyshev points to values at `at` (unit interval) by the
/// barycentric formula (Berrut & Trefethen 2004).
Eigen::MatrixXd chebyshev_interpolation(const Eigen::VectorXd& points, const Eigen::VectorXd& at);

/// Rows k >= first of the matrix from values at n Chebyshev points to Chebyshev coefficients (up to
/// the sign (-1)^k).
Eigen::MatrixXd chebyshev_coefficients(Index n, Index first);

/// Matrix that takes values at equidistant points to values at `at` by cubic interpolation in the
/// four nearest points (all of them where there are fewer).
Eigen::MatrixXd cubic_interpolation(const Eigen::VectorXd& points, const Eigen::VectorXd& at);

}  // namespace tessera::comparators
