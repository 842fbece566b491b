#include "solvers/gp_pde/feature_functions.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <Eigen/QR>

#include "solvers/gp_pde/gauss_legendre.hpp"
#include "solvers/gp_pde/legendre.hpp"
#include "solvers/linear/lapack.hpp"

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

Index node_count(double band, double length, Index rank) {
  const double c = std::numbers::pi * band * length;
  const auto degrees = static_cast<Index>(std::ceil(std::max(
      1.1 * static_cast<double>(rank) + 30, 0.75 * c + 0.4 * static_cast<double>(rank) + 40)));
  return degrees + degrees % 2;
}

struct Waves {
  Eigen::VectorXd frequencies;
  Eigen::VectorXd amplitudes;
};

Waves waves_of(const Spectrum& spectrum, double length) {
  if (spectrum.factor) return {spectrum.factor->frequencies, spectrum.factor->weights.cwiseSqrt()};
  const auto count = static_cast<Index>(std::floor(2 * length * spectrum.band)) + 1;
  Waves waves{Eigen::VectorXd(count), Eigen::VectorXd(count)};
  for (Index m = 0; m < count; ++m) {
    waves.frequencies[m] = static_cast<double>(m) / (2 * length);
    waves.amplitudes[m] = std::sqrt(std::max(0.0, spectrum.density(waves.frequencies[m])));
  }
  return waves;
}

}  // namespace

FeatureCoefficients feature_coefficients(const Spectrum& spectrum, double length, Index rank) {
  const Index count = node_count(spectrum.band, length, rank);
  const GaussLegendreHalf rule = gauss_legendre(count);
  const LegendreTable table = legendre_table(rule.nodes, count);
  const Waves waves = waves_of(spectrum, length);
  const Index m = waves.frequencies.size();
  Matrix cosines(count / 2, m);
  Matrix sines(count / 2, m - 1);
  for (Index j = 0; j < m; ++j) {
    // A node t stands at t * length / 2 from the middle.
    const Eigen::ArrayXd phase =
        std::numbers::pi * waves.frequencies[j] * length * rule.nodes.array();
    cosines.col(j) = waves.amplitudes[j] * phase.cos();
    if (j > 0) sines.col(j - 1) = waves.amplitudes[j] * phase.sin();
  }
  return {orthonormal_coefficients(cosines, rule, table.even, (rank + 1) / 2),
          orthonormal_coefficients(sines, rule, table.odd, rank / 2)};
}

FeatureCoefficients gram_coefficients(const Kernel1D& kernel, double band, double length,
                                      Index rank) {
  const Index count = node_count(band, length, rank);
  const GaussLegendreHalf rule = gauss_legendre(count);
  const LegendreTable table = legendre_table(rule.nodes, count);
  const Index half = count / 2;
  const Eigen::VectorXd root = (2 * rule.weights).cwiseSqrt();
  const auto eigenfunctions = [&](double mirror, const Matrix& legendre, Index most) {
    Matrix gram(half, half);
    for (Index j = 0; j < half; ++j)
      for (Index i = 0; i < half; ++i)
        gram(i, j) = root[i] * root[j] *
                     (kernel.value((rule.nodes[i] - rule.nodes[j]) * length / 2) +
                      mirror * kernel.value((rule.nodes[i] + rule.nodes[j]) * length / 2));
    Eigen::VectorXd values;
    Matrix vectors;
    symmetric_eigen(gram, values, vectors);
    Index kept = 0;
    while (kept < std::min(most, half) && values[half - 1 - kept] > gram_cut * values[half - 1])
      ++kept;
    return Matrix(legendre.transpose() *
                  (root.asDiagonal() * vectors.rightCols(kept).rowwise().reverse()));
  };
  return {eigenfunctions(1, table.even, (rank + 1) / 2), eigenfunctions(-1, table.odd, rank / 2)};
}

}  // namespace tessera::gp_pde
