#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "data/fields/field.hpp"
#include "data/fields/monitor.hpp"
#include "solvers/sphere_gp/assembly.hpp"

namespace tessera::sphere_gp {

struct LearnOptions {
  StateForm form = StateForm::observations;
  Index starts = 2;  ///< the model's own values, then random ones around them
  Index maximum_iterations = 60;
  double relative_decrease = 1e-6;  ///< see OptimizeOptions
  std::uint64_t seed = 1;
};

struct LearnResult {
  SphereModel model;
  double log_evidence = 0;
  Index evaluations = 0;
  bool converged = true;  ///< the best start
  std::vector<double> evidence_of_start;
  Table history;  ///< accepted values of all starts
};

/// Maximises the evidence over the model's `learned` parameters (logarithms, within wide bounds
/// that follow from the data's standard deviation, times and degrees) by a trust-region method with
/// exact gradients. Deterministic. Without learned parameters: evaluates. Throws DataError where no
/// start has an evidence, Interrupted on request.
LearnResult learn(const SphereModel& model, const SphereData& data, const LearnOptions& options,
                  Monitor& monitor);

/// Fills in values to start from: deviations that share the data's standard deviation, length
/// scales and times in proportion to those of the data. Parameters that are not learned stay.
SphereModel with_start_values(const SphereModel& model, const SphereData& data);

}  // namespace tessera::sphere_gp
