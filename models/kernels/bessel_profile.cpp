#include <cmath>
#include <limits>
#include <numbers>

#include <boost/math/special_functions/bessel.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include "models/kernels/profiles.hpp"

namespace tessera {
namespace {

namespace policies = boost::math::policies;
using Policy = policies::policy<policies::overflow_error<policies::ignore_error>,
                                policies::underflow_error<policies::ignore_error>>;

/// t^a K_a(t) for a >= 0, t > 0; finite also where K_a overflows.
double scaled_bessel_k(double a, double t) {
  const double small = 1e-9;
  // K_a(t) = Gamma(a) / 2 (2/t)^a (1 + O(t^2)) for a >= 1.
  if (a >= 1 && t < small) return std::exp2(a - 1) * boost::math::tgamma(a, Policy());
  return std::pow(t, a) * boost::math::cyl_bessel_k(a, t, Policy());
}

/// t^e F_b(t) with F_b(t) = t^b K_|b|(t) = t^(b - |b|) scaled_bessel_k(|b|, t).
double term(double e, double b, double t) {
  const double power = e + b - std::abs(b);
  const double k = scaled_bessel_k(std::abs(b), t);
  return power == 0 ? k : std::pow(t, power) * k;
}

/// m-th derivative of F_nu(t), t > 0, from F_b' = -t F_{b-1}: a sum of c_j t^(2j-m) F_{nu-j}.
double bessel_derivative(double nu, double t, int m) {
  Derivatives c{};
  c[0] = 1;
  for (int k = 0; k < m; ++k) {
    Derivatives next{};
    for (int j = 0; j <= k; ++j) {
      const int exponent = 2 * j - k;
      const auto i = static_cast<std::size_t>(j);
      if (exponent > 0) next[i] += exponent * c[i];
      next[i + 1] -= c[i];
    }
    c = next;
  }
  double sum = 0;
  for (int j = (m + 1) / 2; j <= m; ++j)
    sum += c[static_cast<std::size_t>(j)] * term(2 * j - m, nu - j, t);
  return sum;
}

/// Even derivatives at zero are (-1)^(m/2) times moments of the spectrum: with
/// M(t) = 2^(1-nu)/Gamma(nu) F_nu(t), those of order 2i are (-1)^i (2i-1)!! F_{nu-i}(0).
double derivative_at_zero(double nu, int m) {
  if (m % 2 != 0) return 0;
  double value = 1;
  for (int i = 1; i <= m / 2; ++i) value *= -(2 * i - 1) / (2 * (nu - i));
  return value;
}

}  // namespace

double general_matern_derivative(double nu, double length_scale, double r, int order) {
  const double slope = std::sqrt(2 * nu) / length_scale;
  const double t = slope * std::abs(r);
  double value = 0;
  if (t == 0) {
    value = derivative_at_zero(nu, order);
  } else if (t < 700) {  // beyond, the kernel underflows
    value = bessel_derivative(nu, t, order) * std::exp2(1 - nu) / boost::math::tgamma(nu, Policy());
  }
  return value * std::pow(r < 0 ? -slope : slope, order);
}

double student_density(double nu, double scale, double s) {
  const double t = s / scale;
  return boost::math::tgamma_delta_ratio(nu + 0.5, -0.5, Policy()) /
         std::sqrt(2 * nu * std::numbers::pi) / scale * std::pow(1 + t * t / (2 * nu), -(nu + 0.5));
}

double student_upper_tail(double nu, double scale, double s) {
  const double t = s / scale;
  const double half = 0.5 * boost::math::ibeta(nu, 0.5, 1 / (1 + t * t / (2 * nu)), Policy());
  return t >= 0 ? half : 1 - half;
}

}  // namespace tessera
