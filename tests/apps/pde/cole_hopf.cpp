#include "tests/apps/pde/cole_hopf.hpp"

#include <cmath>
#include <numbers>

namespace tessera::pde::test {

double cole_hopf(double x, double t, double nu) {
  constexpr long double pi = std::numbers::pi_v<long double>;
  if (t == 0) return static_cast<double>(-std::sin(pi * x));
  const long double width = std::sqrt(4 * static_cast<long double>(nu) * t);
  constexpr long double step = 0.1L;
  constexpr int steps = 90;
  long double numerator = 0, denominator = 0;
  for (int i = -steps; i <= steps; ++i) {
    const long double s = step * i;
    const long double y = pi * (x - width * s);
    const long double weight = std::exp(-s * s - std::cos(y) / (2 * pi * nu));
    numerator -= std::sin(y) * weight;
    denominator += weight;
  }
  return static_cast<double>(numerator / denominator);
}

}  // namespace tessera::pde::test
