#include "solvers/gp_pde/prolate.hpp"

#include <algorithm>
#include <cmath>

#include "solvers/linear/tridiagonal_eigen.hpp"

namespace tessera::gp_pde {
namespace {

/// Degrees needed so that the last coefficients of the last function are below rounding.
Index number_of_degrees(double c, Index rank) {
  const auto r = static_cast<double>(rank);
  const auto k = static_cast<Index>(std::ceil(std::max(1.1 * r + 30, 0.75 * c + 0.4 * r + 40)));
  return k + k % 2;
}

Eigen::MatrixXd one_parity(double c, Index rows, Index count, Index first_degree) {
  Eigen::VectorXd diagonal(rows);
  Eigen::VectorXd off_diagonal(rows - 1);
  const double c2 = c * c;
  for (Index row = 0; row < rows; ++row) {
    const auto k = static_cast<double>(2 * row + first_degree);
    diagonal[row] = k * (k + 1) + c2 * (2 * k * (k + 1) - 1) / ((2 * k + 3) * (2 * k - 1));
    if (row + 1 < rows)
      off_diagonal[row] =
          c2 * (k + 1) * (k + 2) / ((2 * k + 3) * std::sqrt((2 * k + 1) * (2 * k + 5)));
  }
  Eigen::VectorXd values;
  Eigen::MatrixXd vectors;
  tridiagonal_eigen(diagonal, off_diagonal, count, values, vectors);
  for (Index j = 0; j < count; ++j) {
    Index largest = 0;
    vectors.col(j).cwiseAbs().maxCoeff(&largest);
    if (vectors(largest, j) < 0) vectors.col(j) *= -1;
  }
  return vectors;
}

}  // namespace

ProlateCoefficients prolate_coefficients(double c, Index rank) {
  const Index rows = number_of_degrees(c, rank) / 2;
  return {one_parity(c, rows, (rank + 1) / 2, 0), one_parity(c, rows, rank / 2, 1)};
}

}  // namespace tessera::gp_pde
