#pragma once

#include <Eigen/Core>

namespace tessera {

/// Distance between two places of an axis, the argument of the kernels.
enum class Geometry {
  euclidean,  ///< of the coordinates as they are, in their (common) units
  /// Columns latitude and longitude in degrees (longitudes 360 degrees apart are one place); the
  /// distance is the straight chord through the sphere, 2 R sin(arc / 2), in kilometres. Every
  /// Matern kernel stays positive definite in the chord, as places on the sphere are places in
  /// three-dimensional space; in the arc it does not above smoothness 1/2 (Gneiting 2013). Up to
  /// 2000 km the two lengths differ by less than 0.5 %.
  great_circle
};

/// Mean radius of the Earth in kilometres.
inline constexpr double earth_radius_km = 6371.0;

/// Distances in that geometry between the rows of `a` (n x c) and those of `b` (m x c): n x m.
/// Throws std::invalid_argument for column counts that differ or are not two on the sphere, and
/// latitudes outside [-90, 90].
Eigen::MatrixXd place_distances(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b,
                                Geometry geometry);

}  // namespace tessera
