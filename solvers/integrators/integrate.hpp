#pragma once

#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "data/fields/model_record.hpp"
#include "data/fields/monitor.hpp"
#include "solvers/integrators/exponential_runge_kutta.hpp"
#include "solvers/integrators/step_control.hpp"

namespace tessera {

struct IntegrationOptions {
  /// > 0: fixed steps. Every interval between two output times is divided into equal steps, as few
  /// as possible, none longer than this.
  double step = 0;
  /// > 0: steps from the estimated error: per group of numbers below relative_tolerance times the
  /// largest 2-norm that the group has had (or its typical norm, if larger) plus
  /// absolute_tolerance. Exactly one of step and the tolerances is given.
  double relative_tolerance = 0;
  double absolute_tolerance = 0;
  double initial_step = 0;  ///< adaptive: 0: chosen
  double least_step = 0;    ///< adaptive: 0: 1e-10 of the whole time
  double largest_step = std::numeric_limits<double>::infinity();
  Index maximum_steps = 100'000'000;  ///< accepted ones, from the start
  /// The run stops when the norm of a group grows beyond this multiple of its norm at the start, or
  /// its typical norm if larger (groups that start at 0 and have no typical norm: when not finite).
  double largest_growth = 1e8;
  /// > 0: fixed steps: the run stops at a step of larger CFL number; adaptive: the step is
  /// shortened.
  double largest_cfl = 0;
  /// The state falls apart into groups of consecutive numbers (unknowns) that end before these
  /// numbers; empty: one group.
  std::vector<Index> group_ends;
  /// 2-norms that groups have typically: of use for unknowns that start near 0. Empty: unknown.
  std::vector<double> typical_norms;
  double checkpoint_seconds = std::numeric_limits<double>::infinity();  ///< of the wall clock
};

/// One accepted step.
struct StepInfo {
  Index number = 0;  ///< from 1; counts the steps before a restart too
  double time = 0;   ///< at its end
  double step = 0;   ///< length
  double cfl = 0;    ///< StepReport
  double error = 0;  ///< estimated error in units of the tolerance; 0 with fixed steps
};

struct IntegrationCalls {
  /// At every output time in turn, the first one included if it is the start. `time`: as given.
  std::function<void(Index output, double time, std::span<const double> state)> output;
  /// After every step, before an output at its end; may change the state (random forcing) and says
  /// whether it did.
  std::function<bool(const StepInfo& step, std::span<double> state)> step;
  /// Fills what the caller needs to go on after a restart; of a checkpoint it is
  /// nested(record, "caller ") then. Called with every checkpoint, always between two steps and
  /// after the calls above.
  std::function<void(ModelRecord& record)> checkpoint;
};

/// Progress counted over the whole run, restarts included.
struct IntegrationStatistics {
  Index steps = 0;
  Index rejected = 0;
  double shortest_step = std::numeric_limits<double>::infinity();
  double longest_step = 0;
  double largest_cfl = 0;
};

/// Integrates du/dt = M u + N(t, u) through output times.
class Integration {
 public:
  /// From `state` at `start`; `output_times` increase, none before the start. With `restart` (a
  /// record of checkpoint()) it goes on from there, with the same bits as if it had not been
  /// interrupted if all else is as it was; a fixed step may be another one than before.
  /// Throws std::invalid_argument for options that contradict each other or sizes that do not fit,
  /// DataError for a record of something else.
  Integration(const LinearPart& linear, NonlinearPart nonlinear, IntegrationOptions options,
              double start, std::vector<double> state, std::vector<double> output_times,
              const std::optional<ModelRecord>& restart = {});

  /// To the last output time. Throws, each after a checkpoint of the last good state:
  /// Interrupted when the monitor asks to stop; ConvergenceError where the state is not finite or
  /// grows beyond the bound, the CFL number or the number of steps exceeds its limit, or the step
  /// falls below the least one. The message names time, step, CFL number and a step to take.
  /// state() is the last good state then.
  void run(const IntegrationCalls& calls, Monitor& monitor);

  std::span<const double> state() const { return state_; }
  double time() const { return time_; }
  Index next_output() const { return next_output_; }
  const IntegrationStatistics& statistics() const { return statistics_; }
  /// The present state with all that the rest of the run depends on; type "integration".
  ModelRecord checkpoint() const;

 private:
  /// Equal steps to the next output time; its time is start + done * step until the last.
  struct Plan {
    double start = 0;
    double step = 0;
    Index steps = 0;
    Index done = 0;
  };
  bool adaptive() const { return options_.step == 0; }
  void check_options() const;
  void restore(const ModelRecord& record);
  double first_step();
  double longest_step() const { return adaptive() ? control_.step() : options_.step; }
  void make_plan();
  bool plan_is_outdated() const;
  void take_step(const IntegrationCalls& calls);
  void try_fixed_step(double end);
  bool try_adaptive_step(double end);
  void check_growth() const;
  void give_outputs(const IntegrationCalls& calls);
  void save(const IntegrationCalls& calls, Monitor& monitor) const;
  [[noreturn]] void fail(const std::string& what) const;

  IntegrationOptions options_;
  ExponentialRungeKutta method_;
  std::vector<double> output_times_;
  double first_time_ = 0;
  double time_ = 0;
  /// What the steps of an interval sum up to beyond its length, by rounding.
  double surplus_ = 0;
  std::vector<double> state_, next_;
  Index next_output_ = 0;
  Plan plan_;
  StepControl control_;
  std::vector<double> reference_norms_;  ///< of growth
  std::vector<double> largest_norms_;    ///< of the relative tolerance
  std::vector<double> norms_;            ///< of next_
  double cfl_ = 0;                       ///< of the last step, or the last that was finite
  double error_ = 0;
  IntegrationStatistics statistics_;
};

}  // namespace tessera
