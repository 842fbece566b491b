#pragma once

#include <memory>
#include <random>
#include <vector>

#include "solvers/tucker/data_terms.hpp"
#include "solvers/tucker/factor_model.hpp"

namespace tessera::tucker {

/// Settings of the published algorithm, named as its configuration files do where they can be.
struct ReferenceCpOptions {
  Index sweeps = 150;
  double damping = 0.3;          ///< share of the old messages to the factors that is kept
  double noise_damping = 0.8;    ///< of those to the noise
  std::vector<double> variance;  ///< of the factor functions, one per mode
  double site_variance = 1;      ///< v of the extra factor N(0, v) at every observed index
  GammaDistribution noise_prior{1, 1};
};

struct ReferenceCp {
  FittedComponents components;  ///< of unit-variance functions; the weights hold the variances
  GammaDistribution noise_precision;
};

/// The fixed point of the published functional Bayesian CP model (Fang et al., arXiv 2311.04829,
/// and its code), for comparison: weights fixed to 1, no relevances, hyperparameters as given,
/// values as given, a second prior N(0, v) beside the Gaussian process at every observed index,
/// damped messages from a random start in U(0, 1), a fixed number of sweeps. Per-index sums stand
/// for the messages of single entries: damping is linear, so both give the same. Where the
/// published code interpolates between smoothed neighbours and extrapolates with a growing
/// transition, we condition exactly.
///
/// One smoother of unit variance per mode, all of as many functions (the rank).
/// Throws std::invalid_argument where smoothers, data and options do not fit together.
ReferenceCp reference_cp(std::vector<std::unique_ptr<FactorSmoother>> smoothers,
                         const DataTerms& data, const ReferenceCpOptions& options,
                         std::mt19937_64& random);

}  // namespace tessera::tucker
