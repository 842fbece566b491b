#include "solvers/gp_pde/spectral_regression.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tessera::gp_pde {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

constexpr double two_pi = 2 * std::numbers::pi;

std::vector<Index> range(Index first, Index last) {
  std::vector<Index> list;
  for (Index i = first; i <= last; ++i) list.push_back(i);
  return list;
}

bool symmetric(const Vector& centred) {
  return (centred + centred.reverse()).cwiseAbs().maxCoeff() <
         1e-12 * centred.cwiseAbs().maxCoeff();
}

/// Cosines of all frequencies and sines of all but the first, times a factor per point.
Matrix cosines(const Vector& x, const Vector& s, double factor) {
  return factor * (two_pi * (x * s.transpose())).array().cos();
}
Matrix sines(const Vector& x, const Vector& s, double factor) {
  return factor * (two_pi * (x * s.tail(s.size() - 1).transpose())).array().sin();
}

std::vector<RegressionBlock> parity_blocks(const Vector& centred, const Matrix& values,
                                           const Vector& s) {
  const Index half = centred.size() / 2;
  const bool middle = centred.size() % 2 == 1;
  const Vector upper = centred.tail(half);
  const Matrix high = values.bottomRows(half);
  const Matrix low = values.topRows(half).colwise().reverse();
  const Index last = s.size() - 1;
  RegressionBlock even{Matrix(half + middle, s.size()), Matrix(half + middle, values.cols()),
                       range(0, last)};
  even.features.bottomRows(half) = cosines(upper, s, std::numbers::sqrt2);
  even.data.bottomRows(half) = (high + low) / std::numbers::sqrt2;
  if (middle) {
    even.features.row(0).setOnes();
    even.data.row(0) = values.row(half);
  }
  RegressionBlock odd{sines(upper, s, std::numbers::sqrt2), (high - low) / std::numbers::sqrt2,
                      range(1, last)};
  return {std::move(even), std::move(odd)};
}

}  // namespace

SpectralRegression spectral_regression(const Vector& points, const Matrix& values, double period,
                                       double band) {
  SpectralRegression regression;
  regression.period = period;
  const auto last = std::max<Index>(1, static_cast<Index>(std::floor(band * period * (1 + 1e-12))));
  regression.frequencies = Vector::LinSpaced(last + 1, 0, static_cast<double>(last)) / period;
  const Vector& s = regression.frequencies;
  const Vector centred = points.array() - (points[0] + points[points.size() - 1]) / 2;
  if (symmetric(centred)) {
    regression.blocks = parity_blocks(centred, values, s);
    return regression;
  }
  RegressionBlock block{Matrix(points.size(), 2 * last + 1), values, range(0, last)};
  block.features << cosines(centred, s, 1), sines(centred, s, 1);
  const std::vector<Index> sine_weights = range(1, last);
  block.weights.insert(block.weights.end(), sine_weights.begin(), sine_weights.end());
  regression.blocks.push_back(std::move(block));
  return regression;
}

Vector weights_of(const SpectralRegression& regression, const Vector& densities) {
  Vector g = 2 / regression.period * densities;
  g[0] /= 2;
  return g;
}

Vector densities_of(const SpectralRegression& regression, const Vector& weights) {
  Vector density = regression.period / 2 * weights;
  density[0] *= 2;
  return density;
}

Spectrum spectrum_of(const SpectralRegression& regression, const Vector& densities, double band,
                     double floor) {
  const double lowest = floor * densities.maxCoeff();
  return {band, [densities, lowest, period = regression.period](double s) {
            const double position = std::abs(s) * period;
            const auto row = static_cast<Index>(position);
            const double part = position - static_cast<double>(row);
            if (row + 1 >= densities.size())
              return std::max(lowest, row < densities.size() ? densities[row] : 0.0);
            return std::max(lowest, (1 - part) * densities[row] + part * densities[row + 1]);
          }};
}

}  // namespace tessera::gp_pde
