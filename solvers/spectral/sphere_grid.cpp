#include "solvers/spectral/sphere_grid.hpp"

#include <cmath>
#include <numbers>
#include <stdexcept>
#include <string>

#include "solvers/fft/fourier_plan.hpp"
#include "solvers/spectral/gauss_legendre.hpp"

namespace tessera {
namespace {

/// A multiple of 8 unless it is short: rows of such lengths are aligned.
Index good_length(Index least) {
  return fast_fourier_length(least, least > 16 ? 8 : 2);
}

}  // namespace

SphereGrid::SphereGrid(Index latitudes, Index longitudes) : longitudes_(longitudes) {
  if (latitudes < 1 || longitudes < 1)
    throw std::invalid_argument("a grid on the sphere has no " + std::to_string(latitudes) + " x " +
                                std::to_string(longitudes) + " points");
  const GaussLegendreRule rule = gauss_legendre(latitudes);
  const auto half = static_cast<Index>(rule.nodes.size());
  for (Index i = 0; i < latitudes; ++i) {
    const bool north = i < half;
    const auto k = static_cast<std::size_t>(north ? half - 1 - i : i - (latitudes - half));
    const long double x = rule.nodes[k], sine = std::sqrt((1 - x) * (1 + x));
    cosines_.push_back(static_cast<double>(north ? x : -x));
    sines_.push_back(static_cast<double>(sine));
    colatitudes_.push_back(static_cast<double>(std::atan2(sine, north ? x : -x)));
    weights_.push_back(static_cast<double>(rule.weights[k] * 2 * std::numbers::pi_v<long double> /
                                           static_cast<long double>(longitudes)));
  }
}

SphereGrid SphereGrid::for_products(int degree, int factors) {
  if (degree < 0 || factors < 1)
    throw std::invalid_argument("no grid is made for products of " + std::to_string(factors) +
                                " fields of degree " + std::to_string(degree));
  const Index total = static_cast<Index>(degree) * (factors + 1);
  const Index latitudes = total / 2 + 1;
  return {latitudes + latitudes % 2, good_length(total + 1)};
}

}  // namespace tessera
