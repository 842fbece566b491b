#pragma once

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "data/fields/types.hpp"

namespace tessera::testing {

inline std::vector<double> normal_numbers(Index count, unsigned seed) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> normal;
  std::vector<double> result(static_cast<std::size_t>(count));
  for (double& x : result) x = normal(random);
  return result;
}

/// Multiplies coefficients of some fields by function(l).
template <class Function>
void scale_degrees(std::vector<double>& coefficients, int degree, Function function) {
  const Index count = static_cast<Index>(degree + 1) * (degree + 1);
  for (Index i = 0; i < static_cast<Index>(coefficients.size()); ++i) {
    const int l = static_cast<int>(std::sqrt(static_cast<double>(i % count)) + 1e-9);
    coefficients[static_cast<std::size_t>(i)] *= function(l);
  }
}

/// l (l + 1) to a power; 0 for l = 0.
inline auto laplacian_power(double power) {
  return [power](int l) { return l == 0 ? 0.0 : std::pow(l * (l + 1.0), power); };
}

struct Difference {
  double largest = 0;
  double root_mean_square = 0;
};
inline Difference difference(const std::vector<double>& a, const std::vector<double>& b) {
  Difference d;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double e = std::fabs(a[i] - b[i]);
    // Also not-a-number counts as the largest.
    if (!(e <= d.largest)) d.largest = e;
    d.root_mean_square += e * e / static_cast<double>(a.size());
  }
  d.root_mean_square = std::sqrt(d.root_mean_square);
  return d;
}

inline double largest(const std::vector<double>& a) {
  double result = 0;
  for (const double x : a) result = std::max(result, std::fabs(x));
  return result;
}

}  // namespace tessera::testing
