#pragma once

#include <vector>

#include <Eigen/Core>

#include "data/fields/types.hpp"

namespace tessera::sphere_gp {

/// Unit vectors (n x 3; x towards longitude 0, z towards the north pole) of latitudes and
/// longitudes in degrees. Throws std::invalid_argument for latitudes outside [-90, 90] and numbers
/// that are not finite.
Eigen::MatrixXd directions(const Eigen::VectorXd& latitudes, const Eigen::VectorXd& longitudes);

/// Y_lm of all degrees up to `degree` at unit vectors: n x (degree + 1)^2; degree -1: n x 0.
Eigen::MatrixXd harmonics_at(int degree, const Eigen::MatrixXd& directions);

/// Observations with their distinct places and times found. Places agree if their latitudes and
/// longitudes do (modulo 360 degrees; at a pole all longitudes agree).
struct SphereData {
  /// `times` empty: all at time 0.
  SphereData(const Eigen::VectorXd& latitudes, const Eigen::VectorXd& longitudes,
             const Eigen::VectorXd& times, const Eigen::VectorXd& values);

  Eigen::MatrixXd places;                   ///< distinct, x, y, z
  std::vector<double> times;                ///< distinct, ascending
  std::vector<std::vector<Index>> rows_at;  ///< rows of each time, in their order
  std::vector<Index> place_of;              ///< of each row
  Eigen::VectorXd values;

  Index rows() const { return values.size(); }
};

/// Number of the place among `places` that is the same as this direction; -1: none.
Index same_place(const Eigen::MatrixXd& places, const Eigen::RowVector3d& direction);

}  // namespace tessera::sphere_gp
