#pragma once

#include <string>
#include <vector>

#include "data/fields/types.hpp"

namespace tessera::sphere {

/// What is kept of one run in time: states at output times, integrals and steps.
struct Trajectory {
  std::vector<double> times;                ///< of `states`
  std::vector<std::vector<double>> states;  ///< all unknowns, one after the other
  std::vector<double> budget_times;
  std::vector<double> budgets;  ///< [time][output of SphereProblem::densities]
  std::vector<double> step_times, steps, cfl_numbers, step_errors;  ///< accepted steps
  double rejected = 0;
  double seconds = 0;      ///< wall clock of the steps, budgets apart
  double transforms = 0;   ///< of these: spherical-harmonic transforms
  double products = 0;     ///< pointwise products or plans
  double evaluations = 0;  ///< of the nonlinear part
  std::string failure;     ///< why it ended before the last output time; empty: it did not

  /// As plain numbers, for checkpoints and between processes.
  std::vector<double> packed() const;
  /// Throws std::out_of_range for numbers that are no trajectory. `position` moves to the end.
  static Trajectory unpacked(const std::vector<double>& numbers, std::size_t& position);
};

/// Output times that all members have, counted from the start; one that stopped early ends with a
/// time of its own.
std::size_t common_times(const std::vector<Trajectory>& members);

}  // namespace tessera::sphere
