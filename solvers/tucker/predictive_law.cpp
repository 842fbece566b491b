#include "solvers/tucker/predictive_law.hpp"

#include <cmath>
#include <numbers>

#include <boost/math/distributions/students_t.hpp>

namespace tessera::tucker {
namespace {

constexpr double normal_half_width_90 = 1.6448536269514722;

}  // namespace

double PredictiveLaw::scale(double standard_deviation) const {
  if (degrees_of_freedom == 0) return standard_deviation;
  return standard_deviation * std::sqrt((degrees_of_freedom - 2) / degrees_of_freedom);
}

double PredictiveLaw::negative_log_density(double error, double variance) const {
  if (degrees_of_freedom == 0)
    return 0.5 * std::log(2 * std::numbers::pi * variance) + 0.5 * error * error / variance;
  const double s = scale(std::sqrt(variance)), nu = degrees_of_freedom;
  return std::log(s) + 0.5 * std::log(nu * std::numbers::pi) + std::lgamma(0.5 * nu) -
         std::lgamma(0.5 * (nu + 1)) + 0.5 * (nu + 1) * std::log1p(error * error / (nu * s * s));
}

double PredictiveLaw::half_width_90() const {
  if (degrees_of_freedom == 0) return normal_half_width_90;
  return scale(boost::math::quantile(boost::math::students_t(degrees_of_freedom), 0.95));
}

}  // namespace tessera::tucker
