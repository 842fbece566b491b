#pragma once

#include <string>
#include <vector>

#include "apps/sphere/budget_figures.hpp"
#include "apps/sphere/member_run.hpp"

namespace tessera::sphere {

/// A rival method beside the run of the first member.
struct RivalFigures {
  std::string name;
  double seconds_per_step = 0;
  double run_seconds_per_step = 0;  ///< of the run's own products in the same steps; 0: not taken
  double transforms = 0;            ///< share of the time
  double products = 0;
  /// Of the state at the last time both reached, |rival - run| / |run|, the largest of all
  /// unknowns.
  double difference = 0;
  double time = 0;      ///< that time
  std::string failure;  ///< why it ended early
  std::vector<BudgetFigures> budgets;
};

/// Runs the rivals of Compare from the first member's start, the aliased one to the end, the
/// pseudo-spectral one for a few steps. `run`: that member.
std::vector<RivalFigures> compare(const Options& options, const EquationModel& model,
                                  const Trajectory& run, RunContext& context);

/// Ten steps by a plain pseudo-spectral code beside ten of the run's own, in turns; the fastest
/// step of each counts.
RivalFigures compare_plain(const Options& options, const EquationModel& model, RunContext& context);

/// The larger number; NaN where one is.
inline double larger(double a, double b) {
  return a != a || a > b ? a : b;
}

/// Figures of one run that comparisons print.
RivalFigures figures_of(const std::string& name, const SphereProblem& problem,
                        const Trajectory& trajectory);

}  // namespace tessera::sphere
