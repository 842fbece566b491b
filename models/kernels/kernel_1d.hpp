#pragma once

#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace tessera {

/// Highest derivative that analytic kernels offer: enough for the covariance of fourth derivatives.
inline constexpr int maximum_kernel_derivative = 8;

/// A named, bounded hyperparameter of a kernel.
struct KernelParameter {
  std::string name;  ///< e.g. `length_scale`
  std::string units;
  double value = 0;
  double minimum = 0;
  double maximum = std::numeric_limits<double>::infinity();
};

/// Stationary covariance function k(r) = cov(u(x), u(x + r)) on one axis, r in the axis's units.
class Kernel1D {
 public:
  virtual ~Kernel1D() = default;

  virtual std::string name() const = 0;
  /// Derivative of order `order` of k at lag r. Throws std::domain_error where k has no such
  /// derivative at that lag (analytic kernels: above maximum_kernel_derivative); the message names
  /// the kernel and the highest order. Throws std::invalid_argument for a negative order.
  virtual double value(double r, int order = 0) const = 0;
  /// Highest order for which value(0, order) exists.
  virtual int derivatives_at_zero() const = 0;
  /// Two-sided spectral density at frequency s (cycles per unit length):
  /// k(r) = integral of spectral_density(s) cos(2 pi s r) over all real s.
  virtual double spectral_density(double s) const = 0;
  virtual std::vector<KernelParameter> parameters() const = 0;
  /// The same kernel with other values, in the order of parameters(). Throws std::invalid_argument
  /// that names kernel, parameter and bounds where the count differs or a value is out of bounds.
  virtual std::unique_ptr<Kernel1D> with_parameters(const std::vector<double>& values) const = 0;
};

/// Variance spread evenly over |s| <= band: k(r) = variance * sin(2 pi band r) / (2 pi band r).
/// Its Karhunen-Loeve functions on an interval are the prolate spheroidal wave functions.
/// Parameters: variance >= 0, band > 0; others throw std::invalid_argument.
std::unique_ptr<Kernel1D> flat_band_kernel(double variance, double band);

/// One component of a Gaussian mixture spectrum: weight * N(s; frequency, bandwidth^2), mirrored.
struct SpectralComponent {
  double weight = 1;
  double frequency = 0;  ///< cycles per unit length
  double bandwidth = 1;  ///< standard deviation in frequency, cycles per unit length
};

/// k(r) = sum_q weight_q exp(-2 pi^2 bandwidth_q^2 r^2) cos(2 pi frequency_q r)
/// (spectral mixture, Wilson and Adams 2013; the Gaussian mixture of GP-HM). Parameters: weight_1,
/// frequency_1, bandwidth_1, weight_2, ...; weights and frequencies >= 0, bandwidths > 0, at least
/// one component; others throw std::invalid_argument.
std::unique_ptr<Kernel1D> gaussian_mixture_kernel(std::vector<SpectralComponent> components);

}  // namespace tessera
