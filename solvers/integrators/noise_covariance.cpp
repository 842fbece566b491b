#include "solvers/integrators/noise_covariance.hpp"

#include <cmath>
#include <stdexcept>

#include "solvers/integrators/extended_precision.hpp"

namespace tessera {

double noise_variance(std::complex<double> rate, double density, double step) {
  const double z = 2 * rate.real() * step;
  return density * step * (z == 0 ? 1 : std::expm1(z) / z);
}

Eigen::MatrixXcd noise_covariance(const Eigen::MatrixXcd& rates, const Eigen::MatrixXcd& density,
                                  double step) {
  if (rates.rows() != rates.cols() || density.rows() != rates.rows() ||
      density.cols() != rates.rows())
    throw std::invalid_argument("rates and density of noise are not square matrices of one size");
  if (!(rates.allFinite() && density.allFinite() && std::isfinite(step) && step >= 0))
    throw std::invalid_argument("rates, density or step of noise is not finite");
  if (rates.rows() == 0) return density;
  const Balanced balanced = balance(rates * step);
  const auto scale = balanced.scale.cast<ExtendedComplex>().asDiagonal();
  const auto inverse = balanced.scale.cwiseInverse().cast<ExtendedComplex>().asDiagonal();
  // The norm of X -> M X + X M^H is twice that of M.
  const int doublings = halvings(balanced.matrix) + 1;
  const Extended share = std::ldexp(Extended(1), -doublings);
  const ExtendedMatrix m = balanced.matrix * share;
  ExtendedMatrix power = inverse * density.cast<ExtendedComplex>() * inverse;
  power *= share * static_cast<Extended>(step);
  ExtendedMatrix sum = power;
  for (int j = 2; j < 30; ++j) {
    power = ((product(m, power) + product(power, m.adjoint())) / static_cast<Extended>(j)).eval();
    sum += power;
  }
  ExtendedMatrix growth = small_phi_functions(m)[0];
  for (int s = 0; s < doublings; ++s) {
    sum += product(product(growth, sum), growth.adjoint());
    growth = product(growth, growth);
  }
  const ExtendedMatrix result = scale * sum * scale;
  return (result + result.adjoint()).cast<std::complex<double>>() / 2;
}

}  // namespace tessera
