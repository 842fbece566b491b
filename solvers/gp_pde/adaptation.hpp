#pragma once

#include <optional>
#include <string>
#include <vector>

#include "data/fields/model_record.hpp"
#include "solvers/gp_pde/residual_check.hpp"
#include "solvers/gp_pde/rung.hpp"
#include "solvers/gp_pde/solve.hpp"

namespace tessera::gp_pde {

/// The state of the adaptation between two solves: what a checkpoint holds.
struct AdaptationState {
  std::vector<AxisSetting> settings;  ///< of the next solve
  std::vector<AdaptationStep> steps;  ///< done so far
  std::size_t best = 0;
  Index idle_steps = 0;  ///< successive steps without a worthwhile gain
  std::shared_ptr<const Solution> best_solution;
  std::shared_ptr<const Solution> last_solution;
};

/// Largest of the two relative residuals of a step.
double residual_of(const AdaptationStep& step);

/// Share of the last eight coefficients (four even, four odd functions) along one axis.
double coefficient_tail(const Solution& u, std::size_t axis);

/// Functions that an axis lacks until its coefficients end at `tolerance`, if they go on to fall as
/// they do over the last quarter; 0 where they do not fall.
double missing_functions(const Solution& u, std::size_t axis, double tolerance);

/// Lines in the residual's spectrum beyond the band, axis by axis: frequencies that source and side
/// data hide below stronger ones.
struct SpectralGap {
  bool found = false;
  std::vector<double> frequencies;  ///< per axis; 0 where there is none
};
SpectralGap find_gap(const ResidualCheck& check, const Solution& u,
                     const std::vector<AxisSetting>& settings, const SolverOptions& options,
                     bool among_rounding_noise);

/// Widens settings for the next solve: rank where the tail is large, the band at gaps, else the
/// band of all axes. False where the caps on nodes leave no room.
bool extend(const SplitProblem& problem, const SolverOptions& options, const AdaptationStep& last,
            const Solution& u, const SpectralGap& gap, std::vector<AxisSetting>& settings);

ModelRecord to_record(const AdaptationState& state);
/// Throws DataError where the record does not fit the problem.
void restore(const ModelRecord& record, const SplitProblem& problem, AdaptationState& state);

}  // namespace tessera::gp_pde
