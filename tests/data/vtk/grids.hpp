#pragma once

#include <cmath>
#include <cstring>
#include <string>

#include "data/fields/field.hpp"

namespace tessera::test {

inline bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

/// u = 1 + x + 100 y^2 - sin z on the first `dimensions` axes of a box; the first axis is
/// stretched unless `uniform`.
inline Field box_field(std::size_t dimensions, bool uniform) {
  Axis x{"x", "m", {0.0, 0.1, 0.35, 1.0}, AxisKind::interval, "distance"};
  if (uniform) x.coordinates = {0.1, 0.2, 0.30000000000000004, 0.4};
  Axis y = uniform_axis("latitude", -90, 90, 5, "degrees_north");
  Axis z = uniform_axis("angle", 0, 2, 3);
  z.kind = AxisKind::periodic;
  Field field{"u", "temperature ü", "°C", {{x, y, z}}, {}};
  field.grid.axes.resize(dimensions);
  for (std::size_t i = 0; i < size(field.grid); ++i) {
    const std::size_t j = i / 4;
    field.values.push_back(1 + x.coordinates[i % 4] +
                           100 * y.coordinates[j % 5] * y.coordinates[j % 5] -
                           std::sin(z.coordinates[j / 5]));
  }
  return field;
}

/// A map of the whole globe, constant along circles of latitude.
inline Field globe_field() {
  Field field{"u", "", "", {}, {}};
  field.grid.axes = {uniform_axis("longitude", 0, 300, 6, "degrees_east"),
                     uniform_axis("latitude", -90, 90, 5, "degrees_north")};
  for (std::size_t i = 0; i < size(field.grid); ++i)
    field.values.push_back(static_cast<double>(i / 6));
  return field;
}

}  // namespace tessera::test
