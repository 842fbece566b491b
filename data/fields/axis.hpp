#pragma once

#include <string>
#include <vector>

namespace tessera {

/// How an axis closes on itself and what its coordinates mean.
enum class AxisKind {
  interval,  ///< a bounded interval; both ends belong to it
  periodic,  ///< the end is the start; the last coordinate is not repeated
  time,      ///< an interval that is travelled in one direction
  index      ///< labels without distance: 0, 1, 2, ...
};

/// One coordinate axis of a grid.
/// Coordinates are strictly increasing and in raw units (never scaled).
struct Axis {
  std::string name;
  std::string units;  ///< UDUNITS spelling; empty means dimensionless
  std::vector<double> coordinates;
  AxisKind kind = AxisKind::interval;
  std::string long_name;  ///< empty: same as name
};

/// `count` equidistant coordinates from `first` to `last`, both included. Throws
/// std::invalid_argument unless count >= 2 and first < last, both finite.
Axis uniform_axis(std::string name, double first, double last, std::size_t count,
                  std::string units = {});

/// Throws std::invalid_argument that names the axis unless it has a name and finite, strictly
/// increasing coordinates.
void require_valid(const Axis& axis);

}  // namespace tessera
