#include <cmath>
#include <numbers>

#include "models/kernels/parameter_list.hpp"
#include "models/kernels/profiles.hpp"

namespace tessera {
namespace {

class SquaredExponentialKernel final : public Kernel1D {
 public:
  SquaredExponentialKernel(double variance, double length_scale)
      : variance_(variance), length_scale_(length_scale) {
    require_own_parameters(*this);
  }

  std::string name() const override { return "squared exponential"; }

  double value(double r, int order) const override {
    require_derivative_order(name(), order, derivatives_at_zero());
    const double a = 0.5 / (length_scale_ * length_scale_);
    return variance_ * gaussian_derivatives(a, r, order)[static_cast<std::size_t>(order)];
  }

  int derivatives_at_zero() const override { return maximum_kernel_derivative; }

  double spectral_density(double s) const override {
    const double t = 2 * std::numbers::pi * length_scale_ * s;
    return variance_ * std::sqrt(2 * std::numbers::pi) * length_scale_ * std::exp(-0.5 * t * t);
  }

  double spectral_tail(double s) const override {
    return variance_ * std::erfc(std::numbers::sqrt2 * std::numbers::pi * length_scale_ * s);
  }

  double envelope(double r) const override { return value(r, 0); }

  std::vector<KernelParameter> parameters() const override {
    return scale_parameters(variance_, length_scale_);
  }

  std::unique_ptr<Kernel1D> with_parameters(const std::vector<double>& values) const override {
    require_parameters(name(), parameters(), values);
    return squared_exponential_kernel(values[0], values[1]);
  }

 private:
  double variance_;
  double length_scale_;
};

}  // namespace

std::unique_ptr<Kernel1D> squared_exponential_kernel(double variance, double length_scale) {
  return std::make_unique<SquaredExponentialKernel>(variance, length_scale);
}

}  // namespace tessera
