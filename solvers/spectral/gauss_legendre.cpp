#include "solvers/spectral/gauss_legendre.hpp"

#include <cmath>
#include <numbers>
#include <stdexcept>

namespace tessera {
namespace {

struct LegendrePair {
  long double value;
  long double derivative;
};

/// P_n and P_n' at x by the three-term recurrence, written with differences
/// P_{k+1} - P_k so that no digits are lost near x = 1.
LegendrePair legendre(Index n, long double x) {
  long double previous = 1;
  long double current = x;
  for (Index k = 1; k < n; ++k) {
    const long double ratio = static_cast<long double>(k) / static_cast<long double>(k + 1);
    const long double next = x * current + ratio * (x * current - previous);
    previous = current;
    current = next;
  }
  const auto degree = static_cast<long double>(n);
  return {current, degree * (previous - x * current) / ((1 - x) * (1 + x))};
}

/// Tricomi's approximation of the k-th largest node (k from 1), accurate to O(n^-4).
long double first_guess(Index n, Index k) {
  const auto degree = static_cast<long double>(n);
  const long double theta =
      std::numbers::pi_v<long double> * (4 * static_cast<long double>(k) - 1) / (4 * degree + 2);
  return (1 - (1 - 1 / degree) / (8 * degree * degree)) * std::cos(theta);
}

}  // namespace

GaussLegendreRule gauss_legendre(Index count) {
  if (count < 1)
    throw std::invalid_argument("a Gauss-Legendre rule needs a positive number of nodes");
  constexpr int maximum_iterations = 8;
  const auto degree = static_cast<long double>(count);
  // A cubic step s leaves an error of the order n^2 s^3, below rounding for s up to this.
  const long double short_step = std::cbrt(1e-20L / (degree * degree));
  const Index half = (count + 1) / 2;
  GaussLegendreRule rule;
  rule.nodes.resize(static_cast<std::size_t>(half));
  rule.weights.resize(static_cast<std::size_t>(half));
  for (Index k = 1; k <= half; ++k) {
    const bool middle = 2 * k == count + 1;
    long double x = middle ? 0 : first_guess(count, k);
    LegendrePair p{};
    for (int i = 0; i < maximum_iterations; ++i) {
      p = legendre(count, x);
      // Legendre's equation gives the higher derivatives.
      const long double w = (1 - x) * (1 + x);
      const long double second = (2 * x * p.derivative - degree * (degree + 1) * p.value) / w;
      const long double third = (4 * x * second - (degree * (degree + 1) - 2) * p.derivative) / w;
      const long double newton = p.value / p.derivative;
      const long double step = newton / (1 - newton * second / (2 * p.derivative));
      x -= step;
      // P' at the node itself, from its Taylor series.
      p.derivative += step * (step * third / 2 - second);
      if (std::fabs(step) < short_step) break;
    }
    if (middle) x = 0;
    const auto place = static_cast<std::size_t>(half - k);
    rule.nodes[place] = x;
    rule.weights[place] = 2 / ((1 - x) * (1 + x) * p.derivative * p.derivative);
  }
  return rule;
}

}  // namespace tessera
