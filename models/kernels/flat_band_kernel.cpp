#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "models/kernels/kernel_1d.hpp"
#include "models/kernels/parameter_list.hpp"

namespace tessera {
namespace {

/// n-th derivative of sin(x), exact to rounding also near its zeros.
double sine_derivative(double x, int n) {
  switch (n % 4) {
    case 0:
      return std::sin(x);
    case 1:
      return std::cos(x);
    case 2:
      return -std::sin(x);
    default:
      return -std::cos(x);
  }
}

/// n-th derivative of f(x) = sin(x) / x. Differentiating x f = sin(x) n times gives
///   x f^(n) + n f^(n-1) = sin^(n)(x).
/// Upwards in n the recurrence multiplies errors by n / x, downwards by x / n: each is used where
/// it damps. Downwards it starts from zero so far up that the start does not matter.
double sinc_derivative(double x, int n) {
  if (std::abs(x) > n) {
    double f = std::sin(x) / x;
    for (int k = 1; k <= n; ++k) f = (sine_derivative(x, k) - k * f) / x;
    return f;
  }
  double f = 0;
  for (int k = n + 40; k > n; --k) f = (sine_derivative(x, k) - x * f) / k;
  return f;
}

class FlatBandKernel final : public Kernel1D {
 public:
  FlatBandKernel(double variance, double band) : variance_(variance), band_(band) {
    require_parameters(name(), parameters(), {variance, band});
  }

  std::string name() const override { return "flat band"; }

  double value(double r, int order) const override {
    require_derivative_order(name(), order, derivatives_at_zero());
    const double angular_band = 2 * std::numbers::pi * band_;
    return variance_ * std::pow(angular_band, order) * sinc_derivative(angular_band * r, order);
  }

  int derivatives_at_zero() const override { return maximum_kernel_derivative; }

  double spectral_density(double s) const override {
    return std::abs(s) <= band_ ? variance_ / (2 * band_) : 0.0;
  }

  double spectral_tail(double s) const override {
    return variance_ * std::max(0.0, 1 - std::abs(s) / band_);
  }

  double envelope(double r) const override {
    const double x = 2 * std::numbers::pi * band_ * std::abs(r);
    return x > 1 ? variance_ / x : variance_;
  }

  std::vector<KernelParameter> parameters() const override {
    const double infinity = std::numeric_limits<double>::infinity();
    return {
        {"variance", "", variance_, 0, infinity},
        {"band", "cycles per unit length", band_, std::numeric_limits<double>::min(), infinity}};
  }

  std::unique_ptr<Kernel1D> with_parameters(const std::vector<double>& values) const override {
    require_parameters(name(), parameters(), values);
    return flat_band_kernel(values[0], values[1]);
  }

 private:
  double variance_;
  double band_;
};

}  // namespace

std::unique_ptr<Kernel1D> flat_band_kernel(double variance, double band) {
  return std::make_unique<FlatBandKernel>(variance, band);
}

}  // namespace tessera
