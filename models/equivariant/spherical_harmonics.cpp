#include "models/equivariant/spherical_harmonics.hpp"

#include <array>
#include <cmath>
#include <numbers>
#include <stdexcept>

namespace tessera {

using Derivatives = SphericalHarmonics::Derivatives;

namespace {

constexpr int largest_degree_in_range = 1024;

std::size_t triangle_index(int l, int m) {
  return static_cast<std::size_t>(l * (l + 1) / 2 + m);
}

template <class Real>
Real recurrence_factor(int l, int m) {
  return std::sqrt((Real(4) * l * l - 1) / (Real(l) * l - Real(m) * m));
}

template <class Real>
Real recurrence_shift(int l, int m) {
  const Real k = l - 1;
  return l - 2 < m ? Real(0) : std::sqrt((k * k - Real(m) * m) / (4 * k * k - 1));
}

constexpr std::array<std::array<int, 2>, 6> pairs{{{0, 0}, {0, 1}, {0, 2}, {1, 1}, {1, 2}, {2, 2}}};

/// Derivatives of a function on the sphere, extended as a constant along the radius, from those of
/// its polynomial f at a unit vector n, at this distance from the centre.
Derivatives on_the_sphere(const std::array<double, 3>& n, double length,
                          const std::array<double, 3>& f1, const std::array<double, 6>& f2) {
  const double h[3][3] = {{f2[0], f2[1], f2[2]}, {f2[1], f2[3], f2[4]}, {f2[2], f2[4], f2[5]}};
  const double radial = n[0] * f1[0] + n[1] * f1[1] + n[2] * f1[2];
  Derivatives result{};
  std::array<double, 3> hn{};
  double nhn = 0;
  for (int a = 0; a < 3; ++a) {
    result.first[a] = f1[a] - radial * n[a];
    for (int b = 0; b < 3; ++b) hn[a] += h[a][b] * n[b];
    nhn += n[a] * hn[a];
  }
  for (int i = 0; i < 6; ++i) {
    const int a = pairs[i][0], b = pairs[i][1];
    const double projected = h[a][b] - n[a] * hn[b] - n[b] * hn[a] + n[a] * n[b] * nhn;
    const double delta = (a == b ? 1.0 : 0.0) - n[a] * n[b];
    result.second[i] =
        (projected - radial * delta - n[a] * result.first[b] - n[b] * result.first[a]) /
        (length * length);
  }
  for (double& d : result.first) d /= length;
  return result;
}

}  // namespace

SphericalHarmonics::SphericalHarmonics(int degree) : degree_(degree) {
  if (degree < 0 || degree > largest_degree_in_range)
    throw std::invalid_argument("SphericalHarmonics: degree " + std::to_string(degree) +
                                " is not between 0 and " + std::to_string(largest_degree_in_range));
  const std::size_t size = triangle_index(degree + 1, 0);
  a_.assign(size, 0);
  b_.assign(size, 0);
  slope_.assign(size, 0);
  long double diagonal = 1 / std::sqrt(4 * std::numbers::pi_v<long double>);
  for (int m = 0; m <= degree; ++m) {
    if (m > 0) diagonal *= std::sqrt((2.0L * m + 1) / (2.0L * m));
    diagonal_.push_back(static_cast<double>(diagonal));
    for (int l = m; l <= degree; ++l) {
      const std::size_t i = triangle_index(l, m);
      slope_[i] = static_cast<double>(std::sqrt(static_cast<long double>(l - m) * (l + m + 1)));
      if (l == m) continue;
      a_[i] = static_cast<double>(recurrence_factor<long double>(l, m));
      b_[i] = static_cast<double>(recurrence_shift<long double>(l, m));
    }
  }
}

void SphericalHarmonics::evaluate(Index points, const double* xyz, double* values) const {
  evaluate(points, xyz, values, nullptr, nullptr);
}

void SphericalHarmonics::evaluate(Index points, const float* xyz, float* values) const {
  std::vector<double> row(static_cast<std::size_t>(count()));
  for (Index p = 0; p < points; ++p) {
    const std::array<double, 3> point{xyz[3 * p], xyz[3 * p + 1], xyz[3 * p + 2]};
    evaluate(1, point.data(), row.data());
    for (Index i = 0; i < count(); ++i)
      values[p * count() + i] = static_cast<float>(row[static_cast<std::size_t>(i)]);
  }
}

void SphericalHarmonics::polynomials(const std::array<double, 3>& n, Polynomials& p) const {
  p.q.resize(triangle_index(degree_ + 1, 0));
  p.cosine.resize(static_cast<std::size_t>(degree_) + 1);
  p.sine.resize(static_cast<std::size_t>(degree_) + 1);
  p.cosine[0] = 1;
  p.sine[0] = 0;
  for (int m = 1; m <= degree_; ++m) {
    p.cosine[m] = p.cosine[m - 1] * n[0] - p.sine[m - 1] * n[1];
    p.sine[m] = p.cosine[m - 1] * n[1] + p.sine[m - 1] * n[0];
  }
  for (int m = 0; m <= degree_; ++m) {
    p.q[triangle_index(m, m)] = diagonal_[m];
    for (int l = m + 1; l <= degree_; ++l) {
      const std::size_t i = triangle_index(l, m);
      const double before = l - 2 >= m ? p.q[triangle_index(l - 2, m)] : 0;
      p.q[i] = a_[i] * (n[2] * p.q[triangle_index(l - 1, m)] - b_[i] * before);
    }
  }
}

Derivatives SphericalHarmonics::derivatives(int l, int order, const std::array<double, 3>& n,
                                            double length, const Polynomials& p) const {
  const int m = std::abs(order);
  const bool sine = order < 0;
  const double norm = m == 0 ? 1 : std::numbers::sqrt2;
  const auto q_of = [&](int k) { return k <= l ? p.q[triangle_index(l, k)] : 0.0; };
  const auto slope = [&](int k) { return k <= l ? slope_[triangle_index(l, k)] : 0.0; };
  const auto power = [&](int k, bool imaginary) {
    return k < 0 ? 0.0 : (imaginary ? p.sine[k] : p.cosine[k]);
  };
  const double q0 = norm * q_of(m), q1 = norm * slope(m) * q_of(m + 1);
  const double q2 = norm * slope(m) * slope(m + 1) * q_of(m + 2);
  // d/dx (x + iy)^m = m (x + iy)^(m-1), d/dy = i m (x + iy)^(m-1).
  const double first = m, second = first * (m - 1);
  const double e0 = power(m, sine), ex = first * power(m - 1, sine);
  const double ey = first * (sine ? power(m - 1, false) : -power(m - 1, true));
  const double exx = second * power(m - 2, sine);
  const double exy = second * (sine ? power(m - 2, false) : -power(m - 2, true));
  return on_the_sphere(n, length, {q0 * ex, q0 * ey, q1 * e0},
                       {q0 * exx, q0 * exy, q1 * ex, -q0 * exx, q1 * ey, q2 * e0});
}

void SphericalHarmonics::evaluate(Index points, const double* xyz, double* values, double* gradient,
                                  double* hessian) const {
  Polynomials polynomial;
  for (Index p = 0; p < points; ++p) {
    std::array<double, 3> n{xyz[3 * p], xyz[3 * p + 1], xyz[3 * p + 2]};
    const double length = std::hypot(n[0], n[1], n[2]);
    for (double& x : n) x /= length;
    polynomials(n, polynomial);
    for (int l = 0; l <= degree_; ++l)
      for (int order = -l; order <= l; ++order) {
        const int m = std::abs(order);
        const Index lm = static_cast<Index>(l) * l + l + order;
        const double norm = m == 0 ? 1 : std::numbers::sqrt2;
        if (values != nullptr)
          values[p * count() + lm] = norm * polynomial.q[triangle_index(l, m)] *
                                     (order < 0 ? polynomial.sine[m] : polynomial.cosine[m]);
        if (gradient == nullptr && hessian == nullptr) continue;
        const Derivatives d = derivatives(l, order, n, length, polynomial);
        for (int a = 0; gradient != nullptr && a < 3; ++a)
          gradient[(p * 3 + a) * count() + lm] = d.first[a];
        for (int i = 0; hessian != nullptr && i < 6; ++i)
          hessian[(p * 6 + i) * count() + lm] = d.second[i];
      }
  }
}

template <class Real>
void associated_legendre(int degree, int m, Real z, Real* theta) {
  // Theta_mm in the form mantissa * scale^exponent.
  constexpr Real scale = Real(1e200), inverse = Real(1e-200);
  const Real sine = std::sqrt((1 - z) * (1 + z));
  Real value = 1 / std::sqrt(4 * std::numbers::pi_v<Real>);
  int exponent = 0;
  for (int k = 1; k <= m; ++k) {
    value *= std::sqrt((Real(2) * k + 1) / (Real(2) * k)) * sine;
    if (value != 0 && value < inverse) {
      value *= scale;
      --exponent;
    }
  }
  Real before = 0;
  for (int l = m; l <= degree; ++l) {
    if (l > m) {
      const Real next =
          recurrence_factor<Real>(l, m) * (z * value - recurrence_shift<Real>(l, m) * before);
      before = value;
      value = next;
      if (exponent < 0 && std::abs(value) > 1) {
        value *= inverse;
        before *= inverse;
        ++exponent;
      }
    }
    theta[l - m] = exponent == 0 ? value : 0;
  }
}

template void associated_legendre<double>(int, int, double, double*);
template void associated_legendre<long double>(int, int, long double, long double*);

}  // namespace tessera
