#include "solvers/integrators/integrate.hpp"

#include <cmath>
#include <set>
#include <string>

#include <boost/test/unit_test.hpp>

#include "data/fields/errors.hpp"
#include "tests/solvers/integrators/problems.hpp"

using namespace tessera;
using namespace tessera::test;

namespace {

/// Asks to stop before the step of this number; keeps the last checkpoint.
class StoppingMonitor final : public Monitor {
 public:
  explicit StoppingMonitor(Index steps) : steps_(steps) {}
  void stage(std::string_view) override {}
  void progress(double share, std::string_view) override { share_ = share; }
  void note(std::string_view) override {}
  bool should_stop() override { return steps_-- == 0; }
  void checkpoint(const ModelRecord& state) override { record = state; }
  double share() const { return share_; }
  std::optional<ModelRecord> record;

 private:
  Index steps_;
  double share_ = 0;
};

const BurgersEquation burgers{10, 0.05, 0.02};

IntegrationOptions with_tolerance(double tolerance) {
  IntegrationOptions options;
  options.relative_tolerance = tolerance;
  return options;
}

IntegrationOptions with_step(double step) {
  IntegrationOptions options;
  options.step = step;
  return options;
}

Integration burgers_run(const IntegrationOptions& options, std::vector<double> times,
                        const std::optional<ModelRecord>& restart = {}) {
  return {burgers.linear(), burgers.part(), options, 0, burgers.start(), std::move(times), restart};
}

/// du/dt = u^2 with u(0) = 1 ends at t = 1.
Integration explosion(const IntegrationOptions& options) {
  const NonlinearPart square = [](double, std::span<const double> u, std::span<double> n) {
    n[0] = u[0] * u[0];
  };
  return {real_diagonal({0}), square, options, 0, {1}, {0.25, 2}};
}

/// A random-looking push that depends on the number of the step.
bool push(const StepInfo& step, std::span<double> state) {
  if (step.number % 3 != 0) return false;
  state[0] += 1e-3 * std::sin(static_cast<double>(step.number));
  return true;
}

template <class Run>
std::string message_of(Run&& run) {
  try {
    run();
  } catch (const ConvergenceError& error) {
    return error.what();
  }
  return "";
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(integrate)

BOOST_AUTO_TEST_CASE(output_times_are_hit_exactly_in_order_and_once) {
  const std::vector<double> times{0, 0.1, 0.30000001, 1.0 / 3, 1.7, 2};
  for (const IntegrationOptions& options : {with_step(0.017), with_tolerance(1e-6)}) {
    Integration run = burgers_run(options, times);
    std::vector<double> found;
    double last = 0, longest = 0;
    IntegrationCalls calls;
    calls.output = [&](Index output, double time, std::span<const double>) {
      BOOST_TEST(output == static_cast<Index>(found.size()));
      BOOST_TEST(time == run.time());
      found.push_back(time);
    };
    calls.step = [&](const StepInfo& step, std::span<double>) {
      BOOST_TEST(std::fabs(step.time - step.step - last) < 1e-14);
      last = step.time;
      longest = std::max(longest, step.step);
      return false;
    };
    StoppingMonitor monitor(-1);
    run.run(calls, monitor);
    BOOST_TEST(found == times, boost::test_tools::per_element());
    BOOST_TEST(monitor.share() == 1);
    if (options.step > 0) BOOST_TEST(longest <= options.step);
    BOOST_TEST(run.statistics().longest_step == longest);
  }
}

BOOST_AUTO_TEST_CASE(fixed_steps_are_as_few_as_possible_and_equal_between_outputs) {
  const auto steps = [](double step, std::vector<double> times) {
    Integration run = burgers_run(with_step(step), std::move(times));
    SilentMonitor monitor;
    run.run({}, monitor);
    return run.statistics();
  };
  BOOST_TEST(steps(0.1, {0.3, 0.6, 0.9}).steps == 9);
  BOOST_TEST(steps(0.11, {0.3, 0.6, 0.9}).steps == 9);
  BOOST_TEST(steps(0.09, {0.3, 0.6, 0.9}).steps == 12);
  // The same weights serve for all of these intervals.
  const IntegrationStatistics s = steps(0.1, {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7});
  BOOST_TEST(s.shortest_step == s.longest_step);
}

BOOST_AUTO_TEST_CASE(the_error_is_proportional_to_the_tolerance) {
  Integration exact = burgers_run(with_step(1e-3), {2});
  SilentMonitor monitor;
  exact.run({}, monitor);
  std::vector<double> errors;
  for (const double tolerance : {1e-4, 1e-6, 1e-8}) {
    Integration run = burgers_run(with_tolerance(tolerance), {2});
    run.run({}, monitor);
    errors.push_back(distance(run.state(), exact.state()));
    BOOST_TEST(errors.back() < tolerance);
    BOOST_TEST(run.statistics().rejected <= 2 + run.statistics().steps / 10);
  }
  for (std::size_t i = 1; i < errors.size(); ++i) {
    BOOST_TEST(errors[i - 1] / errors[i] > 20);
    BOOST_TEST(errors[i - 1] / errors[i] < 300);
  }
}

BOOST_AUTO_TEST_CASE(steps_follow_a_solution_that_changes_pace_and_forcing_in_time) {
  // u = cos(t) + exp(-((t - 5) / 0.05)^2), given by its rate of change.
  const auto exact = [](double t) { return std::cos(t) + std::exp(-std::pow((t - 5) / 0.05, 2)); };
  const NonlinearPart rate = [](double t, std::span<const double>, std::span<double> n) {
    n[0] = -std::sin(t) - 800 * (t - 5) * std::exp(-std::pow((t - 5) / 0.05, 2));
  };
  IntegrationOptions options = with_tolerance(1e-6);
  options.largest_step = 0.2;
  Integration run(real_diagonal({0}), rate, options, 0, {exact(0)}, {4, 5, 10});
  double worst = 0;
  IntegrationCalls calls;
  calls.output = [&](Index, double time, std::span<const double> u) {
    worst = std::max(worst, std::fabs(u[0] - exact(time)));
  };
  SilentMonitor monitor;
  run.run(calls, monitor);
  BOOST_TEST(worst < 1e-5);
  BOOST_TEST(run.statistics().shortest_step < 0.02);
  BOOST_TEST(run.statistics().longest_step > 0.1);
}

BOOST_AUTO_TEST_CASE(adaptive_steps_of_a_linear_equation_are_as_long_as_the_run) {
  const NonlinearPart nothing = [](double, std::span<const double>, std::span<double> n) {
    std::fill(n.begin(), n.end(), 0.0);
  };
  Integration run(complex_diagonal({{-1, 20}}), nothing, with_tolerance(1e-8), 0, {1, 0}, {3});
  SilentMonitor monitor;
  run.run({}, monitor);
  BOOST_TEST(run.statistics().steps <= 2);
  BOOST_TEST(std::fabs(run.state()[0] - std::exp(-3) * std::cos(60.0)) < 1e-15);
}

BOOST_AUTO_TEST_CASE(a_restart_gives_the_same_bits) {
  const std::vector<double> times{0, 0.3, 0.5, 1};
  for (const IntegrationOptions& options : {with_step(0.013), with_tolerance(1e-7)}) {
    std::vector<double> whole, parts;
    IntegrationCalls calls;
    calls.step = push;
    calls.output = [&](Index, double, std::span<const double> u) { whole.push_back(u[1]); };
    SilentMonitor silent;
    Integration reference = burgers_run(options, times);
    reference.run(calls, silent);
    calls.output = [&](Index, double, std::span<const double> u) { parts.push_back(u[1]); };
    calls.checkpoint = [&](ModelRecord& record) {
      set_number(record, "count", static_cast<double>(parts.size()));
    };
    std::optional<ModelRecord> record;
    Index pieces = 0;
    for (bool done = false; !done; ++pieces) {
      Integration run = burgers_run(options, times, record);
      StoppingMonitor monitor(7);
      try {
        run.run(calls, monitor);
        done = true;
        BOOST_TEST(distance(run.state(), reference.state()) == 0);
        BOOST_TEST(run.statistics().steps == reference.statistics().steps);
        BOOST_TEST(run.statistics().rejected == reference.statistics().rejected);
      } catch (const Interrupted&) {
        record = monitor.record;
        BOOST_TEST(number_of(nested(*record, "caller "), "count") ==
                   static_cast<double>(parts.size()));
      }
    }
    BOOST_TEST(pieces > 5);
    BOOST_TEST(parts == whole, boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(forcing_is_evaluated_at_the_very_output_times_as_after_a_restart) {
  std::set<double> evaluated;
  const NonlinearPart forced = [&](double t, std::span<const double> u, std::span<double> n) {
    evaluated.insert(t);
    n[0] = std::sin(30 * t) - u[0] * u[0];
  };
  std::vector<double> times;
  for (int k = 1; k <= 60; ++k) times.push_back(1.1 + 0.07 * k);
  Integration run(real_diagonal({-1}), forced, with_tolerance(1e-6), 1.1, {0.3}, times);
  SilentMonitor monitor;
  run.run({}, monitor);
  for (const double t : times) BOOST_TEST(evaluated.contains(t));
}

BOOST_AUTO_TEST_CASE(a_restart_may_take_other_steps_but_not_another_problem) {
  StoppingMonitor monitor(5);
  BOOST_CHECK_THROW(burgers_run(with_step(0.1), {1, 2}).run({}, monitor), Interrupted);
  for (const IntegrationOptions& options : {with_step(0.02), with_tolerance(1e-6)}) {
    Integration run = burgers_run(options, {1, 2}, monitor.record);
    BOOST_TEST(run.time() == 0.5);
    SilentMonitor silent;
    run.run({}, silent);
    BOOST_TEST(run.time() == 2);
    if (options.step > 0) BOOST_TEST(run.statistics().steps == 5 + 25 + 50);
  }
  BOOST_CHECK_THROW(burgers_run(with_step(0.1), {1, 3}, monitor.record), DataError);
  ModelRecord other = *monitor.record;
  other.arrays["state"].values.pop_back();
  BOOST_CHECK_THROW(burgers_run(with_step(0.1), {1, 2}, other), DataError);
  other.type = "model";
  BOOST_CHECK_THROW(burgers_run(with_step(0.1), {1, 2}, other), DataError);
}

BOOST_AUTO_TEST_CASE(checkpoints_come_at_intervals_of_the_clock) {
  IntegrationOptions options = with_step(0.1);
  options.checkpoint_seconds = 0;
  StoppingMonitor monitor(-1);
  burgers_run(options, {1}).run({}, monitor);
  BOOST_TEST(number_of(monitor.record.value(), "time") == 1);
}

BOOST_AUTO_TEST_CASE(a_blow_up_stops_with_the_last_good_state) {
  for (const IntegrationOptions& options : {with_step(0.01), with_tolerance(1e-8)}) {
    Integration run = explosion(options);
    StoppingMonitor monitor(-1);
    Index outputs = 0;
    IntegrationCalls calls;
    calls.output = [&](Index, double, std::span<const double>) { ++outputs; };
    const std::string message = message_of([&] { run.run(calls, monitor); });
    BOOST_TEST_INFO(message);
    BOOST_TEST((contains(message, "at time 1") || contains(message, "at time 0.99999")));
    BOOST_TEST(contains(message, "CFL number"));
    BOOST_TEST(contains(message, "last good state"));
    BOOST_TEST(outputs == 1);
    BOOST_TEST(std::isfinite(run.state()[0]));
    BOOST_TEST(run.state()[0] > 10);
    BOOST_TEST(array_of(monitor.record.value(), "state").values[0] == run.state()[0]);
    if (options.step == 0) BOOST_TEST(std::fabs(run.state()[0] * (1 - run.time()) - 1) < 0.2);
  }
}

BOOST_AUTO_TEST_CASE(a_step_too_long_for_the_waves_is_named_with_one_that_is_not) {
  const NonlinearPart wave = [](double, std::span<const double> u, std::span<double> n) {
    n[0] = 40 * u[1];
    n[1] = -40 * u[0];
  };
  const auto run_with = [&](const IntegrationOptions& options) {
    SilentMonitor monitor;
    Integration run(real_diagonal({0, 0}), wave, options, 0, {1, 0}, {5});
    run.run({}, monitor);
    return run.statistics().largest_cfl;
  };
  const std::string message = message_of([&] { run_with(with_step(0.1)); });
  BOOST_TEST_INFO(message);
  BOOST_TEST(contains(message, "grew beyond"));
  BOOST_TEST(contains(message, "CFL number 4:"));
  BOOST_TEST(contains(message, "steps of 0.05 or less"));
  BOOST_TEST(std::fabs(run_with(with_step(0.05)) - 2) < 1e-6);
  IntegrationOptions limited = with_step(0.05);
  limited.largest_cfl = 1.5;
  BOOST_TEST(contains(message_of([&] { run_with(limited); }), "exceeds its limit 1.5"));
  IntegrationOptions shortened = with_tolerance(1);
  shortened.largest_cfl = 1.5;
  BOOST_TEST(run_with(shortened) <= 1.5);
}

BOOST_AUTO_TEST_CASE(too_many_steps_and_steps_too_short_stop_the_run) {
  SilentMonitor monitor;
  IntegrationOptions few = with_step(0.01);
  few.maximum_steps = 20;
  Integration run = burgers_run(few, {1});
  BOOST_TEST(contains(message_of([&] { run.run({}, monitor); }), "largest number of steps"));
  BOOST_TEST(std::fabs(run.time() - 0.2) < 1e-14);
  IntegrationOptions coarse = with_tolerance(1e-12);
  coarse.least_step = 0.1;
  BOOST_TEST(contains(message_of([&] { burgers_run(coarse, {1}).run({}, monitor); }),
                      "below the least one"));
}

BOOST_AUTO_TEST_CASE(options_that_contradict_each_other_are_refused) {
  IntegrationOptions both = with_step(0.1);
  both.relative_tolerance = 1e-3;
  BOOST_CHECK_THROW(burgers_run(both, {1}), std::invalid_argument);
  BOOST_CHECK_THROW(burgers_run({}, {1}), std::invalid_argument);
  BOOST_CHECK_THROW(burgers_run(with_step(-1), {1}), std::invalid_argument);
  BOOST_CHECK_THROW(burgers_run(with_step(0.1), {}), std::invalid_argument);
  BOOST_CHECK_THROW(burgers_run(with_step(0.1), {1, 1}), std::invalid_argument);
  BOOST_CHECK_THROW(burgers_run(with_step(0.1), {-1}), std::invalid_argument);
  IntegrationOptions groups = with_step(0.1);
  groups.group_ends = {3, 7};
  BOOST_CHECK_THROW(burgers_run(groups, {1}), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
