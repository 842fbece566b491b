#include "models/kernels/profiles.hpp"

#include <cmath>
#include <stdexcept>

namespace tessera {

// The j-th derivative is (-sqrt a)^j H_j(sqrt(a) r) exp(-a r^2) with the physicists' Hermite
// polynomials, whose recurrence becomes g_{j+1} = -2 a (r g_j + j g_{j-1}).
Derivatives gaussian_derivatives(double a, double r, int order) {
  Derivatives g{};
  g[0] = std::exp(-a * r * r);
  for (std::size_t j = 0; j < static_cast<std::size_t>(order); ++j)
    g[j + 1] = -2 * a * (r * g[j] + (j > 0 ? static_cast<double>(j) * g[j - 1] : 0.0));
  return g;
}

Derivatives cosine_derivatives(double m, double r, int order) {
  const double cosine = std::cos(m * r);
  const double sine = std::sin(m * r);
  const std::array<double, 4> cycle = {cosine, -sine, -cosine, sine};
  Derivatives c{};
  double power = 1;
  for (std::size_t j = 0; j <= static_cast<std::size_t>(order); ++j) {
    c[j] = power * cycle[j % 4];
    power *= m;
  }
  return c;
}

double product_derivative(const Derivatives& f, const Derivatives& g, int order) {
  double sum = 0;
  double binomial = 1;
  for (int j = 0; j <= order; ++j) {
    sum += binomial * f[static_cast<std::size_t>(j)] * g[static_cast<std::size_t>(order - j)];
    binomial = binomial * (order - j) / (j + 1);
  }
  return sum;
}

// (2p)!/p! times the polynomial of Rasmussen and Williams (2006), eq. 4.16, has the integer
// coefficients (p+i)! 2^(p-i) / (i! (p-i)!) of t^(p-i).
HalfIntegerMatern::HalfIntegerMatern(int p) : p_(p) {
  if (p < 0 || p > maximum_p)
    throw std::invalid_argument("A Matern kernel of smoothness " + std::to_string(p) +
                                " + 1/2 has no closed form here; allowed are 1/2 to " +
                                std::to_string(maximum_p) + " + 1/2.");
  double coefficient = 1;  // i = p: (2p)! / p!
  for (int k = p + 1; k <= 2 * p; ++k) coefficient *= k;
  normalisation_ = coefficient;
  for (int i = p; i >= 0; --i) {
    polynomials_[0][static_cast<std::size_t>(p - i)] = coefficient;
    coefficient = coefficient * 2 * i / ((p + i) * (p - i + 1.0));
  }
  for (std::size_t m = 1; m < polynomials_.size(); ++m)
    for (std::size_t i = 0; i <= static_cast<std::size_t>(p); ++i)
      polynomials_[m][i] =
          (i < static_cast<std::size_t>(p) ? static_cast<double>(i + 1) * polynomials_[m - 1][i + 1]
                                           : 0.0) -
          polynomials_[m - 1][i];
}

Derivatives HalfIntegerMatern::derivatives(double a, double r, int order) const {
  const double slope = std::sqrt(2.0 * p_ + 1) * a;
  const double t = slope * std::abs(r);
  Derivatives d{};
  double factor = std::exp(-t) / normalisation_;
  for (std::size_t m = 0; m <= static_cast<std::size_t>(order); ++m) {
    double sum = 0;
    for (int i = p_; i >= 0; --i) sum = sum * t + polynomials_[m][static_cast<std::size_t>(i)];
    d[m] = factor * sum;
    factor *= r < 0 ? -slope : slope;
  }
  return d;
}

int half_integer_order(double smoothness) {
  const double p = smoothness - 0.5;
  return p >= 0 && p <= HalfIntegerMatern::maximum_p && p == std::floor(p) ? static_cast<int>(p)
                                                                           : -1;
}

bool is_half_integer_smoothness(double smoothness) {
  return half_integer_order(smoothness) >= 0;
}

int matern_derivatives_at_zero(double nu) {
  return static_cast<int>(std::min<double>(maximum_kernel_derivative, std::ceil(2 * nu) - 1));
}

}  // namespace tessera
