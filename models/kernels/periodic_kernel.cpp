#include <cmath>
#include <limits>
#include <numbers>

#include "models/kernels/parameter_list.hpp"
#include "models/kernels/profiles.hpp"

namespace tessera {
namespace {

/// exp(-z) I_m(z) for m = 0, 1, ... as long as it is above rounding, z > 0. The recurrence
/// I_{m-1} = I_{m+1} + (2 m / z) I_m is stable downwards; I_0 + 2 (I_1 + I_2 + ...) = exp(z) gives
/// the scale without an overflow (Miller's algorithm, DLMF 10.74(iv)).
std::vector<double> scaled_bessel_i(double z) {
  // exp(-z) I_m(z) is about exp(-m^2 / (2 z)) for m << z, and falls faster beyond.
  const int start = 30 + static_cast<int>(10 * std::sqrt(z) + std::min(z, 30.0));
  std::vector<double> value(static_cast<std::size_t>(start) + 2, 0.0);
  value[static_cast<std::size_t>(start)] = std::numeric_limits<double>::min();
  double sum = 0;
  for (std::size_t m = static_cast<std::size_t>(start); m > 0; --m) {
    value[m - 1] = value[m + 1] + 2 * static_cast<double>(m) / z * value[m];
    sum += 2 * value[m];
    if (value[m - 1] < 1e200) continue;
    for (double& v : value) v *= 1e-200;
    sum *= 1e-200;
  }
  sum += value[0];
  for (double& v : value) v /= sum;
  while (value.size() > 1 && value.back() < 1e-18) value.pop_back();
  return value;
}

class PeriodicKernel final : public Kernel1D {
 public:
  PeriodicKernel(double variance, double length_scale, double period)
      : variance_(variance), length_scale_(length_scale), period_(period) {
    require_own_parameters(*this);
    const auto bessel = scaled_bessel_i(1 / (length_scale_ * length_scale_));
    for (std::size_t m = 0; m < bessel.size(); ++m)
      lines_.push_back(
          {static_cast<double>(m) / period_, variance_ * (m == 0 ? 1 : 2) * bessel[m]});
  }

  std::string name() const override { return "periodic"; }

  /// With theta = 2 pi r / period: k' = -z sin(theta) k, differentiated further by Leibniz' rule.
  double value(double r, int order) const override {
    require_derivative_order(name(), order, derivatives_at_zero());
    // The remainder keeps theta, and with it odd derivatives, exact at multiples of the period.
    const double slope = 2 * std::numbers::pi / period_;
    const double theta = slope * std::remainder(r, period_);
    const double z = 1 / (length_scale_ * length_scale_);
    const double sine = std::sin(theta);
    const double cosine = std::cos(theta);
    const std::array<double, 4> sine_derivatives = {sine, cosine, -sine, -cosine};
    const double half = std::sin(theta / 2);
    Derivatives f{};
    f[0] = std::exp(-2 * z * half * half);
    for (int n = 0; n < order; ++n) {
      double sum = 0;
      double binomial = 1;
      for (int k = 0; k <= n; ++k) {
        sum += binomial * sine_derivatives[static_cast<std::size_t>(k % 4)] *
               f[static_cast<std::size_t>(n - k)];
        binomial = binomial * (n - k) / (k + 1);
      }
      f[static_cast<std::size_t>(n + 1)] = -z * sum;
    }
    return variance_ * std::pow(slope, order) * f[static_cast<std::size_t>(order)];
  }

  int derivatives_at_zero() const override { return maximum_kernel_derivative; }

  double spectral_density(double) const override { return 0; }

  std::vector<SpectralLine> line_spectrum() const override { return lines_; }

  double spectral_tail(double s) const override {
    double sum = 0;
    for (auto line = lines_.rbegin(); line != lines_.rend() && line->frequency > s; ++line)
      sum += line->variance;
    return sum;
  }

  double envelope(double) const override { return variance_; }

  std::vector<KernelParameter> parameters() const override {
    const double infinity = std::numeric_limits<double>::infinity();
    return {{"variance", "", variance_, 0, infinity},
            {"length_scale", "", length_scale_, 1e-3, 1e6},
            {"period", "length", period_, std::numeric_limits<double>::min(), infinity}};
  }

  std::unique_ptr<Kernel1D> with_parameters(const std::vector<double>& values) const override {
    require_parameters(name(), parameters(), values);
    return periodic_kernel(values[0], values[1], values[2]);
  }

 private:
  double variance_;
  double length_scale_;
  double period_;
  std::vector<SpectralLine> lines_;
};

}  // namespace

std::unique_ptr<Kernel1D> periodic_kernel(double variance, double length_scale, double period) {
  return std::make_unique<PeriodicKernel>(variance, length_scale, period);
}

}  // namespace tessera
