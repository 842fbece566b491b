#pragma once

#include <string>
#include <vector>

#include <Eigen/Core>

#include "data/fields/monitor.hpp"
#include "data/fields/types.hpp"
#include "solvers/optimize/weight_evidence.hpp"

namespace tessera {

/// Noise and caps are relative to the root mean square of the data.
struct RelevanceOptions {
  double noise_floor = 1e-12;     ///< annealing ends here (rounding of the data)
  double first_noise = 0.1;       ///< annealing starts here
  double noise_factor = 0.1;      ///< per step
  double largest_weight = 2;      ///< cap on the variance a weight gives to the data, see below
  double smallest_weight = 0.01;  ///< floor, in units of noise^2 / row count
  double evidence_gain = 5e-4;    ///< a step that gains less than this share does not count ...
  Index patience = 4;             ///< ... and so many of them end the iteration
  Index maximum_steps = 60;
};

struct RelevanceStep {
  double log_evidence = 0;
  double noise = 0;  ///< relative
  Index alive = 0;   ///< weights above 1e-6 of the largest
};

struct RelevanceResult {
  Eigen::VectorXd weights;  ///< g of the step with the best evidence
  double noise = 0;         ///< standard deviation of that step, in units of the data
  double log_evidence = 0;
  Index best_step = 0;
  std::vector<RelevanceStep> history;
  std::string reason;  ///< `evidence settled`, `maximum steps` or `stopped on request`
};

/// Sparse Bayesian regression: weights g that maximise the evidence of y_j = A z_j + noise,
/// z ~ N(0, diag g), shared by all signals, under the improper prior p(g) ~ 1/g (Jeffreys; flat in
/// log g) between a floor and a cap. Fixed point of MacKay (1992) in its form per weight,
///   g <- g * sum_j (a^T C^-1 y_j)^2 / (J a^T C^-1 a),
/// from equal weights, while the noise falls by `noise_factor` per step. Where a lower noise costs
/// evidence (the features cannot explain more) the iteration goes back to its best step and tries
/// smaller factors: the noise is learned on the way. The step with the best evidence counts, not
/// the last.
///
/// Weights are never pruned. A weight stays at a floor that is invisible under the present noise,
/// from where it can grow when the noise has fallen. The cap keeps the fixed point from explaining
/// data outside the features' band by huge amplitudes that cancel. Throws std::invalid_argument for
/// data that are zero or not finite.
RelevanceResult relevance_determination(const WeightEvidence& evidence,
                                        const RelevanceOptions& options, Monitor& monitor);

}  // namespace tessera
