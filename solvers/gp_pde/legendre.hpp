#pragma once

#include <Eigen/Core>

#include "data/fields/types.hpp"

namespace tessera::gp_pde {

/// Values of the orthonormal Legendre polynomials p_k = sqrt(k + 1/2) P_k on [-1, 1], even and odd
/// degrees apart: column j of `even` is p_{2j}, column j of `odd` is p_{2j+1}; one row a point.
struct LegendreTable {
  Eigen::MatrixXd even;
  Eigen::MatrixXd odd;
};

/// Degrees 0..count-1 (count even) by the three-term recurrence, which is stable on [-1, 1].
LegendreTable legendre_table(const Eigen::VectorXd& points, Index count);

/// Which degrees the rows of a coefficient matrix stand for.
enum class Parity { even, odd };

/// Coefficients of the derivative of functions given by coefficients in p_k of one parity (row j
/// is degree 2j or 2j+1); the result has the other parity and the same number of rows.
Eigen::MatrixXd differentiate(const Eigen::MatrixXd& coefficients, Parity parity);

/// p_k(1) for the degrees of one parity: sqrt(k + 1/2).
Eigen::VectorXd legendre_at_end(Index rows, Parity parity);

}  // namespace tessera::gp_pde
