#pragma once

#include <memory>
#include <vector>

#include "data/fields/field.hpp"
#include "solvers/sphere/galerkin_evaluator.hpp"

namespace tessera::sphere {

/// Values on latitudes and longitudes, interpolated by cubics through four neighbours along each
/// direction, around the sphere and across the poles. Coordinates need not be equidistant (Gaussian
/// latitudes are welcome).
class LatitudeLongitudeArray final : public SphereArray {
 public:
  /// `field`: axes `latitude` and `longitude` in degrees, in any order. Throws
  /// std::invalid_argument where they do not cover the sphere: latitudes beyond +-90 or a gap to a
  /// pole larger than twice the spacing, longitudes that are more or much less than one turn.
  explicit LatitudeLongitudeArray(const Field& field);

  std::vector<double> values(const std::vector<double>& latitudes,
                             const std::vector<double>& longitudes) const override;

 private:
  struct Row {
    double latitude;
    Index row;    ///< of values_
    bool across;  ///< seen across a pole: half a turn away
  };
  double along_latitude(Index row, double longitude) const;
  void take_longitudes(const Axis& axis);
  void take_latitudes(const Axis& axis);

  std::vector<Row> rows_;           ///< south to north, with ghosts beyond the poles
  std::vector<double> longitudes_;  ///< increasing from the first, less than one turn
  std::vector<double> values_;      ///< [row][longitude]
};

}  // namespace tessera::sphere
