#pragma once

namespace tessera::tucker {

/// Law of an observation around its mean on the link's scale: normal, or Student's t, in both cases
/// stated by its variance. With Student-t noise the sum of the function's normal law and the
/// noise's t is taken as one t of the noise's degrees of freedom and the sum's variance.
struct PredictiveLaw {
  double degrees_of_freedom = 0;  ///< above 2; 0: normal

  /// The scale of t that has this standard deviation.
  double scale(double standard_deviation) const;
  /// -log density at this error.
  double negative_log_density(double error, double variance) const;
  /// Half the width of the central 90 % interval in standard deviations.
  double half_width_90() const;
};

}  // namespace tessera::tucker
