#include "data/vtk/sphere_mesh.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

namespace tessera::vtk {
namespace {

constexpr double circle = 360;
constexpr double rounding = 1e-9;  // of degrees

enum class Turn { part, open, closed };

/// How far the longitudes go around: `closed` has both ends, 360 degrees apart.
Turn turn_of(const Axis& longitude) {
  const auto& x = longitude.coordinates;
  if (x.size() < 3) return Turn::part;
  const double span = x.back() - x.front();
  if (std::abs(span - circle) <= rounding) return Turn::closed;
  if (span > circle) return Turn::part;
  double widest = 0;
  for (std::size_t i = 1; i < x.size(); ++i) widest = std::max(widest, x[i] - x[i - 1]);
  const bool around = longitude.kind == AxisKind::periodic || circle - span <= 1.5 * widest;
  return around ? Turn::open : Turn::part;
}

bool are_latitudes(const std::vector<double>& degrees) {
  return degrees.size() > 1 && degrees.front() >= -90 - rounding && degrees.back() <= 90 + rounding;
}

struct Direction {
  double cosine;
  double sine;
};

Direction direction(double degrees) {
  const double angle = degrees * std::numbers::pi / 180;
  return {std::cos(angle), std::sin(angle)};
}

}  // namespace

std::optional<SphereMesh> SphereMesh::of(const Grid& grid) {
  if (grid.axes.size() != 2) return std::nullopt;
  const std::size_t east = grid.axes[0].units == "degrees_east" ? 0 : 1;
  const Axis& longitude = grid.axes[east];
  const Axis& latitude = grid.axes[1 - east];
  if (longitude.units != "degrees_east" || latitude.units != "degrees_north") return std::nullopt;
  const Turn turn = turn_of(longitude);
  if (turn == Turn::part || !are_latitudes(latitude.coordinates)) return std::nullopt;
  SphereMesh mesh;
  mesh.latitudes_ = latitude.coordinates;
  mesh.longitudes_ = longitude.coordinates;
  mesh.longitude_first_ = east == 0;
  mesh.repeats_ = turn == Turn::open;
  return mesh;
}

std::vector<double> SphereMesh::points() const {
  std::vector<double> result;
  result.reserve(3 * rows() * columns());
  for (const double latitude : latitudes_) {
    const Direction up = direction(latitude);
    for (std::size_t column = 0; column < columns(); ++column) {
      const Direction around = direction(longitudes_[column % longitudes_.size()]);
      result.insert(result.end(), {up.cosine * around.cosine, up.cosine * around.sine, up.sine});
    }
  }
  return result;
}

std::size_t SphereMesh::grid_place(std::size_t row, std::size_t column) const {
  return longitude_first_ ? column + row * longitudes_.size() : row + column * latitudes_.size();
}

std::vector<double> SphereMesh::from_grid(const std::vector<double>& values) const {
  std::vector<double> result;
  result.reserve(rows() * columns());
  for (std::size_t row = 0; row < rows(); ++row)
    for (std::size_t column = 0; column < columns(); ++column)
      result.push_back(values.at(grid_place(row, column % longitudes_.size())));
  return result;
}

std::vector<double> SphereMesh::to_grid(const std::vector<double>& values) const {
  if (values.size() != rows() * columns())
    throw std::invalid_argument("its latitudes and longitudes do not fit its points");
  std::vector<double> result(rows() * longitudes_.size());
  for (std::size_t row = 0; row < rows(); ++row)
    for (std::size_t column = 0; column < longitudes_.size(); ++column)
      result[grid_place(row, column)] = values[row * columns() + column];
  return result;
}

}  // namespace tessera::vtk
