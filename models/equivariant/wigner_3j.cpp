#include "models/equivariant/wigner_3j.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <numbers>
#include <stdexcept>

namespace tessera {
namespace {

/// The symbols of one m1, by m2 from `first` on.
struct Family {
  int first = 0;
  std::vector<long double> values;
};

/// Null vector of the symmetric tridiagonal matrix with this diagonal and off-diagonal (off[i]
/// couples i - 1 and i): twisted where both eliminations leave least.
std::vector<long double> null_vector(const std::vector<long double>& diagonal,
                                     const std::vector<long double>& off) {
  const std::size_t n = diagonal.size();
  // A vanishing pivot belongs to a vanishing entry of the vector; a tiny one gives just that.
  constexpr long double tiny = 1e-1000L;
  const auto pivot = [](long double d) { return d == 0 ? tiny : d; };
  std::vector<long double> forward(n), backward(n);
  for (std::size_t i = 0; i < n; ++i)
    forward[i] = pivot(diagonal[i] - (i > 0 ? off[i] * off[i] / forward[i - 1] : 0));
  for (std::size_t i = n; i-- > 0;)
    backward[i] = pivot(diagonal[i] - (i + 1 < n ? off[i + 1] * off[i + 1] / backward[i + 1] : 0));
  std::size_t twist = 0;
  long double least = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const long double left = std::abs(forward[i] + backward[i] - diagonal[i]);
    if (i == 0 || left < least) {
      twist = i;
      least = left;
    }
  }
  std::vector<long double> v(n, 0);
  v[twist] = 1;
  for (std::size_t i = twist; i-- > 0;) v[i] = -off[i + 1] * v[i + 1] / forward[i];
  for (std::size_t i = twist + 1; i < n; ++i) v[i] = -off[i] * v[i - 1] / backward[i];
  return v;
}

Family family(int l1, int l2, int l3, int m1) {
  Family f;
  f.first = std::max(-l2, -l3 - m1);
  const int last = std::min(l2, l3 - m1);
  const auto product = [](int a, int b) { return static_cast<long double>(a) * b; };
  std::vector<long double> diagonal, off;
  for (int m2 = f.first; m2 <= last; ++m2) {
    const int m3 = -m1 - m2;
    diagonal.push_back(product(l2, l2 + 1) + product(l3, l3 + 1) - product(l1, l1 + 1) +
                       2 * product(m2, m3));
    off.push_back(std::sqrt(product(l2 - m2 + 1, l2 + m2) * product(l3 + m3 + 1, l3 - m3)));
  }
  f.values = null_vector(diagonal, off);
  long double squares = 0;
  for (const long double v : f.values) squares += v * v;
  long double scale = 1 / std::sqrt(squares * (2 * l1 + 1));
  const bool negative = (l2 - l3 - m1) % 2 != 0;
  if (std::signbit(f.values.back()) != negative) scale = -scale;
  for (long double& v : f.values) v *= scale;
  return f;
}

/// Real harmonic m as a combination of the complex ones of orders +|m| and -|m| (which have the
/// Condon-Shortley phase).
struct RealHarmonic {
  std::complex<long double> plus, minus;
};

RealHarmonic real_harmonic(int m) {
  const long double root = std::sqrt(0.5L), sign = m % 2 == 0 ? 1 : -1;
  const std::complex<long double> i(0, 1);
  if (m == 0) return {1, 0};
  if (m > 0) return {sign * root, root};
  return {-i * sign * root, i * root};
}

std::complex<long double> power_of_minus_i(int n) {
  constexpr std::array<std::complex<long double>, 4> powers{{{1, 0}, {0, -1}, {-1, 0}, {0, 1}}};
  return powers[static_cast<std::size_t>(n % 4)];
}

}  // namespace

bool is_triangle(int a, int b, int c) {
  return c >= std::abs(a - b) && c <= a + b;
}

Wigner3j::Wigner3j(int l1, int l2, int l3) : l1_(l1), l2_(l2), l3_(l3) {
  if (l1 < 0 || l2 < 0 || l3 < 0) throw std::invalid_argument("Wigner3j: a degree is negative");
  values_.assign(static_cast<std::size_t>((2 * l1 + 1) * (2 * l2 + 1)), 0.0L);
  if (!is_triangle(l1, l2, l3)) return;
  const long double flip = (l1 + l2 + l3) % 2 == 0 ? 1 : -1;  // of all orders' signs
  for (int m1 = 0; m1 <= l1; ++m1) {
    const Family f = family(l1, l2, l3, m1);
    for (std::size_t i = 0; i < f.values.size(); ++i) {
      const int m2 = f.first + static_cast<int>(i);
      values_[static_cast<std::size_t>((m1 + l1) * (2 * l2 + 1) + m2 + l2)] = f.values[i];
      if (m1 > 0)
        values_[static_cast<std::size_t>((l1 - m1) * (2 * l2 + 1) + l2 - m2)] = flip * f.values[i];
    }
  }
}

double wigner_3j(int l1, int l2, int l3, int m1, int m2, int m3) {
  if (m1 + m2 + m3 != 0 || std::abs(m3) > l3) return 0;
  return static_cast<double>(Wigner3j(l1, l2, l3)(m1, m2));
}

CouplingTensor::CouplingTensor(int l1, int l2, int l3) : l1_(l1), l2_(l2), l3_(l3) {
  const Wigner3j symbols(l1, l2, l3);
  values_.assign(static_cast<std::size_t>((2 * l1 + 1) * (2 * l2 + 1) * (2 * l3 + 1)), 0.0L);
  const std::complex<long double> phase = power_of_minus_i(l1 + l2 + l3);
  const auto add = [&](int m1, int m2, int m3) {
    const RealHarmonic a = real_harmonic(m1), b = real_harmonic(m2), c = real_harmonic(m3);
    std::complex<long double> sum = 0;
    for (const int s1 : {1, -1})
      for (const int s2 : {1, -1}) {
        if ((s1 < 0 && m1 == 0) || (s2 < 0 && m2 == 0)) continue;
        const int n1 = s1 * std::abs(m1), n2 = s2 * std::abs(m2), n3 = -n1 - n2;
        if (std::abs(n3) != std::abs(m3)) continue;
        sum += (s1 > 0 ? a.plus : a.minus) * (s2 > 0 ? b.plus : b.minus) *
               (n3 >= 0 ? c.plus : c.minus) * symbols(n1, n2);
      }
    values_[static_cast<std::size_t>(((m1 + l1) * (2 * l2 + 1) + m2 + l2) * (2 * l3 + 1) + m3 +
                                     l3)] = (phase * sum).real();
  };
  for (int m1 = -l1; m1 <= l1; ++m1)
    for (int m2 = -l2; m2 <= l2; ++m2) {
      const int sum = std::abs(m1) + std::abs(m2),
                difference = std::abs(std::abs(m1) - std::abs(m2));
      for (const int m3 : {sum, -sum, difference, -difference})
        if (std::abs(m3) <= l3) add(m1, m2, m3);
    }
}

long double gaunt_factor(int l1, int l2, int l3) {
  if ((l1 + l2 + l3) % 2 != 0 || !is_triangle(l1, l2, l3)) return 0;
  return std::sqrt(static_cast<long double>(2 * l1 + 1) * (2 * l2 + 1) * (2 * l3 + 1) /
                   (4 * std::numbers::pi_v<long double>)) *
         std::abs(Wigner3j(l1, l2, l3)(0, 0));
}

}  // namespace tessera
