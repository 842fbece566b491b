#include "solvers/gp_pde/feature_functions.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <Eigen/QR>

#include "solvers/gp_pde/gauss_legendre.hpp"
#include "solvers/gp_pde/legendre.hpp"

namespace tessera::gp_pde {
namespace {

using Matrix = Eigen::MatrixXd;

constexpr double pivot_cut = 1e-13;

/// Legendre coefficients of the orthonormal functions that span the columns of `features`, given at
/// the upper half of a Gauss-Legendre rule.
Matrix orthonormal_coefficients(const Matrix& features, const GaussLegendreHalf& rule,
                                const Matrix& legendre, Index rank) {
  // Both halves of the axis count: weights twice.
  const Eigen::VectorXd root = (2 * rule.weights).cwiseSqrt();
  const Eigen::ColPivHouseholderQR<Matrix> qr(root.asDiagonal() * features);
  const Matrix& r = qr.matrixQR();
  Index count = 0;
  while (count < std::min({rank, r.rows(), r.cols()}) &&
         std::abs(r(count, count)) > pivot_cut * std::abs(r(0, 0)))
    ++count;
  const Matrix q = qr.householderQ() * Matrix::Identity(features.rows(), count);
  return legendre.transpose() * (root.asDiagonal() * q);
}

}  // namespace

FeatureCoefficients feature_coefficients(const Spectrum& spectrum, double length, Index rank) {
  const double c = std::numbers::pi * spectrum.band * length;
  const auto degrees = static_cast<Index>(std::ceil(std::max(
      1.1 * static_cast<double>(rank) + 30, 0.75 * c + 0.4 * static_cast<double>(rank) + 40)));
  const Index count = degrees + degrees % 2;
  const GaussLegendreHalf rule = gauss_legendre(count);
  const LegendreTable table = legendre_table(rule.nodes, count);
  const auto last = static_cast<Index>(std::floor(2 * length * spectrum.band));
  Matrix cosines(count / 2, last + 1);
  Matrix sines(count / 2, last);
  for (Index m = 0; m <= last; ++m) {
    const double s = static_cast<double>(m) / (2 * length);
    const double amplitude = std::sqrt(std::max(0.0, spectrum.density(s)));
    // A node t stands at t * length / 2 from the middle.
    const Eigen::ArrayXd phase = std::numbers::pi * s * length * rule.nodes.array();
    cosines.col(m) = amplitude * phase.cos();
    if (m > 0) sines.col(m - 1) = amplitude * phase.sin();
  }
  return {orthonormal_coefficients(cosines, rule, table.even, (rank + 1) / 2),
          orthonormal_coefficients(sines, rule, table.odd, rank / 2)};
}

}  // namespace tessera::gp_pde
