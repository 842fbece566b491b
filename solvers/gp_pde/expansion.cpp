#include "solvers/gp_pde/expansion.hpp"

#include <cmath>
#include <numbers>

namespace tessera::gp_pde {
namespace {

constexpr double pi = std::numbers::pi;

LegendreTable fourier_table(const Eigen::VectorXd& points, Index rows) {
  LegendreTable table{Eigen::MatrixXd(points.size(), rows), Eigen::MatrixXd(points.size(), rows)};
  for (Index j = 0; j < rows; ++j) {
    table.even.col(j) = (pi * static_cast<double>(j) * points.array()).cos();
    table.odd.col(j) = (pi * static_cast<double>(j + 1) * points.array()).sin();
  }
  table.even.col(0).setConstant(std::sqrt(0.5));
  return table;
}

Eigen::MatrixXd differentiate_fourier(const Eigen::MatrixXd& c, Parity parity) {
  const Index rows = c.rows();
  Eigen::MatrixXd d = Eigen::MatrixXd::Zero(rows, c.cols());
  for (Index j = 1; j < rows; ++j) {
    const double factor = pi * static_cast<double>(j);
    if (parity == Parity::even)
      d.row(j - 1) = -factor * c.row(j);
    else
      d.row(j) = factor * c.row(j - 1);
  }
  return d;
}

}  // namespace

LegendreTable expansion_table(Expansion expansion, const Eigen::VectorXd& points, Index rows) {
  return expansion == Expansion::legendre ? legendre_table(points, 2 * rows)
                                          : fourier_table(points, rows);
}

Eigen::MatrixXd differentiate(Expansion expansion, const Eigen::MatrixXd& coefficients,
                              Parity parity) {
  return expansion == Expansion::legendre ? differentiate(coefficients, parity)
                                          : differentiate_fourier(coefficients, parity);
}

}  // namespace tessera::gp_pde
