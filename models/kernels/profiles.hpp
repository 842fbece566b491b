#pragma once

#include <array>
#include <vector>

#include "models/kernels/kernel_1d.hpp"

namespace tessera {

/// Derivatives of order 0 to maximum_kernel_derivative; entries above the order asked for are zero.
using Derivatives = std::array<double, maximum_kernel_derivative + 1>;

/// Derivatives 0..order of exp(-a r^2) with respect to r.
Derivatives gaussian_derivatives(double a, double r, int order);

/// Derivatives 0..order of cos(m r) with respect to r.
Derivatives cosine_derivatives(double m, double r, int order);

/// Derivative of that order of a product by Leibniz' rule.
double product_derivative(const Derivatives& f, const Derivatives& g, int order);

/// The Matern kernel of unit variance, unit length scale and half-integer smoothness p + 1/2, as
/// exp(-t) times a polynomial of degree p in t = sqrt(2 p + 1) |r|.
class HalfIntegerMatern {
 public:
  static constexpr int maximum_p = 10;
  /// Throws std::invalid_argument unless 0 <= p <= maximum_p.
  explicit HalfIntegerMatern(int p);
  /// Derivatives 0..order of M(a r) with respect to r, a > 0. At r = 0 these are the limits from
  /// the right, which are derivatives only for orders up to 2 p.
  Derivatives derivatives(double a, double r, int order) const;
  int p() const { return p_; }

 private:
  int p_;
  /// polynomials_[m][i]: coefficient of t^i in the m-th derivative, times normalisation_. All are
  /// integers below 2^53, so that those that vanish are exactly zero.
  std::array<std::array<double, maximum_p + 1>, maximum_kernel_derivative + 1> polynomials_{};
  double normalisation_ = 1;
};

/// p of the smoothness p + 1/2; -1 where there is no closed form.
int half_integer_order(double smoothness);

/// Derivative of M_nu(r / length_scale), the Matern kernel of unit variance, by Bessel functions.
double general_matern_derivative(double nu, double length_scale, double r, int order);

/// Highest order below 2 nu, no more than maximum_kernel_derivative.
int matern_derivatives_at_zero(double nu);

/// Density at s of Student's t distribution of 2 nu degrees of freedom and that scale, and the
/// probability of values above s.
double student_density(double nu, double scale, double s);
double student_upper_tail(double nu, double scale, double s);

}  // namespace tessera
