#pragma once

#include <complex>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "data/fields/model_record.hpp"
#include "models/sphere/angular_spectrum.hpp"

namespace tessera::sphere_gp {

using sphere::AngularSpectrum;

/// How a term changes in time. All are stationary.
enum class TimeLaw {
  constant,
  white,   ///< independent from time to time
  matern,  ///< of smoothness matern_order + 1/2
  flow     ///< a linear partial differential equation, by its rates; harmonic state alone
};

/// Linear rates of a field's harmonics: d a_lm / dt = lambda_lm a_lm + forcing, where
/// a_lm = c_{l,m} + i c_{l,-m} for m > 0 and a_l0 = c_{l,0}. lambda_lm stands at l (l + 1) / 2 + m
/// and has no positive real part; lambda_l0 is real. The forcing, white in time, has the variance
/// -2 Re lambda_lm C_l per unit of time and harmonic, so that the field is stationary with C_l.
using Rates = std::vector<std::complex<double>>;

/// lambda_lm = -diffusivity l (l + 1) / radius^2 - damping + i m angular_velocity: heat conduction,
/// damping, and solid rotation towards the east. Rates for degrees 0..degree.
Rates heat_and_rotation(int degree, double diffusivity, double radius, double damping,
                        double angular_velocity);

/// A Gaussian field on sphere x time: (isotropic covariance on the sphere) x (covariance in time).
struct SphereTerm {
  std::string name;
  /// Nothing: values at different places are independent, with `place_deviation`.
  std::optional<AngularSpectrum> spectrum;
  double place_deviation = 1;
  TimeLaw time = TimeLaw::constant;
  int matern_order = 1;   ///< 0, 1, 2
  double time_scale = 1;  ///< length scale of the Matern covariance, in units of the time axis
  Rates rates;            ///< of a flow, up to the spectrum's last degree

  double standard_deviation() const {
    return spectrum ? spectrum->standard_deviation() : place_deviation;
  }
};

/// y = mean + sum of terms + noise. The mean is any combination of Y_lm of degrees up to
/// mean_degree (-1: zero) that is constant in time, a priori without preference (flat density of
/// the coefficients; the evidence is that limit of wide normal densities, times their height's
/// inverse, as in restricted maximum likelihood).
struct SphereModel {
  int mean_degree = 0;
  std::vector<SphereTerm> terms;
  double noise = 1;  ///< standard deviation
  /// Parameters that learn() changes, by name: `climate/length_scale`, `noise`, ...
  std::vector<std::string> learned;

  Index mean_functions() const { return static_cast<Index>(mean_degree + 1) * (mean_degree + 1); }
};

/// Positive parameters of a model by name, in the order of the terms: those of the spectrum (or
/// `standard_deviation`), `time_scale` of a Matern term; at last `noise`.
std::vector<KernelParameter> parameters(const SphereModel& model);
/// A copy with all parameters set.
SphereModel with_parameters(const SphereModel& model, const std::vector<double>& values);

/// Throws std::invalid_argument in words for a model that is none: no terms, equal names, rates
/// that grow, ... .
void require_valid(const SphereModel& model);

ModelRecord record_of(const SphereModel& model);
SphereModel model_from(const ModelRecord& record);

}  // namespace tessera::sphere_gp
