#include "solvers/integrators/cumulative_integral.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace tessera {
namespace {

/// Value at x of the polynomial through the points (Neville's scheme).
double interpolated(std::span<const double> times, std::span<const double> values, double x) {
  std::vector<double> p(values.begin(), values.end());
  for (std::size_t width = 1; width < p.size(); ++width)
    for (std::size_t i = 0; i + width < p.size(); ++i)
      p[i] = ((x - times[i + width]) * p[i] + (times[i] - x) * p[i + 1]) /
             (times[i] - times[i + width]);
  return p[0];
}

}  // namespace

std::vector<double> cumulative_integral(std::span<const double> times,
                                        std::span<const double> values) {
  const std::size_t n = times.size();
  if (values.size() != n) throw std::invalid_argument("times and values are not of one length");
  for (std::size_t i = 1; i < n; ++i)
    if (!(times[i] > times[i - 1])) throw std::invalid_argument("times do not increase");
  std::vector<double> result(n, 0.0);
  const std::size_t points = std::min<std::size_t>(n, 4);
  for (std::size_t i = 0; i + 1 < n; ++i) {
    const std::size_t first = std::min(i > 0 ? i - 1 : 0, n - points);
    const auto t = times.subspan(first, points);
    const auto v = values.subspan(first, points);
    // Gauss's rule of two points integrates cubics exactly.
    const double centre = times[i] + (times[i + 1] - times[i]) / 2;
    const double half = (times[i + 1] - times[i]) / 2;
    const double offset = half / std::sqrt(3.0);
    result[i + 1] = result[i] + half * (interpolated(t, v, centre - offset) +
                                        interpolated(t, v, centre + offset));
  }
  return result;
}

}  // namespace tessera
