#include "apps/sphere/latitude_longitude_array.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <stdexcept>

#include <fmt/format.h>

namespace tessera::sphere {
namespace {

constexpr double degree = std::numbers::pi / 180;
/// Digits that printed coordinates may lack.
constexpr double tolerance = 1e-6;

/// Weights of the cubic through four points.
std::array<double, 4> cubic_weights(const std::array<double, 4>& x, double at) {
  std::array<double, 4> w{};
  for (std::size_t i = 0; i < 4; ++i) {
    w[i] = 1;
    for (std::size_t k = 0; k < 4; ++k)
      if (k != i) w[i] *= (at - x[k]) / (x[i] - x[k]);
  }
  return w;
}

double widest_gap(const std::vector<double>& x) {
  double gap = 0;
  for (std::size_t i = 1; i < x.size(); ++i) gap = std::max(gap, x[i] - x[i - 1]);
  return gap;
}

}  // namespace

LatitudeLongitudeArray::LatitudeLongitudeArray(const Field& field) {
  const std::vector<Axis>& axes = field.grid.axes;
  if (axes.size() != 2 || axes[0].name == axes[1].name)
    throw std::invalid_argument("expected the axes latitude and longitude.");
  const std::size_t lat = axes[0].name == "latitude" ? 0 : 1;
  take_latitudes(axes[lat]);
  take_longitudes(axes[1 - lat]);
  const std::size_t rows = axes[lat].coordinates.size();
  const std::size_t columns = axes[1 - lat].coordinates.size();
  values_.resize(rows * longitudes_.size());
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t j = 0; j < longitudes_.size(); ++j)
      values_[i * longitudes_.size() + j] = field.values[lat == 0 ? i + rows * j : j + columns * i];
}

void LatitudeLongitudeArray::take_longitudes(const Axis& axis) {
  longitudes_ = axis.coordinates;
  for (double& x : longitudes_) x *= degree;
  const double turn = 2 * std::numbers::pi;
  if (longitudes_.size() > 1 &&
      std::abs(longitudes_.back() - longitudes_.front() - turn) < tolerance)
    longitudes_.pop_back();  // the end is the start
  const double rest = longitudes_.front() + turn - longitudes_.back();
  if (longitudes_.size() < 4 || rest <= 0 || rest > 2 * widest_gap(longitudes_))
    throw std::invalid_argument(
        fmt::format("longitudes run from {:.9g} to {:.9g} degrees in {} points, which is not one "
                    "turn around the sphere.",
                    axis.coordinates.front(), axis.coordinates.back(), axis.coordinates.size()));
}

void LatitudeLongitudeArray::take_latitudes(const Axis& axis) {
  std::vector<double> x = axis.coordinates;
  for (double& value : x) value *= degree;
  const double pole = std::numbers::pi / 2;
  const double gap = 2 * widest_gap(x);
  const double largest = std::max(-x.front(), x.back());
  if (x.size() < 4 || largest > pole + tolerance || x.front() + pole > gap || pole - x.back() > gap)
    throw std::invalid_argument(
        fmt::format("latitudes run from {:.9g} to {:.9g} degrees in {} points, which does not "
                    "cover the sphere.",
                    axis.coordinates.front(), axis.coordinates.back(), x.size()));
  const auto count = static_cast<Index>(x.size());
  // The points beyond a pole are those before it, half a turn away.
  std::vector<Row> south;
  for (Index i = 0; south.size() < 3; ++i) {
    const double latitude = x[static_cast<std::size_t>(i)];
    if (latitude + pole > tolerance) south.push_back({-2 * pole - latitude, i, true});
  }
  rows_.assign(south.rbegin(), south.rend());
  for (Index i = 0; i < count; ++i) rows_.push_back({x[static_cast<std::size_t>(i)], i, false});
  for (Index i = count - 1, ghosts = 0; ghosts < 3; --i) {
    const double latitude = x[static_cast<std::size_t>(i)];
    if (pole - latitude <= tolerance) continue;
    rows_.push_back({2 * pole - latitude, i, true});
    ++ghosts;
  }
}

double LatitudeLongitudeArray::along_latitude(Index row, double longitude) const {
  const double turn = 2 * std::numbers::pi;
  const auto count = static_cast<Index>(longitudes_.size());
  double at = std::remainder(longitude - longitudes_.front(), turn);
  if (at < 0) at += turn;
  at += longitudes_.front();
  const Index next =
      std::upper_bound(longitudes_.begin(), longitudes_.end(), at) - longitudes_.begin();
  std::array<double, 4> x{};
  std::array<double, 4> v{};
  for (Index k = 0; k < 4; ++k) {
    Index j = next - 2 + k;
    double shift = 0;
    if (j < 0) j += count, shift = -turn;
    if (j >= count) j -= count, shift = turn;
    x[static_cast<std::size_t>(k)] = longitudes_[static_cast<std::size_t>(j)] + shift;
    v[static_cast<std::size_t>(k)] = values_[static_cast<std::size_t>(row * count + j)];
  }
  const std::array<double, 4> w = cubic_weights(x, at);
  return w[0] * v[0] + w[1] * v[1] + w[2] * v[2] + w[3] * v[3];
}

std::vector<double> LatitudeLongitudeArray::values(const std::vector<double>& latitudes,
                                                   const std::vector<double>& longitudes) const {
  std::vector<double> result(latitudes.size());
  for (std::size_t p = 0; p < result.size(); ++p) {
    const auto next = std::upper_bound(rows_.begin() + 2, rows_.end() - 2, latitudes[p],
                                       [](double a, const Row& b) { return a < b.latitude; });
    const auto first = next - 2;
    std::array<double, 4> x{};
    for (Index k = 0; k < 4; ++k) x[static_cast<std::size_t>(k)] = first[k].latitude;
    const std::array<double, 4> w = cubic_weights(x, latitudes[p]);
    for (Index k = 0; k < 4; ++k)
      result[p] +=
          w[static_cast<std::size_t>(k)] *
          along_latitude(first[k].row, longitudes[p] + (first[k].across ? std::numbers::pi : 0));
  }
  return result;
}

}  // namespace tessera::sphere
