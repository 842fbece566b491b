#pragma once

#include <vector>

#include <Eigen/Core>

#include "data/fields/types.hpp"

namespace tessera::sphere {

/// Values of fields given by coefficients of real orthonormal harmonics at any points.
class HarmonicSynthesis {
 public:
  /// `coefficients`: (degree + 1)^2 x fields, at l*l + l + m.
  HarmonicSynthesis(int degree, const Eigen::MatrixXd& coefficients);

  /// At one latitude and some longitudes (radians): longitudes x fields.
  Eigen::MatrixXd at(double latitude, const std::vector<double>& longitudes) const;
  /// At all combinations: (longitudes * latitudes) x fields, longitude fastest.
  Eigen::MatrixXd on_grid(const std::vector<double>& latitudes,
                          const std::vector<double>& longitudes) const;

 private:
  /// Amplitudes of the waves 1, cos, sin, cos 2, sin 2, ... along a latitude: 2 degree + 1 x
  /// fields.
  Eigen::MatrixXd amplitudes(double latitude) const;

  int degree_;
  Index fields_;
  std::vector<Eigen::MatrixXd> cosine_;  ///< by order m: degrees m .. degree x fields
  std::vector<Eigen::MatrixXd> sine_;
};

}  // namespace tessera::sphere
