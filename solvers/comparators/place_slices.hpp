#pragma once

#include <vector>

#include <Eigen/Core>

#include "data/fields/observations.hpp"
#include "solvers/comparators/coordinate_index.hpp"
#include "solvers/comparators/training_rows.hpp"
#include "solvers/filtering/place_distances.hpp"

namespace tessera {

/// Training rows sorted into slices: the rows that share the coordinates of all axes but one. What
/// differs within a slice is the place, the coordinate on that axis (which may have one column).
/// One axis alone has one slice.
class PlaceSlices {
 public:
  /// Mean of the rows of one place in one slice.
  struct Cell {
    Index place = 0;
    Index slice = 0;
    double value = 0;
  };
  struct Neighbour {
    double distance = 0;
    Cell cell;
  };

  PlaceSlices(const Observations& training, std::size_t axis, Geometry geometry);

  std::size_t axis() const { return axis_; }
  Geometry geometry() const { return geometry_; }
  const CoordinateIndex& places() const { return places_; }
  Index slice_count() const { return slices_.size(); }
  /// Place of a point; one row, the axis' columns.
  Eigen::RowVectorXd place_of(const Eigen::RowVectorXd& point) const;
  /// Slice of a point; -1 where no training row shares it.
  Index slice_of(const Eigen::RowVectorXd& point) const;
  const std::vector<Cell>& in_slice(Index slice) const { return by_slice_[size(slice)]; }
  const std::vector<Cell>& at_place(Index place) const { return by_place_[size(place)]; }

  /// The `count` cells of the slice nearest to the place (fewer where it has fewer), nearest first;
  /// of equal distances the place that comes first counts.
  std::vector<Neighbour> nearest(Index slice, const Eigen::RowVectorXd& place, Index count) const;

 private:
  static std::size_t size(Index i) { return static_cast<std::size_t>(i); }

  std::size_t axis_;
  Geometry geometry_;
  AxisColumns columns_;
  CoordinateIndex places_;
  CoordinateIndex slices_;
  std::vector<std::vector<Cell>> by_slice_;  ///< by ascending place
  std::vector<std::vector<Cell>> by_place_;  ///< by ascending slice
};

}  // namespace tessera
