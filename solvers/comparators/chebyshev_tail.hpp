#pragma once

#include <vector>

#include <Eigen/Core>

namespace tessera::comparators {

/// How far the Chebyshev or Fourier series of values has fallen along one axis.
struct CoefficientTail {
  /// Largest of the last four coefficients over all lines, relative to the largest value.
  double last = 0;
  bool flat = false;  ///< the last quarter of the coefficients does not fall any more

  /// Down to 1e-13, or flat at the level of rounding (below 1e-11).
  bool sufficient() const;
};

/// One tail per axis, for values at all Chebyshev points (one column: one axis), or of Fourier
/// coefficients where `periodic` (empty: nowhere) says so.
std::vector<CoefficientTail> coefficient_tails(const Eigen::MatrixXd& values,
                                               const std::vector<bool>& periodic);

}  // namespace tessera::comparators
