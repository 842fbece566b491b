#pragma once

#include <memory>
#include <string>
#include <vector>

#include <Eigen/Core>

#include "solvers/filtering/dense_smoother.hpp"
#include "solvers/filtering/factor_smoother.hpp"
#include "solvers/tucker/component_table.hpp"
#include "solvers/tucker/length_prior.hpp"

namespace tessera::tucker {

/// One mode of the tensor: an axis with its distinct coordinates and the prior of its functions.
struct AxisModel {
  std::string name;
  /// d x 1, strictly increasing; or d x 2 distinct places, whose functions are dense Gaussian
  /// processes.
  Eigen::MatrixXd coordinates;
  Geometry geometry = Geometry::euclidean;  ///< of places
  std::string kernel = "matern 3/2";        ///< a name of make_state_space; places: of make_kernel
  double length_scale = 0;                  ///< raw units (places on the sphere: km); 0: learned
  double period = 0;                        ///< of periodic kernels
  /// Standard deviation of the logarithm of a learned length scale in its log-normal prior.
  double log_spread = 1;

  bool places() const { return coordinates.cols() > 1; }
};

/// Range of the coordinates and their median gap (places: to the nearest other place). Throws
/// std::invalid_argument for fewer than two coordinates.
struct AxisScales {
  double range = 1;
  double gap = 1;
};
AxisScales axis_scales(const AxisModel& axis);

/// Log-normal priors of all learned length scales of the functions: median sqrt(range gap), bounds
/// 0.3 gap and 10 range. None where the axis states its length scale.
std::vector<LengthPrior> length_priors(const AxisModel& axis, const AxisScales& scales,
                                       const FactorSmoother& smoother);

/// Factor functions of unit variance on the axis, one per given length scale.
std::unique_ptr<FactorSmoother> make_smoother(const AxisModel& axis,
                                              const std::vector<double>& length_scales);

}  // namespace tessera::tucker
