#include <chrono>
#include <cmath>
#include <new>
#include <stdexcept>
#include <thread>

#include "tests/apps/common/counter/counter.hpp"
#include "tests/apps/common/counter/line.hpp"

namespace tessera::counter {

namespace {

struct State {
  Index step = 0;
  std::vector<double> u;
};

State initial_state(const Options& options, const RunContext& context) {
  State state;
  if (context.restart) {
    state.step = static_cast<Index>(number_of(*context.restart, "step"));
    state.u = array_of(*context.restart, "u").values;
    return state;
  }
  auto generator = context.random.stream("initial values");
  for (Index i = 0; i < options.points; ++i)
    state.u.push_back(static_cast<double>(generator() >> 11) * 0x1p-53);
  return state;
}

void save(const State& state, Monitor& monitor) {
  ModelRecord record{"counter_state", {}, {}};
  set_number(record, "step", static_cast<double>(state.step));
  set_array(record, "u", {static_cast<Index>(state.u.size())}, state.u);
  monitor.checkpoint(record);
}

void advance(State& state, const Axis& x) {
  for (std::size_t i = 0; i < state.u.size(); ++i)
    state.u[i] = std::cos(state.u[i] + x.coordinates[i]);
  ++state.step;
}

void iterate(State& state, const Axis& x, const Options& options, Monitor& monitor) {
  while (state.step < options.steps) {
    if (monitor.should_stop()) {
      save(state, monitor);
      throw Interrupted("stopped at step " + std::to_string(state.step));
    }
    monitor.progress(static_cast<double>(state.step) / static_cast<double>(options.steps),
                     "counting");
    std::this_thread::sleep_for(std::chrono::duration<double>(options.pause_s));
    advance(state, x);
    if (state.step % options.checkpoint_steps == 0 && state.step < options.steps)
      save(state, monitor);
  }
}

void fail_if_wanted(const std::string& end, const RunContext& context) {
  if (end == "bad data") throw DataError("counter.csv:3: not a number");
  if (end == "no convergence") throw ConvergenceError("no convergence after 20 iterations");
  if (end == "out of memory") throw std::bad_alloc();
  if (end == "defect") throw std::logic_error("index 7 of 5");
  if (end == "one rank fails" && context.communicator->rank() == context.communicator->size() - 1)
    throw DataError("the last rank found no data");
  context.communicator->barrier();
}

/// A second grid, so that there are two ParaView files.
Field product(const Axis& x, Axis y) {
  y.name = "y";
  Field field{"v", "product of the coordinates", "m", {{x, y}}, {}};
  for (const double b : y.coordinates)
    for (const double a : x.coordinates) field.values.push_back(a * b);
  return field;
}

}  // namespace

Counter::Counter() : schema_("counter", title()) {
  describe(schema_.root(), options_);
}

void Counter::check(const Deck& deck) {
  if (options_.checkpoint_steps > options_.steps * 1000)
    throw DeckError(deck_message({deck.file.string()}, "Checkpoint > Steps",
                                 "more than a thousand times the number of steps."));
}

CostEstimate Counter::estimate() const {
  return {options_.memory_bytes, options_.pause_s * static_cast<double>(options_.steps),
          "the pauses alone"};
}

Outcome Counter::run(RunContext& context) {
  const Axis x = uniform_axis("x", 0, 1, static_cast<std::size_t>(options_.points), "m");
  State state = initial_state(options_, context);
  context.monitor->stage("solve/count");
  context.monitor->note("Counting to " + std::to_string(options_.steps));
  iterate(state, x, options_, *context.monitor);
  context.monitor->stage("solve/finish");
  fail_if_wanted(options_.end, context);

  Outcome outcome;
  outcome.status = options_.end;
  if (options_.end == "not converged") outcome.code = ExitCode::not_converged;
  outcome.headline = "counted to " + std::to_string(state.step);
  outcome.report = {"step  " + std::to_string(state.step)};
  outcome.summary = {{"steps", state.step},
                     {"first_value", state.u.front()},
                     {"estimated_error", std::nan("")},
                     {"comparators/abacus/steps", Index{3}}};
  outcome.fields = {{"u", "iterate", "K", {{x}}, state.u}, product(x, x)};
  outcome.tables = {{"history/steps", "steps", {{"step", "", {0, 1, 2}}}}};
  outcome.predictor = std::make_shared<Line>(x, state.u);
  return outcome;
}

std::unique_ptr<Application> make_counter() {
  return std::make_unique<Counter>();
}

}  // namespace tessera::counter
