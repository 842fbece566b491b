#pragma once

#include <optional>
#include <vector>

#include "data/fields/grid.hpp"

// Not for other rooms.
namespace tessera::vtk {

/// A latitude-longitude grid that goes around the whole circle, as a mesh on the unit sphere: the
/// north pole at z = 1, longitude 0 towards x, longitude 90 towards y. Longitude varies fastest in
/// the mesh, whatever the order of the grid's axes, so that normals point outwards.
class SphereMesh {
 public:
  /// Nothing unless the grid has just the two axes, known by their units degrees_north and
  /// degrees_east, and its longitudes leave no gap that is much wider than their spacing.
  static std::optional<SphereMesh> of(const Grid& grid);

  /// Points along a circle of latitude, the repeated first one included.
  std::size_t columns() const { return longitudes_.size() + (repeats_ ? 1 : 0); }
  /// Circles of latitude.
  std::size_t rows() const { return latitudes_.size(); }

  /// x, y, z of every point, one after the other.
  std::vector<double> points() const;
  /// Values of a field on the grid in the order of the points.
  std::vector<double> from_grid(const std::vector<double>& values) const;
  /// The inverse; std::invalid_argument where there is not one value for every point.
  std::vector<double> to_grid(const std::vector<double>& values) const;

 private:
  std::size_t grid_place(std::size_t row, std::size_t column) const;

  std::vector<double> latitudes_;
  std::vector<double> longitudes_;
  bool longitude_first_ = true;
  bool repeats_ = false;  ///< whether the first longitude stands again at the end
};

}  // namespace tessera::vtk
