#include "solvers/gp_pde/solve.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "data/fields/errors.hpp"
#include "solvers/gp_pde/adaptation.hpp"
#include "solvers/gp_pde/initial_spectrum.hpp"
#include "solvers/gp_pde/separable_part.hpp"

namespace tessera::gp_pde {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

AdaptationState first_state(const SplitProblem& problem, const SolverOptions& options,
                            const std::vector<Spectrum>& spectra) {
  AdaptationState state;
  for (std::size_t k = 0; k < spectra.size(); ++k) {
    const Index rank = flat_band_rank(spectra[k].band, problem.length(k), problem.periodic(k));
    state.settings.push_back({spectra[k], rank, options.points[k], 0});
  }
  return state;
}

AdaptationStep describe(const Rung& rung, const ResidualNorms& norms) {
  AdaptationStep step;
  for (std::size_t k = 0; k < rung.axes.size(); ++k) {
    const Basis1D& b = rung.axes[k]->basis();
    step.axes.push_back({b.band(), b.rank(), b.nodes().size(), coefficient_tail(*rung.solution, k),
                         b.kind(), 1, 1});
  }
  step.residual = norms.equation;
  step.side_residual = norms.sides;
  step.unimposed_side_mismatch = norms.unimposed_sides;
  step.newton_iterations = rung.newton.iterations;
  step.operator_applications = rung.newton.operator_applications;
  step.newton_converged = rung.newton.converged;
  return step;
}

/// Diagnostics of the answer that the solve itself does not need.
void add_diagnostics(const SplitProblem& problem, SolveResult& result) {
  AdaptationStep& step = result.steps[result.best];
  const auto axes = make_axes(problem, result.solution->bases());
  for (std::size_t k = 0; k < step.axes.size(); ++k) {
    step.axes[k].condition = axes[k]->basis().condition();
    step.axes[k].vector_condition = axes[k]->vector_condition();
  }
  const Eigen::VectorXd sizes = separable_eigenvalues(axes, problem.shift).cwiseAbs();
  result.distance_to_singularity = sizes.minCoeff();
  constexpr double rounding = 1e-13;
  result.singular = problem.direct && result.distance_to_singularity < rounding * sizes.maxCoeff();
}

/// Enters a step into the state and counts those that gain too little over the best one so far.
void record_step(AdaptationState& state, const Rung& rung, AdaptationStep step, double stagnation) {
  const bool first = state.steps.empty();
  const double now = residual_of(step);
  const double before = first ? 0 : residual_of(state.steps[state.best]);
  const bool gained = first || !(now > stagnation * before);
  state.steps.push_back(std::move(step));
  state.last_solution = rung.solution;
  if (first || now < before) {
    state.best = state.steps.size() - 1;
    state.best_solution = rung.solution;
  }
  state.idle_steps = gained ? 0 : state.idle_steps + 1;
}

double largest_tail(const AdaptationStep& step) {
  double tail = 0;
  for (const AxisResolution& a : step.axes) tail = std::max(tail, a.tail);
  return tail;
}

/// Decides after a step: an empty string to go on (settings extended), else why it stops.
std::string decide(const SplitProblem& problem, const SolverOptions& options,
                   const ResidualCheck& check, AdaptationState& state) {
  const AdaptivityOptions& a = options.adaptivity;
  const AdaptationStep& last = state.steps.back();
  const double residual = residual_of(last);
  if (residual < a.residual_tolerance) return "off-grid residual below tolerance";
  const bool at_rounding = largest_tail(last) < a.tail_tolerance && residual < a.tail_residual;
  // What hides in a gap of the spectrum shows in the residual of the equation.
  SpectralGap gap{false, std::vector<double>(state.settings.size(), 0.0)};
  if (last.residual >= a.residual_tolerance)
    gap = find_gap(check, *state.last_solution, state.settings, options, at_rounding);
  if (at_rounding && !gap.found) return "coefficient tails at rounding";
  constexpr Index patience = 2;
  if (state.idle_steps >= patience && !gap.found) return "two steps without gain";
  if (static_cast<Index>(state.steps.size()) >= a.maximum_steps) return "maximum number of steps";
  if (!extend(problem, options, last, *state.last_solution, gap, state.settings))
    return "the deck's Points leave no room for a wider band";
  return {};
}

void throw_interrupted(const AdaptationState& state, Monitor& monitor) {
  monitor.checkpoint(to_record(state));
  throw Interrupted("stopped on request after " + std::to_string(state.steps.size()) +
                    " adaptation steps");
}

}  // namespace

SolveResult solve(const SplitProblem& problem, const SolverOptions& options, Monitor& monitor,
                  const ModelRecord* restart) {
  const auto start = Clock::now();
  monitor.stage("spectrum");
  SolveResult result;
  result.spectra = initial_spectra(problem, options);
  AdaptationState state = first_state(problem, options, result.spectra);
  if (restart != nullptr) restore(*restart, problem, state);
  const ResidualCheck check(problem);
  while (result.stop_reason.empty()) {
    if (monitor.should_stop()) throw_interrupted(state, monitor);
    const auto step_start = Clock::now();
    monitor.stage("solve");
    const Rung rung =
        solve_rung(problem, state.settings, options, state.last_solution.get(), monitor);
    if (rung.newton.stopped) throw_interrupted(state, monitor);
    monitor.stage("off-grid residual");
    AdaptationStep step = describe(rung, check.norms(*rung.solution));
    step.time_s = seconds_since(step_start);
    record_step(state, rung, std::move(step), options.adaptivity.stagnation);
    result.stop_reason = decide(problem, options, check, state);
    monitor.progress(-1, "residual " + std::to_string(residual_of(state.steps.back())));
    if (result.stop_reason.empty()) monitor.checkpoint(to_record(state));
  }
  result.solution = state.best_solution;
  result.steps = std::move(state.steps);
  result.best = state.best;
  const AdaptationStep& best = result.steps[result.best];
  result.converged = best.newton_converged;
  result.resolved = residual_of(best) <= options.adaptivity.unresolved_residual;
  result.solve_time_s = seconds_since(start);
  add_diagnostics(problem, result);
  return result;
}

}  // namespace tessera::gp_pde
