#include "apps/sphere/member_run.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numbers>

#include <fmt/format.h>

#include "data/fields/axis.hpp"
#include "data/fields/errors.hpp"
#include "solvers/integrators/integrate.hpp"

namespace tessera::sphere {
namespace {

using Clock = std::chrono::steady_clock;
const std::string trajectory_key = "trajectory";

/// Writes down what happens in the course of one integration.
class Recorder {
 public:
  Recorder(const Options& options, EquationModel& model, const RandomStreams& random, Index member)
      : model_(model), random_(random), member_(member) {
    interval_ = options.output.budget_interval;
    for (const Budget& budget : model.problem().budgets)
      if (budget.rate && interval_ == 0) interval_ = 1;
  }

  void output(double time, std::span<const double> state) {
    trajectory.times.push_back(time);
    trajectory.states.emplace_back(state.begin(), state.end());
    budgets(time, state);
  }

  bool step(const StepInfo& step, std::span<double> state) {
    const bool forced = model_.forcing().present();
    if (forced) model_.forcing().add(step.step, step.number, member_, random_, state);
    trajectory.step_times.push_back(step.time);
    trajectory.steps.push_back(step.step);
    trajectory.cfl_numbers.push_back(step.cfl);
    trajectory.step_errors.push_back(step.error);
    if (interval_ > 0 && step.number % interval_ == 0) budgets(step.time, state);
    return forced;
  }

  Trajectory trajectory;
  double seconds = 0;  ///< spent on budgets

 private:
  void budgets(double time, std::span<const double> state) {
    if (model_.problem().budgets.empty()) return;
    if (!trajectory.budget_times.empty() && trajectory.budget_times.back() >= time) return;
    const Clock::time_point begin = Clock::now();
    const std::vector<double> integrals = model_.integrals(time, state);
    seconds += std::chrono::duration<double>(Clock::now() - begin).count();
    trajectory.budget_times.push_back(time);
    trajectory.budgets.insert(trajectory.budgets.end(), integrals.begin(), integrals.end());
  }

  EquationModel& model_;
  const RandomStreams& random_;
  Index member_;
  Index interval_ = 0;
};

IntegrationOptions integration_options(const Options& options, const SphereProblem& problem) {
  const SolverOptions& s = options.solver;
  IntegrationOptions i;
  i.step = s.time_step;
  if (!(i.step > 0))
    i.relative_tolerance = s.relative_tolerance > 0 ? s.relative_tolerance : default_tolerance;
  i.initial_step = s.initial_step;
  if (s.maximum_step > 0) i.largest_step = s.maximum_step;
  i.maximum_steps = s.maximum_steps;
  i.largest_growth = s.largest_growth;
  i.largest_cfl = s.largest_cfl_number;
  i.checkpoint_seconds = options.checkpoint_interval;
  for (Index k = 1; k <= problem.unknowns(); ++k) i.group_ends.push_back(k * problem.harmonics());
  if (!s.typical_values.empty()) {
    i.typical_norms.assign(static_cast<std::size_t>(problem.unknowns()), 0.0);
    for (const auto& [name, value] : s.typical_values)
      for (std::size_t k = 0; k < problem.names.unknowns.size(); ++k)
        if (problem.names.unknowns[k] == name)
          i.typical_norms[k] = value.value * std::sqrt(4 * std::numbers::pi);
  }
  return i;
}

/// Adaptive steps measure errors against the size of an unknown.
void require_sizes(const IntegrationOptions& options, const SphereProblem& problem,
                   const std::vector<double>& state) {
  if (options.step > 0) return;
  const auto count = static_cast<std::size_t>(problem.harmonics());
  for (std::size_t k = 0; k < problem.names.unknowns.size(); ++k) {
    bool zero = options.typical_norms.empty() || options.typical_norms[k] == 0;
    for (std::size_t i = k * count; i < (k + 1) * count && zero; ++i) zero = state[i] == 0;
    if (zero)
      throw DeckError(fmt::format(
          "Solver: {0} starts from 0, so that adaptive steps do not know which errors of it are "
          "small. Give \"Typical Values: {{{0}: ...}}\" or a Time Step.",
          problem.names.unknowns[k]));
  }
}

/// Infinite and undefined values of given formulas, which no shorter step would mend.
void require_finite(const Options& options, const EquationModel& model,
                    const std::vector<double>& state) {
  const SphereProblem& problem = model.problem();
  const auto count = static_cast<std::size_t>(problem.harmonics());
  std::vector<double> rate(state.size());
  model.nonlinear().evaluate(problem.range.first, state, rate);
  const auto first_bad = [&](const std::vector<double>& values) {
    const auto bad =
        std::find_if(values.begin(), values.end(), [](double v) { return !std::isfinite(v); });
    return static_cast<std::size_t>(bad - values.begin()) / count;
  };
  constexpr const char* cause = "Look for a division by 0, or log or sqrt of a negative number.";
  if (const std::size_t k = first_bad(state); k < problem.names.unknowns.size()) {
    const std::string& name = problem.names.unknowns[k];
    const auto given = std::find_if(options.initial.begin(), options.initial.end(),
                                    [&](const auto& entry) { return entry.first == name; });
    throw DeckError(deck_message(given == options.initial.end() ? Location{} : given->second.where,
                                 "Initial Conditions > " + name,
                                 fmt::format("values are not finite. {}", cause)));
  }
  if (const std::size_t k = first_bad(rate); k < problem.names.unknowns.size())
    throw DeckError(deck_message(options.equations.front().where, "Equations",
                                 fmt::format("the rate of {} is not finite at the start. {}",
                                             problem.names.unknowns[k], cause)));
}

}  // namespace

std::vector<double> output_times(const Options& options, const SphereProblem& problem) {
  const auto count =
      static_cast<std::size_t>(output_points(options, problem.time, default_output_times));
  return uniform_axis(problem.time, problem.range.first, problem.range.second, count).coordinates;
}

Trajectory run_member(const Options& options, EquationModel& model, const RandomStreams& random,
                      Index member, Monitor& monitor, const std::optional<ModelRecord>& restart) {
  const SphereProblem& problem = model.problem();
  const IntegrationOptions integration_settings = integration_options(options, problem);
  const std::vector<double> start = model.initial_state(random, member);
  require_finite(options, model, start);
  require_sizes(integration_settings, problem, start);
  Recorder recorder(options, model, random, member);
  if (restart) {
    std::size_t position = 0;
    recorder.trajectory =
        Trajectory::unpacked(array_of(*restart, "caller " + trajectory_key).values, position);
  }
  const GalerkinEvaluator& nonlinear = model.nonlinear();
  const EvaluatorTimes before = nonlinear.times();
  const Clock::time_point begin = Clock::now();
  Integration integration(
      model.linear(),
      [&](double time, std::span<const double> u, std::span<double> n) {
        nonlinear.evaluate(time, u, n);
      },
      integration_settings, problem.range.first, start, output_times(options, problem), restart);

  Trajectory& t = recorder.trajectory;
  const Trajectory former = t;  // of the run that was interrupted: times only
  const auto take_times = [&] {
    const EvaluatorTimes& now = nonlinear.times();
    t.seconds = former.seconds + std::chrono::duration<double>(Clock::now() - begin).count() -
                recorder.seconds;
    t.transforms = former.transforms + now.transforms - before.transforms;
    t.products = former.products + now.products - before.products;
    t.evaluations = former.evaluations + static_cast<double>(now.evaluations - before.evaluations);
    t.rejected = static_cast<double>(integration.statistics().rejected);
  };
  IntegrationCalls calls;
  calls.output = [&](Index, double time, std::span<const double> state) {
    recorder.output(time, state);
  };
  calls.step = [&](const StepInfo& step, std::span<double> state) {
    return recorder.step(step, state);
  };
  calls.checkpoint = [&](ModelRecord& record) {
    take_times();
    const std::vector<double> numbers = t.packed();
    set_array(record, trajectory_key, {static_cast<Index>(numbers.size())}, numbers);
  };
  try {
    integration.run(calls, monitor);
  } catch (const ConvergenceError& error) {
    t.failure = error.what();
    if (t.times.empty() || integration.time() > t.times.back())
      recorder.output(integration.time(), integration.state());
  }
  take_times();
  return std::move(t);
}

}  // namespace tessera::sphere
