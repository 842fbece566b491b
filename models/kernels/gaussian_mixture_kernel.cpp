#include <cmath>
#include <numbers>
#include <stdexcept>
#include <utility>

#include "models/kernels/parameter_list.hpp"
#include "models/kernels/profiles.hpp"

namespace tessera {
namespace {

constexpr double pi = std::numbers::pi;

/// Derivative of exp(-2 pi^2 bandwidth^2 r^2) cos(2 pi frequency r), weight left out.
double component_derivative(const SpectralComponent& q, double r, int order) {
  return product_derivative(gaussian_derivatives(2 * pi * pi * q.bandwidth * q.bandwidth, r, order),
                            cosine_derivatives(2 * pi * q.frequency, r, order), order);
}

double normal_density(double s, double mean, double deviation) {
  const double t = (s - mean) / deviation;
  return std::exp(-0.5 * t * t) / (std::sqrt(2 * pi) * deviation);
}

class GaussianMixtureKernel final : public Kernel1D {
 public:
  explicit GaussianMixtureKernel(std::vector<SpectralComponent> components)
      : components_(std::move(components)) {
    if (components_.empty())
      throw std::invalid_argument("The kernel \"gaussian mixture\" needs at least one component.");
    require_own_parameters(*this);
  }

  std::string name() const override { return "gaussian mixture"; }

  double value(double r, int order) const override {
    require_derivative_order(name(), order, derivatives_at_zero());
    double sum = 0;
    for (const SpectralComponent& q : components_)
      sum += q.weight * component_derivative(q, r, order);
    return sum;
  }

  int derivatives_at_zero() const override { return maximum_kernel_derivative; }

  double spectral_density(double s) const override {
    double sum = 0;
    for (const SpectralComponent& q : components_)
      sum += 0.5 * q.weight *
             (normal_density(s, q.frequency, q.bandwidth) +
              normal_density(s, -q.frequency, q.bandwidth));
    return sum;
  }

  double spectral_tail(double s) const override {
    double sum = 0;
    for (const SpectralComponent& q : components_)
      sum += 0.5 * q.weight *
             (std::erfc((std::abs(s) - q.frequency) / (std::numbers::sqrt2 * q.bandwidth)) +
              std::erfc((std::abs(s) + q.frequency) / (std::numbers::sqrt2 * q.bandwidth)));
    return sum;
  }

  double envelope(double r) const override {
    double sum = 0;
    for (const SpectralComponent& q : components_)
      sum += q.weight * std::exp(-2 * pi * pi * q.bandwidth * q.bandwidth * r * r);
    return sum;
  }

  std::vector<KernelParameter> parameters() const override {
    return mixture_parameters(components_);
  }

  std::unique_ptr<Kernel1D> with_parameters(const std::vector<double>& values) const override {
    require_parameters(name(), parameters(), values);
    return gaussian_mixture_kernel(mixture_components(values));
  }

 private:
  std::vector<SpectralComponent> components_;
};

}  // namespace

std::unique_ptr<Kernel1D> gaussian_mixture_kernel(std::vector<SpectralComponent> components) {
  return std::make_unique<GaussianMixtureKernel>(std::move(components));
}

}  // namespace tessera
