#pragma once

#include <Eigen/Core>

#include "solvers/gp_pde/legendre.hpp"

namespace tessera::gp_pde {

/// The orthonormal functions on [-1, 1] that a basis is expanded in. Each is even or odd; row j of
/// a coefficient matrix stands for
/// - legendre: p_{2j} (even), p_{2j+1} (odd);
/// - fourier, period 2: cos(pi j t), 1 / sqrt 2 for j = 0 (even), sin(pi (j + 1) t) (odd).
enum class Expansion { legendre, fourier };

/// Values at the points; one row a point, `rows` columns of each parity.
LegendreTable expansion_table(Expansion expansion, const Eigen::VectorXd& points, Index rows);

/// Coefficients of the derivatives of functions of one parity; the result has the other parity. For
/// fourier the last odd row must be zero (its derivative has no even row).
Eigen::MatrixXd differentiate(Expansion expansion, const Eigen::MatrixXd& coefficients,
                              Parity parity);

}  // namespace tessera::gp_pde
