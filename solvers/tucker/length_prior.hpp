#pragma once

#include <vector>

#include "data/fields/types.hpp"

namespace tessera::tucker {

/// One learned length scale and its log-normal prior.
struct LengthPrior {
  Index function = 0;     ///< of the mode
  Index parameter = 0;    ///< position among the kernel's parameters
  double median = 1;      ///< raw units of the axis
  double log_spread = 1;  ///< standard deviation of the logarithm
  double minimum = 0;
  double maximum = 0;

  /// log density of the logarithm of the length.
  double log_density(double length) const;
};

}  // namespace tessera::tucker
