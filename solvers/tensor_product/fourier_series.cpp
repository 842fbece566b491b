#include "solvers/tensor_product/fourier_series.hpp"

#include <cmath>
#include <numbers>

#include "models/equivariant/spherical_harmonics.hpp"
#include "solvers/spectral/gauss_legendre.hpp"

namespace tessera {
namespace {

using Complex = std::complex<double>;
constexpr long double pi = std::numbers::pi_v<long double>;

/// cos u theta for even k, sin u theta for odd k.
long double wave(int k, int u, long double theta) {
  const long double angle = static_cast<long double>(u) * theta;
  return k % 2 == 0 ? std::cos(angle) : std::sin(angle);
}

}  // namespace

FourierSeries::FourierSeries(int degree, int bandwidth, Index n)
    : degree_(degree), bandwidth_(bandwidth), n_(n) {
  const auto rows = static_cast<std::size_t>((degree + 1) * (degree + 2) / 2);
  const auto series_width = static_cast<std::size_t>(degree) + 1;
  const auto integral_width = static_cast<std::size_t>(bandwidth) + 1;
  std::vector<long double> series(rows * series_width), integral(rows * integral_width);
  std::vector<long double> legendre(series_width);
  const auto add_node = [&](std::vector<long double>& table, std::size_t width, long double z,
                            long double theta, long double weight) {
    for (int k = 0; k <= degree; ++k) {
      associated_legendre(degree, k, z, legendre.data());
      for (std::size_t u = 0; u < width; ++u) {
        const long double w = weight * wave(k, static_cast<int>(u), theta);
        for (int l = k; l <= degree; ++l)
          table[static_cast<std::size_t>(l * (l + 1) / 2 + k) * width + u] +=
              w * legendre[static_cast<std::size_t>(l - k)];
      }
    }
  };
  const int points = degree + 1;
  for (int j = 0; j < points; ++j) {
    const long double theta = pi * (static_cast<long double>(j) + 0.5L) / points;
    add_node(series, series_width, std::cos(theta), theta, 2.0L / points);
  }
  const GaussLegendreRule rule = gauss_legendre((degree + bandwidth) / 2 + 2);
  const bool odd_count = ((degree + bandwidth) / 2 + 2) % 2 != 0;
  for (std::size_t i = 0; i < rule.nodes.size(); ++i) {
    const long double theta = std::acos(rule.nodes[i]);
    add_node(integral, integral_width, rule.nodes[i], theta, rule.weights[i]);
    if (i > 0 || !odd_count)
      add_node(integral, integral_width, -rule.nodes[i], pi - theta, rule.weights[i]);
  }
  // Factors of the complex form, of sqrt 2 cos k phi, and of u and -u together.
  for (int l = 0; l <= degree; ++l)
    for (int k = 0; k <= l; ++k) {
      const auto first = static_cast<std::size_t>(l * (l + 1) / 2 + k);
      const long double root = k == 0 ? 1 : std::numbers::sqrt2_v<long double>;
      for (std::size_t u = 0; u < series_width; ++u) series[first * series_width + u] /= 2 * root;
      for (std::size_t u = 0; u < integral_width; ++u)
        integral[first * integral_width + u] *= (k == 0 ? 2 : 2 * root) * pi * (u == 0 ? 1 : 2);
    }
  series_.assign(series.begin(), series.end());
  integral_.assign(integral.begin(), integral.end());
}

template <class Real>
void FourierSeries::add_series(int degree, const Real* x, Index stride, Complex factor,
                               Complex* F) const {
  for (int k = 0; k <= degree; ++k)
    for (int u = 0; u <= degree; ++u) {
      Pair sum;
      for (int l = k > u ? k : u; l <= degree; ++l) {
        const double t = series_[row(series_, l, k) + static_cast<std::size_t>(u)];
        sum.c += t * static_cast<double>(x[(l * l + l + k) * stride]);
        if (k > 0) sum.s += t * static_cast<double>(x[(l * l + l - k) * stride]);
      }
      const bool even = k % 2 == 0;
      const Complex plus = even ? Complex(sum.c, -sum.s) : Complex(-sum.s, -sum.c);
      const Complex minus = even ? plus : -plus;
      F[at(u, k)] += factor * plus;
      if (u > 0) F[at(-u, k)] += factor * minus;
      if (k > 0) F[at(-u, -k)] += factor * std::conj(plus);
      if (k > 0 && u > 0) F[at(u, -k)] += factor * std::conj(minus);
    }
}

template <class Real>
void FourierSeries::transpose_series(int degree, const Complex* h, Index stride, Real* x) const {
  for (int l = 0; l <= degree; ++l)
    for (int k = 0; k <= l; ++k) {
      Pair sum;
      for (int u = 0; u <= l; ++u) {
        const double t = series_[row(series_, l, k) + static_cast<std::size_t>(u)];
        const Complex plus = h[at(u, k)];
        const Complex minus = u == 0 ? Complex() : h[at(-u, k)];
        const Complex both = k % 2 == 0 ? plus + minus : plus - minus;
        sum.c += t * (k % 2 == 0 ? both.real() : -both.imag());
        sum.s -= t * (k % 2 == 0 ? both.imag() : both.real());
      }
      x[(l * l + l + k) * stride] = static_cast<Real>((k == 0 ? 1 : 2) * sum.c);
      if (k > 0) x[(l * l + l - k) * stride] = static_cast<Real>(2 * sum.s);
    }
}

template <class Real>
void FourierSeries::integrate(int degree, const Complex* G, Index stride, Real* z) const {
  for (int l = 0; l <= degree; ++l)
    for (int k = 0; k <= l; ++k) {
      Pair sum;
      for (int u = 0; u <= bandwidth_; ++u) {
        const double t = integral_[row(integral_, l, k) + static_cast<std::size_t>(u)];
        const Complex g = G[at(u, k)];
        sum.c += t * (k % 2 == 0 ? g.real() : -g.imag());
        sum.s -= t * (k % 2 == 0 ? g.imag() : g.real());
      }
      z[(l * l + l + k) * stride] = static_cast<Real>(sum.c);
      if (k > 0) z[(l * l + l - k) * stride] = static_cast<Real>(sum.s);
    }
}

template <class Real>
void FourierSeries::transpose_integral(int degree, const Real* z, Index stride, Complex* H) const {
  for (int k = 0; k <= degree; ++k)
    for (int u = 0; u <= bandwidth_; ++u) {
      Pair sum;
      for (int l = k; l <= degree; ++l) {
        const double t = integral_[row(integral_, l, k) + static_cast<std::size_t>(u)];
        sum.c += t * static_cast<double>(z[(l * l + l + k) * stride]);
        if (k > 0) sum.s += t * static_cast<double>(z[(l * l + l - k) * stride]);
      }
      H[at(u, k)] = k % 2 == 0 ? Complex(sum.c, -sum.s) : Complex(-sum.s, -sum.c);
    }
}

template void FourierSeries::add_series(int, const float*, Index, Complex, Complex*) const;
template void FourierSeries::add_series(int, const double*, Index, Complex, Complex*) const;
template void FourierSeries::transpose_series(int, const Complex*, Index, float*) const;
template void FourierSeries::transpose_series(int, const Complex*, Index, double*) const;
template void FourierSeries::integrate(int, const Complex*, Index, float*) const;
template void FourierSeries::integrate(int, const Complex*, Index, double*) const;
template void FourierSeries::transpose_integral(int, const float*, Index, Complex*) const;
template void FourierSeries::transpose_integral(int, const double*, Index, Complex*) const;

}  // namespace tessera
