#pragma once

#include <complex>

#include <Eigen/Core>

namespace tessera {

/// Linear stochastic equation da = lambda a dt + dW sampled exactly at steps h:
/// a(t + h) = exp(lambda h) a(t) + w, w normal and independent of all before.
///
/// Variance of w: density * integral_0^h exp(2 Re(lambda) s) ds, free of cancellation. `density`:
/// variance of W per unit of time, of one real number. For a complex amplitude whose real and
/// imaginary parts are driven by independent noise of this density each, it is the variance of each
/// of the two parts of w, which are independent again.
double noise_variance(std::complex<double> rate, double density, double step);

/// The same for n coupled amplitudes da = M a dt + dW: Q(h) = integral_0^h exp(M s) density
/// exp(M^H s) ds by a Taylor series and doubling Q(2h) = Q(h) + exp(M h) Q(h) exp(M^H h), sums of
/// positive semidefinite terms, in extended precision. `density`: n x n, Hermitian, positive
/// semidefinite. With Q(h) = L L^H the noise of real amplitudes (M and density real) is L x, of
/// complex amplitudes L (x + i y), x and y independent standard normals, where `density` is the
/// covariance per unit of time of each of the two parts.
/// Throws std::invalid_argument for shapes that do not fit or numbers that are not finite.
Eigen::MatrixXcd noise_covariance(const Eigen::MatrixXcd& rates, const Eigen::MatrixXcd& density,
                                  double step);

}  // namespace tessera
