#include <cmath>
#include <numbers>
#include <stdexcept>
#include <utility>

#include "models/kernels/parameter_list.hpp"
#include "models/kernels/profiles.hpp"

namespace tessera {
namespace {

constexpr double pi = std::numbers::pi;

class StudentTMixtureKernel final : public Kernel1D {
 public:
  StudentTMixtureKernel(std::vector<SpectralComponent> components, int p)
      : components_(std::move(components)), profile_(p) {
    if (components_.empty())
      throw std::invalid_argument("The kernel \"student-t mixture\" needs at least one component.");
    require_own_parameters(*this);
  }

  std::string name() const override { return "student-t mixture"; }

  double value(double r, int order) const override {
    require_derivative(name(), r, order, derivatives_at_zero());
    if (r == 0 && order % 2 != 0) return 0;
    double sum = 0;
    for (const SpectralComponent& q : components_)
      sum +=
          q.weight * product_derivative(profile_.derivatives(2 * pi * q.bandwidth, r, order),
                                        cosine_derivatives(2 * pi * q.frequency, r, order), order);
    return sum;
  }

  int derivatives_at_zero() const override { return matern_derivatives_at_zero(smoothness()); }

  double spectral_density(double s) const override {
    double sum = 0;
    for (const SpectralComponent& q : components_)
      sum += 0.5 * q.weight *
             (student_density(smoothness(), q.bandwidth, s - q.frequency) +
              student_density(smoothness(), q.bandwidth, s + q.frequency));
    return sum;
  }

  double spectral_tail(double s) const override {
    double sum = 0;
    for (const SpectralComponent& q : components_)
      sum += q.weight * (student_upper_tail(smoothness(), q.bandwidth, std::abs(s) - q.frequency) +
                         student_upper_tail(smoothness(), q.bandwidth, std::abs(s) + q.frequency));
    return sum;
  }

  double envelope(double r) const override {
    double sum = 0;
    for (const SpectralComponent& q : components_)
      sum += q.weight * profile_.derivatives(2 * pi * q.bandwidth, r, 0)[0];
    return sum;
  }

  std::vector<KernelParameter> parameters() const override {
    return mixture_parameters(components_);
  }

  std::unique_ptr<Kernel1D> with_parameters(const std::vector<double>& values) const override {
    require_parameters(name(), parameters(), values);
    return student_t_mixture_kernel(mixture_components(values), smoothness());
  }

 private:
  double smoothness() const { return profile_.p() + 0.5; }

  std::vector<SpectralComponent> components_;
  HalfIntegerMatern profile_;
};

}  // namespace

std::unique_ptr<Kernel1D> student_t_mixture_kernel(std::vector<SpectralComponent> components,
                                                   double smoothness) {
  const int p = half_integer_order(smoothness);
  if (p < 0)
    throw std::invalid_argument("The kernel \"student-t mixture\" cannot have smoothness = " +
                                std::to_string(smoothness) + "; allowed are 1/2, 3/2, ..., 21/2.");
  return std::make_unique<StudentTMixtureKernel>(std::move(components), p);
}

}  // namespace tessera
