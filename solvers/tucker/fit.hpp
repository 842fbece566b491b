#pragma once

#include <functional>
#include <random>
#include <vector>

#include "data/fields/monitor.hpp"
#include "solvers/tucker/axis_model.hpp"
#include "solvers/tucker/component_table.hpp"
#include "solvers/tucker/data_terms.hpp"
#include "solvers/tucker/factor_model.hpp"
#include "solvers/tucker/message_passing.hpp"
#include "solvers/tucker/prune_components.hpp"

namespace tessera::tucker {

struct FitOptions {
  MessageOptions messages;
  Index maximum_sweeps = 50;
  /// Done when a sweep raises the bound by less than this share of its magnitude.
  double relative_tolerance = 1e-4;
  /// The first sweeps hold all weights at first_weight, so that no component collapses before its
  /// functions have found a shape; length scales are learned from the second sweep on.
  Index first_sweeps = 3;
  double first_weight = 0.5;
  /// Standard deviation of the logarithms of the first length scales around their prior's median.
  double start_spread = 0.7;
  /// Leaves out components that the others can replace: the result has a smaller table then.
  PruneOptions pruning;
};

/// One line of a fit's history: after a sweep, or after a component was left out.
struct SweepRecord {
  double bound = 0;            ///< nats
  double noise_deviation = 0;  ///< of standardised values
  double effective_rank = 0;   ///< effective_rank.hpp; the intercept left out
};

struct FitResult {
  FittedComponents components;
  VariationalState state;
  std::vector<SweepRecord> history;
  bool converged = false;
  double noise_variance = 1;       ///< 1 / E[tau], standardised
  double cell_share = 0;           ///< of it: what observations of one cell share
  Eigen::ArrayXd student_factors;  ///< noise_model.hpp
  double bound() const { return history.empty() ? 0.0 : history.back().bound; }
};

/// Makes another start of the random one; empty: no change.
using ChangeStart = std::function<VariationalState(VariationalState random)>;

/// Fits the components from a random start by coordinate ascent on the bound until it stands still.
/// CP components that only repeat others are left out on the way (prune_components.hpp).
/// Throws ConvergenceError where the bound falls or stops being finite, Interrupted where the
/// monitor asks to stop (after a checkpoint).
FitResult fit_components(const ComponentTable& table, const std::vector<AxisModel>& axes,
                         DataTerms& data, const NoiseModel& noise, const FitOptions& options,
                         std::mt19937_64& random, Monitor& monitor,
                         const ChangeStart& change_start = {});

}  // namespace tessera::tucker
