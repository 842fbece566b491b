#include <cmath>
#include <numbers>
#include <optional>
#include <stdexcept>

#include "models/kernels/parameter_list.hpp"
#include "models/kernels/profiles.hpp"

namespace tessera {
namespace {

constexpr double smallest_smoothness = 0.05;
constexpr double largest_smoothness = 30;

/// Both Matern kernels; they differ in name and parameters only.
class MaternKernel : public Kernel1D {
 public:
  MaternKernel(double variance, double length_scale, double smoothness)
      : variance_(variance), length_scale_(length_scale), smoothness_(smoothness) {
    const int p = half_integer_order(smoothness);
    if (p >= 0) closed_form_.emplace(p);
  }

  double value(double r, int order) const override {
    require_derivative(name(), r, order, derivatives_at_zero());
    if (!closed_form_)
      return variance_ * general_matern_derivative(smoothness_, length_scale_, r, order);
    if (r == 0 && order % 2 != 0) return 0;
    return variance_ *
           closed_form_->derivatives(1 / length_scale_, r, order)[static_cast<std::size_t>(order)];
  }

  int derivatives_at_zero() const override { return matern_derivatives_at_zero(smoothness_); }

  double spectral_density(double s) const override {
    return variance_ * student_density(smoothness_, scale(), s);
  }

  double spectral_tail(double s) const override {
    return variance_ * 2 * student_upper_tail(smoothness_, scale(), std::abs(s));
  }

  double envelope(double r) const override { return value(r, 0); }

 protected:
  /// Of the Student distribution in frequency.
  double scale() const { return 1 / (2 * std::numbers::pi * length_scale_); }

  double variance_;
  double length_scale_;
  double smoothness_;

 private:
  std::optional<HalfIntegerMatern> closed_form_;
};

class HalfIntegerMaternKernel final : public MaternKernel {
 public:
  HalfIntegerMaternKernel(double smoothness, double variance, double length_scale)
      : MaternKernel(variance, length_scale, smoothness) {
    if (!is_half_integer_smoothness(smoothness))
      throw std::invalid_argument(
          "A Matern kernel has a closed form for the smoothness 1/2, 3/2, "
          "..., 21/2 only, not for " +
          std::to_string(smoothness) + "; use the kernel \"matern\".");
    require_own_parameters(*this);
  }

  std::string name() const override {
    return "matern " + std::to_string(static_cast<int>(2 * smoothness_)) + "/2";
  }

  std::vector<KernelParameter> parameters() const override {
    return scale_parameters(variance_, length_scale_);
  }

  std::unique_ptr<Kernel1D> with_parameters(const std::vector<double>& values) const override {
    require_parameters(name(), parameters(), values);
    return half_integer_matern_kernel(smoothness_, values[0], values[1]);
  }
};

class GeneralMaternKernel final : public MaternKernel {
 public:
  GeneralMaternKernel(double variance, double length_scale, double smoothness)
      : MaternKernel(variance, length_scale, smoothness) {
    require_own_parameters(*this);
  }

  std::string name() const override { return "matern"; }

  std::vector<KernelParameter> parameters() const override {
    auto list = scale_parameters(variance_, length_scale_);
    list.push_back({"smoothness", "", smoothness_, smallest_smoothness, largest_smoothness});
    return list;
  }

  std::unique_ptr<Kernel1D> with_parameters(const std::vector<double>& values) const override {
    require_parameters(name(), parameters(), values);
    return matern_kernel(values[0], values[1], values[2]);
  }
};

}  // namespace

std::unique_ptr<Kernel1D> half_integer_matern_kernel(double smoothness, double variance,
                                                     double length_scale) {
  return std::make_unique<HalfIntegerMaternKernel>(smoothness, variance, length_scale);
}

std::unique_ptr<Kernel1D> matern_kernel(double variance, double length_scale, double smoothness) {
  return std::make_unique<GeneralMaternKernel>(variance, length_scale, smoothness);
}

}  // namespace tessera
