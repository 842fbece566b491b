#include "solvers/gp_pde/legendre.hpp"

#include <cmath>
#include <stdexcept>

namespace tessera::gp_pde {
namespace {

double degree_of(Index row, Parity parity) {
  return static_cast<double>(2 * row + (parity == Parity::odd ? 1 : 0));
}

}  // namespace

LegendreTable legendre_table(const Eigen::VectorXd& points, Index count) {
  if (count < 2 || count % 2 != 0)
    throw std::invalid_argument("a Legendre table needs an even number of degrees");
  const Index m = points.size();
  LegendreTable table{Eigen::MatrixXd(m, count / 2), Eigen::MatrixXd(m, count / 2)};
  const auto column = [&](Index k) { return (k % 2 == 0 ? table.even : table.odd).col(k / 2); };
  column(0).setConstant(std::sqrt(0.5));
  column(1) = std::sqrt(1.5) * points;
  for (Index k = 1; k + 1 < count; ++k) {
    const auto d = static_cast<double>(k);
    const double a = std::sqrt((2 * d + 3) * (2 * d + 1)) / (d + 1);
    const double b = d / (d + 1) * std::sqrt((2 * d + 3) / (2 * d - 1));
    column(k + 1).array() = a * points.array() * column(k).array() - b * column(k - 1).array();
  }
  return table;
}

Eigen::MatrixXd differentiate(const Eigen::MatrixXd& coefficients, Parity parity) {
  // p_k' = 2 sqrt(k + 1/2) sum over j < k with k - j odd of sqrt(j + 1/2) p_j: suffix sums.
  const Index rows = coefficients.rows();
  const Parity other = parity == Parity::even ? Parity::odd : Parity::even;
  Eigen::MatrixXd result(rows, coefficients.cols());
  const Eigen::VectorXd own = legendre_at_end(rows, parity);
  const Eigen::VectorXd others = 2 * legendre_at_end(rows, other);
  for (Index column = 0; column < coefficients.cols(); ++column) {
    double sum = 0;
    for (Index row = rows - 1; row >= 0; --row) {
      const double term = own[row] * coefficients(row, column);
      // An odd degree 2j+1 lies above the even degree 2j of its own row, an even one below it.
      if (parity == Parity::odd) sum += term;
      result(row, column) = others[row] * sum;
      if (parity == Parity::even) sum += term;
    }
  }
  return result;
}

Eigen::VectorXd legendre_at_end(Index rows, Parity parity) {
  Eigen::VectorXd values(rows);
  for (Index row = 0; row < rows; ++row) values[row] = std::sqrt(degree_of(row, parity) + 0.5);
  return values;
}

}  // namespace tessera::gp_pde
