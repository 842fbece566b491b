#pragma once

#include <string>
#include <vector>

#include <Eigen/Core>

#include "data/fields/monitor.hpp"
#include "data/fields/types.hpp"
#include "solvers/gp_pde/spectral_regression.hpp"
#include "solvers/optimize/weight_evidence.hpp"

namespace tessera::gp_pde {

/// Part of a density: weight times the mean of two Gaussians at +-mean.
struct SpectralComponent {
  double weight = 0;              ///< variance it gives to the function
  double mean = 0;                ///< cycles per unit length
  double standard_deviation = 0;  ///< cycles per unit length
};

struct EvidenceFitOptions {
  double noise_floor = 1e-12;  ///< relative to the data's root mean square
  Index components = 30;
  double narrowest = 0.6;           ///< standard deviation, in units of 1 / period
  double relative_decrease = 1e-4;  ///< of the objective over five steps: ends the iteration
  Index maximum_iterations = 60;
};

struct EvidenceFit {
  std::vector<SpectralComponent> components;  ///< by falling weight
  Eigen::VectorXd weights;                    ///< g of the regression
  double log_evidence = 0;
  double noise = 0;  ///< in units of the data
  Index iterations = 0;
  std::string reason;
};

/// Log evidence maximised by ROL's trust region over scale and noise of a density of given shape
/// (weights g up to a factor).
EvidenceFit fit_scale(const WeightEvidence& evidence, const Eigen::VectorXd& shape,
                      const EvidenceFitOptions& options, Monitor& monitor);

/// The same over a mixture of Gaussians on a flat floor: log weights, means within the band, log
/// standard deviations, log floor and log noise, from equal weights and means spread evenly over
/// the band (the start of arXiv 2311.04465). Weights are bounded by twice the data's mean square:
/// components outside the band would otherwise grow without limit.
EvidenceFit fit_mixture(const WeightEvidence& evidence, const SpectralRegression& regression,
                        const EvidenceFitOptions& options, Monitor& monitor);

}  // namespace tessera::gp_pde
