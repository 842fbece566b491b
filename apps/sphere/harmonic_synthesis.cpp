#include "apps/sphere/harmonic_synthesis.hpp"

#include <cmath>
#include <numbers>

#include "models/equivariant/spherical_harmonics.hpp"

namespace tessera::sphere {
namespace {

using Eigen::MatrixXd;

/// 1, sqrt 2 cos, sqrt 2 sin, ... at the longitudes: longitudes x 2 degree + 1.
MatrixXd waves(int degree, const std::vector<double>& longitudes) {
  MatrixXd w(static_cast<Index>(longitudes.size()), 2 * degree + 1);
  w.col(0).setOnes();
  for (int m = 1; m <= degree; ++m)
    for (Index j = 0; j < w.rows(); ++j) {
      const double angle = m * longitudes[static_cast<std::size_t>(j)];
      w(j, 2 * m - 1) = std::numbers::sqrt2 * std::cos(angle);
      w(j, 2 * m) = std::numbers::sqrt2 * std::sin(angle);
    }
  return w;
}

}  // namespace

HarmonicSynthesis::HarmonicSynthesis(int degree, const MatrixXd& coefficients)
    : degree_(degree), fields_(coefficients.cols()) {
  for (int m = 0; m <= degree; ++m) {
    MatrixXd cosine(degree - m + 1, fields_);
    MatrixXd sine(m > 0 ? degree - m + 1 : 0, fields_);
    for (int l = m; l <= degree; ++l) {
      cosine.row(l - m) = coefficients.row(l * l + l + m);
      if (m > 0) sine.row(l - m) = coefficients.row(l * l + l - m);
    }
    cosine_.push_back(std::move(cosine));
    sine_.push_back(std::move(sine));
  }
}

MatrixXd HarmonicSynthesis::amplitudes(double latitude) const {
  MatrixXd a(2 * degree_ + 1, fields_);
  Eigen::VectorXd theta(degree_ + 1);
  for (int m = 0; m <= degree_; ++m) {
    const auto k = static_cast<std::size_t>(m);
    associated_legendre(degree_, m, std::sin(latitude), theta.data());
    const auto row = theta.head(degree_ - m + 1).transpose();
    a.row(m == 0 ? 0 : 2 * m - 1).noalias() = row * cosine_[k];
    if (m > 0) a.row(2 * m).noalias() = row * sine_[k];
  }
  return a;
}

MatrixXd HarmonicSynthesis::at(double latitude, const std::vector<double>& longitudes) const {
  return waves(degree_, longitudes) * amplitudes(latitude);
}

MatrixXd HarmonicSynthesis::on_grid(const std::vector<double>& latitudes,
                                    const std::vector<double>& longitudes) const {
  const MatrixXd w = waves(degree_, longitudes);
  MatrixXd values(w.rows() * static_cast<Index>(latitudes.size()), fields_);
  for (std::size_t i = 0; i < latitudes.size(); ++i)
    values.middleRows(static_cast<Index>(i) * w.rows(), w.rows()).noalias() =
        w * amplitudes(latitudes[i]);
  return values;
}

}  // namespace tessera::sphere
