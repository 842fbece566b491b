#pragma once

#include <Eigen/Core>
#include <boost/multiprecision/cpp_bin_float.hpp>

#include "models/state_space/state_space.hpp"

/// Transitions with a hundred digits from the matrices of a process alone.
namespace exact {

using Real = boost::multiprecision::number<boost::multiprecision::cpp_bin_float<100>,
                                           boost::multiprecision::et_off>;
using Matrix = Eigen::Matrix<Real, Eigen::Dynamic, Eigen::Dynamic>;

/// exp(m) by its Taylor series after halving until the norm is small.
inline Matrix exponential(Matrix m) {
  int halvings = 0;
  while (m.cwiseAbs().rowwise().sum().maxCoeff() > Real(0.5)) {
    m *= Real(0.5);
    ++halvings;
  }
  Matrix sum = Matrix::Identity(m.rows(), m.cols());
  Matrix term = sum;
  for (int k = 1; k < 70; ++k) {
    term = term * m / Real(k);
    sum += term;
  }
  for (int k = 0; k < halvings; ++k) sum = sum * sum;
  return sum;
}

/// The Matern process of smoothness p + 1/2 from the definition of its spectrum: the drift is the
/// companion matrix of (x + lambda)^(p+1), P_inf solves F P + P F^T + L W L^T = 0.
struct Matern {
  Matrix drift, stationary;
  Matern(int p, const Real& variance, const Real& length_scale) {
    const Real l = sqrt(Real(2 * p + 1)) / length_scale;
    drift = Matrix::Zero(p + 1, p + 1);
    for (int i = 0; i < p; ++i) drift(i, i + 1) = 1;
    Real binomial = 1;
    for (int i = 0; i <= p; ++i) {
      drift(p, i) = -binomial * pow(l, p + 1 - i);
      binomial = binomial * (p + 1 - i) / (i + 1);
    }
    // Spectral moments of the density proportional to (lambda^2 + w^2)^-(p+1).
    stationary = variance * Matrix::Identity(p + 1, p + 1);
    if (p == 1) stationary(1, 1) = variance * l * l;
    if (p == 2) {
      stationary(1, 1) = variance * l * l / 3;
      stationary(0, 2) = stationary(2, 0) = -stationary(1, 1);
      stationary(2, 2) = variance * l * l * l * l;
    }
  }
  Matrix a(const Real& dt) const { return exponential(drift * dt); }
  Matrix q(const Real& dt) const { return stationary - a(dt) * stationary * a(dt).transpose(); }
};

}  // namespace exact
