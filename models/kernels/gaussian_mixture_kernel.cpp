#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <stdexcept>
#include <utility>

#include "models/kernels/kernel_1d.hpp"
#include "models/kernels/parameter_list.hpp"

namespace tessera {
namespace {

constexpr double pi = std::numbers::pi;

using Derivatives = std::array<double, maximum_kernel_derivative + 1>;

/// Derivatives 0..order of exp(-a r^2). The j-th is (-sqrt a)^j H_j(sqrt(a) r) exp(-a r^2) with the
/// physicists' Hermite polynomials, whose recurrence becomes g_{j+1} = -2 a (r g_j + j g_{j-1}).
Derivatives gaussian_derivatives(double a, double r, int order) {
  Derivatives g{};
  g[0] = std::exp(-a * r * r);
  for (int j = 0; j < order; ++j)
    g[static_cast<std::size_t>(j + 1)] = -2 * a *
                                         (r * g[static_cast<std::size_t>(j)] +
                                          (j > 0 ? j * g[static_cast<std::size_t>(j - 1)] : 0.0));
  return g;
}

/// Derivatives 0..order of cos(m r).
Derivatives cosine_derivatives(double m, double r, int order) {
  const std::array<double, 4> cycle = {std::cos(m * r), -std::sin(m * r), -std::cos(m * r),
                                       std::sin(m * r)};
  Derivatives c{};
  double power = 1;
  for (std::size_t j = 0; j <= static_cast<std::size_t>(order); ++j) {
    c[j] = power * cycle[j % 4];
    power *= m;
  }
  return c;
}

/// Leibniz' rule for exp(-2 pi^2 bandwidth^2 r^2) cos(2 pi frequency r), weight left out.
double component_derivative(const SpectralComponent& q, double r, int order) {
  const auto g = gaussian_derivatives(2 * pi * pi * q.bandwidth * q.bandwidth, r, order);
  const auto c = cosine_derivatives(2 * pi * q.frequency, r, order);
  double sum = 0;
  double binomial = 1;
  for (int j = 0; j <= order; ++j) {
    sum += binomial * g[static_cast<std::size_t>(j)] * c[static_cast<std::size_t>(order - j)];
    binomial = binomial * (order - j) / (j + 1);
  }
  return sum;
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
    std::vector<double> values;
    for (const KernelParameter& p : parameters()) values.push_back(p.value);
    require_parameters(name(), parameters(), values);
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

  std::vector<KernelParameter> parameters() const override {
    const double infinity = std::numeric_limits<double>::infinity();
    const double smallest = std::numeric_limits<double>::min();
    const std::string cycles = "cycles per unit length";
    std::vector<KernelParameter> list;
    for (std::size_t i = 0; i < components_.size(); ++i) {
      const SpectralComponent& q = components_[i];
      std::string number = "_";
      number += std::to_string(i + 1);
      list.push_back({"weight" + number, "", q.weight, 0, infinity});
      list.push_back({"frequency" + number, cycles, q.frequency, 0, infinity});
      list.push_back({"bandwidth" + number, cycles, q.bandwidth, smallest, infinity});
    }
    return list;
  }

  std::unique_ptr<Kernel1D> with_parameters(const std::vector<double>& values) const override {
    require_parameters(name(), parameters(), values);
    std::vector<SpectralComponent> components(components_.size());
    for (std::size_t i = 0; i < components.size(); ++i)
      components[i] = {values[3 * i], values[3 * i + 1], values[3 * i + 2]};
    return gaussian_mixture_kernel(std::move(components));
  }

 private:
  std::vector<SpectralComponent> components_;
};

}  // namespace

std::unique_ptr<Kernel1D> gaussian_mixture_kernel(std::vector<SpectralComponent> components) {
  return std::make_unique<GaussianMixtureKernel>(std::move(components));
}

}  // namespace tessera
