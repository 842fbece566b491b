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

/// A share of the variance that sits at one frequency.
struct SpectralLine {
  double frequency = 0;  ///< >= 0, cycles per unit length
  double variance = 0;   ///< of the frequency and its mirror image together
};

/// Stationary covariance function k(r) = cov(u(x), u(x + r)) on one axis, r in the axis's units.
/// Its spectrum has a density, or lines, or both:
///   k(r) = integral of spectral_density(s) cos(2 pi s r) over all real s
///          + sum over line_spectrum() of variance cos(2 pi frequency r).
class Kernel1D {
 public:
  virtual ~Kernel1D() = default;

  virtual std::string name() const = 0;
  /// Derivative of order `order` of k at lag r. Throws std::domain_error where k has no such
  /// derivative at that lag (analytic kernels: above maximum_kernel_derivative); the message names
  /// the kernel and the highest order. Throws std::invalid_argument for a negative order.
  virtual double value(double r, int order = 0) const = 0;
  /// Highest order for which value(0, order) exists, no more than maximum_kernel_derivative. The
  /// process is differentiable half as often. Odd derivatives that exist are zero there.
  virtual int derivatives_at_zero() const = 0;
  /// Two-sided spectral density at frequency s (cycles per unit length); lines are no part of it.
  virtual double spectral_density(double s) const = 0;
  /// Lines by ascending frequency, none for a kernel with a density only. Their variances are
  /// complete to rounding.
  virtual std::vector<SpectralLine> line_spectrum() const { return {}; }
  /// Variance at frequencies |f| > s, s >= 0: decreases from k(0), accurate relative to itself.
  virtual double spectral_tail(double s) const = 0;
  /// A bound of |k(t)| for all |t| >= |r| that never increases with |r|: how far correlation
  /// reaches.
  virtual double envelope(double r) const = 0;
  virtual std::vector<KernelParameter> parameters() const = 0;
  /// The same kernel with other values, in the order of parameters(). Throws std::invalid_argument
  /// that names kernel, parameter and bounds where the count differs or a value is out of bounds.
  virtual std::unique_ptr<Kernel1D> with_parameters(const std::vector<double>& values) const = 0;
};

/// k(r) = variance * exp(-r^2 / (2 length_scale^2)) (Rasmussen and Williams 2006, eq. 4.9).
/// Parameters: variance >= 0, length_scale > 0; others throw std::invalid_argument.
std::unique_ptr<Kernel1D> squared_exponential_kernel(double variance, double length_scale);

/// Smoothness of Matern kernels that have a closed form here: 1/2, 3/2, ..., 21/2.
bool is_half_integer_smoothness(double smoothness);

/// k(r) = variance * 2^(1 - nu) / Gamma(nu) t^nu K_nu(t), t = sqrt(2 nu) |r| / length_scale
/// (Rasmussen and Williams 2006, eq. 4.14; Stein 1999). k^(m)(0) exists for m < 2 nu; elsewhere all
/// derivatives do. The first is called `matern nu` (nu = 1/2, 3/2, ..., 21/2, closed form) with the
/// parameters variance and length_scale; the second `matern`, with smoothness (0.05 to 30) as a
/// third parameter (Bessel functions; the closed form where there is one). Others throw
/// std::invalid_argument.
std::unique_ptr<Kernel1D> half_integer_matern_kernel(double smoothness, double variance,
                                                     double length_scale);
std::unique_ptr<Kernel1D> matern_kernel(double variance, double length_scale, double smoothness);

/// k(r) = variance * exp(-2 sin^2(pi r / period) / length_scale^2), length_scale dimensionless
/// (MacKay 1998, section 4.3): functions that repeat. A line spectrum at multiples of 1 / period:
/// variance exp(-z) I_0(z) at 0 and 2 variance exp(-z) I_m(z) at m / period, z = 1 /
/// length_scale^2, I_m the modified Bessel functions. Parameters: variance >= 0, length_scale from
/// 0.001 to 1e6, period > 0; others throw std::invalid_argument.
std::unique_ptr<Kernel1D> periodic_kernel(double variance, double length_scale, double period);

/// Variance spread evenly over |s| <= band: k(r) = variance * sin(2 pi band r) / (2 pi band r).
/// Its Karhunen-Loeve functions on an interval are the prolate spheroidal wave functions.
/// Parameters: variance >= 0, band > 0; others throw std::invalid_argument.
std::unique_ptr<Kernel1D> flat_band_kernel(double variance, double band);

/// One component of a mixture spectrum: weight * N(s; frequency, bandwidth^2) or the same with
/// Student's t distribution, mirrored at s = 0.
struct SpectralComponent {
  double weight = 1;
  double frequency = 0;  ///< cycles per unit length
  /// Cycles per unit length; Gaussian: standard deviation in frequency. Student: scale, that is
  /// 1 / (2 pi length scale of the Matern factor).
  double bandwidth = 1;
};

/// k(r) = sum_q weight_q exp(-2 pi^2 bandwidth_q^2 r^2) cos(2 pi frequency_q r)
/// (spectral mixture, Wilson and Adams 2013; the Gaussian mixture of GP-HM). Parameters: weight_1,
/// frequency_1, bandwidth_1, weight_2, ...; weights and frequencies >= 0, bandwidths > 0, at least
/// one component; others throw std::invalid_argument.
std::unique_ptr<Kernel1D> gaussian_mixture_kernel(std::vector<SpectralComponent> components);

/// k(r) = sum_q weight_q M_nu(2 pi bandwidth_q |r|) cos(2 pi frequency_q r), M_nu the Matern kernel
/// of unit variance and length scale: a mixture of Student's t distributions of 2 nu degrees of
/// freedom in frequency (GP-HM, arXiv 2311.04465, there with nu = 5/2). `smoothness` nu is 1/2,
/// 3/2,
/// ..., 21/2 and fixed; k^(m)(0) exists for m < 2 nu. Parameters and errors as
/// gaussian_mixture_kernel.
std::unique_ptr<Kernel1D> student_t_mixture_kernel(std::vector<SpectralComponent> components,
                                                   double smoothness = 2.5);

}  // namespace tessera
