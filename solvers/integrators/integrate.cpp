#include "solvers/integrators/integrate.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iomanip>
#include <sstream>

#include "data/fields/errors.hpp"

namespace tessera {
namespace {

constexpr double rounding = 4 * std::numeric_limits<double>::epsilon();
/// For waves the method is stable up to about 2.8; steps to take are named with a margin.
constexpr double good_cfl = 2;

std::string text(double value, int digits = 4) {
  std::ostringstream out;
  out << std::setprecision(digits) << value;
  return out.str();
}

/// Two digits, not above the value.
double rounded_down(double value) {
  const double unit = std::pow(10.0, std::floor(std::log10(value)) - 1);
  return std::floor(value / unit) * unit;
}

/// Steps no longer than `longest` into which an interval is divided.
Index steps_of(double interval, double longest) {
  // Beyond any limit on steps there is no need to count.
  return static_cast<Index>(std::clamp(std::ceil(interval / longest * (1 - 1e-12)), 1.0, 1e18));
}

bool all_finite(std::span<const double> norms) {
  return std::all_of(norms.begin(), norms.end(), [](double x) { return std::isfinite(x); });
}

}  // namespace

Integration::Integration(const LinearPart& linear, NonlinearPart nonlinear,
                         IntegrationOptions options, double start, std::vector<double> state,
                         std::vector<double> output_times,
                         const std::optional<ModelRecord>& restart)
    : options_(std::move(options)),
      method_(linear, std::move(nonlinear), options_.group_ends, options_.typical_norms),
      output_times_(std::move(output_times)),
      first_time_(start),
      time_(start),
      state_(std::move(state)),
      next_(state_.size()) {
  check_options();
  const double whole = output_times_.back() - first_time_;
  if (options_.least_step == 0) options_.least_step = 1e-10 * whole;
  norms_.resize(method_.group_ends().size());
  method_.group_norms(state_, norms_);
  reference_norms_ = norms_;
  for (std::size_t g = 0; g < options_.typical_norms.size(); ++g)
    reference_norms_[g] = std::max(reference_norms_[g], options_.typical_norms[g]);
  largest_norms_ = reference_norms_;
  if (!restart) {
    // What starts near 0 may well grow, at the rate that it has.
    std::vector<double> rates(norms_.size());
    method_.group_norms(method_.first_rate(time_, state_), rates);
    for (std::size_t g = 0; g < rates.size(); ++g)
      if (std::isfinite(rates[g]))
        reference_norms_[g] = std::max(reference_norms_[g], whole * rates[g]);
  }
  if (restart)
    restore(*restart);
  else if (adaptive())
    control_ = StepControl(first_step(), options_.largest_step);
}

double Integration::first_step() {
  const double whole = output_times_.back() - first_time_;
  double step = options_.initial_step;
  if (step == 0) {
    // A hundredth of the time in which N changes a group by its norm.
    std::vector<double> rates(norms_.size());
    method_.group_norms(method_.first_rate(time_, state_), rates);
    step = whole;
    for (std::size_t g = 0; g < rates.size(); ++g)
      if (rates[g] > 0)
        step = std::min(step, std::max(0.01 * largest_norms_[g] / rates[g], 1e-4 * whole));
  }
  if (whole > 0) step = std::min(step, whole);
  return std::max({step, 2 * options_.least_step, std::numeric_limits<double>::min()});
}

void Integration::make_plan() {
  const double target = output_times_[static_cast<std::size_t>(next_output_)];
  const double left = target - time_ - surplus_;
  const Index steps = steps_of(left, longest_step());
  double step = left / static_cast<double>(steps);
  // The weights of the former step serve again where rounding of times makes the difference.
  const double difference = std::fabs(step - plan_.step) * static_cast<double>(steps);
  if (difference <= rounding * std::max(std::fabs(time_), std::fabs(target))) step = plan_.step;
  plan_ = {time_, step, steps, 0};
}

bool Integration::plan_is_outdated() const {
  if (plan_.done == plan_.steps) return true;
  if (!adaptive()) return false;
  const double longest = control_.step();
  if (plan_.step > longest * (1 + 1e-9)) return true;
  const Index left = plan_.steps - plan_.done;
  return longest > 1.15 * plan_.step &&
         steps_of(static_cast<double>(left) * plan_.step, longest) < left;
}

void Integration::check_growth() const {
  if (!all_finite(norms_)) fail("the state is not finite");
  for (std::size_t g = 0; g < norms_.size(); ++g)
    if (reference_norms_[g] > 0 && norms_[g] > options_.largest_growth * reference_norms_[g])
      fail("the norm of the state grew beyond " + text(options_.largest_growth) +
           " times what its start and first rate let expect");
}

void Integration::try_fixed_step(double end) {
  const StepReport& report = method_.step(time_, end, plan_.step, state_, next_, false);
  if (std::isfinite(report.cfl)) cfl_ = report.cfl;
  error_ = 0;
  method_.group_norms(next_, norms_);
  check_growth();
  if (options_.largest_cfl > 0 && cfl_ > options_.largest_cfl)
    fail("the CFL number exceeds its limit " + text(options_.largest_cfl));
}

bool Integration::try_adaptive_step(double end) {
  if (control_.step() < options_.least_step)
    fail("the estimated error asks for steps below the least one, " + text(options_.least_step) +
         ",");
  const StepReport& report = method_.step(time_, end, plan_.step, state_, next_, true);
  if (std::isfinite(report.cfl)) cfl_ = report.cfl;
  method_.group_norms(next_, norms_);
  error_ = 0;
  for (std::size_t g = 0; g < norms_.size(); ++g) {
    const double allowed = options_.absolute_tolerance +
                           options_.relative_tolerance * std::max(largest_norms_[g], norms_[g]);
    const double error = report.error[g] == 0 ? 0 : report.error[g] / allowed;
    if (!(error <= error_)) error_ = error;
    if (std::isnan(error_)) break;
  }
  if (!all_finite(norms_)) error_ = std::numeric_limits<double>::quiet_NaN();
  bool accepted = control_.judge(plan_.step, error_);
  if (accepted && options_.largest_cfl > 0 && cfl_ > options_.largest_cfl) {
    control_.reject(plan_.step, std::clamp(0.9 * options_.largest_cfl / cfl_, 0.1, 0.9));
    accepted = false;
  }
  if (!accepted) {
    ++statistics_.rejected;
    return false;
  }
  check_growth();
  return true;
}

void Integration::take_step(const IntegrationCalls& calls) {
  if (plan_is_outdated()) make_plan();
  // The last step ends at the very output time: a restart evaluates N there.
  const double end = plan_.done + 1 == plan_.steps
                         ? output_times_[static_cast<std::size_t>(next_output_)]
                         : plan_.start + static_cast<double>(plan_.done + 1) * plan_.step;
  if (adaptive()) {
    if (!try_adaptive_step(end)) return;
  } else {
    try_fixed_step(end);
  }
  method_.accept();
  std::swap(state_, next_);
  for (std::size_t g = 0; g < norms_.size(); ++g)
    largest_norms_[g] = std::max(largest_norms_[g], norms_[g]);
  time_ = end;
  if (++plan_.done == plan_.steps)
    surplus_ += static_cast<double>(plan_.steps) * plan_.step - (time_ - plan_.start);
  IntegrationStatistics& s = statistics_;
  ++s.steps;
  s.shortest_step = std::min(s.shortest_step, plan_.step);
  s.longest_step = std::max(s.longest_step, plan_.step);
  s.largest_cfl = std::max(s.largest_cfl, cfl_);
  if (calls.step && calls.step({s.steps, time_, plan_.step, cfl_, error_}, state_))
    method_.forget_rates();
}

void Integration::give_outputs(const IntegrationCalls& calls) {
  const auto count = static_cast<Index>(output_times_.size());
  for (; next_output_ < count; ++next_output_) {
    const double t = output_times_[static_cast<std::size_t>(next_output_)];
    if (t - time_ > rounding * std::max(std::fabs(t), std::fabs(time_))) return;
    if (calls.output) calls.output(next_output_, t, state_);
  }
}

void Integration::save(const IntegrationCalls& calls, Monitor& monitor) const {
  ModelRecord record = checkpoint();
  if (calls.checkpoint) {
    ModelRecord extra;
    calls.checkpoint(extra);
    nest(record, "caller ", extra);
  }
  monitor.checkpoint(record);
}

void Integration::fail(const std::string& what) const {
  std::string message = what + " at time " + text(time_ + plan_.step, 8) + ", step " +
                        std::to_string(statistics_.steps + 1) + " of length " + text(plan_.step) +
                        ", CFL number " + text(cfl_, 3) + ": ";
  const double share = cfl_ > good_cfl ? std::min(0.5, good_cfl / cfl_) : 0.5;
  if (adaptive() && plan_.step <= 4 * options_.least_step)
    message +=
        "the solution may cease to exist or lose its smoothness there, or the tolerance is "
        "below what rounding allows";
  else
    message += "try steps of " + text(rounded_down(share * plan_.step)) + " or less";
  throw ConvergenceError(message + ". The last good state is that of time " + text(time_, 8) + ".");
}

void Integration::run(const IntegrationCalls& calls, Monitor& monitor) {
  using Clock = std::chrono::steady_clock;
  auto saved = Clock::now();
  const double whole =
      std::max(output_times_.back() - first_time_, std::numeric_limits<double>::min());
  give_outputs(calls);
  while (next_output_ < static_cast<Index>(output_times_.size())) {
    if (monitor.should_stop()) {
      save(calls, monitor);
      throw Interrupted("stopped at time " + text(time_, 8) + " after step " +
                        std::to_string(statistics_.steps));
    }
    try {
      if (statistics_.steps >= options_.maximum_steps)
        throw ConvergenceError("the largest number of steps, " +
                               std::to_string(options_.maximum_steps) + ", is reached at time " +
                               text(time_, 8) + ", short of " + text(output_times_.back(), 8) +
                               "; the last step was " + text(plan_.step) + " long, CFL number " +
                               text(cfl_, 3) + ": allow more steps or longer ones.");
      take_step(calls);
    } catch (const ConvergenceError&) {
      save(calls, monitor);
      throw;
    }
    give_outputs(calls);
    monitor.progress((time_ - first_time_) / whole,
                     "time " + text(time_) + ", step " + std::to_string(statistics_.steps));
    const std::chrono::duration<double> since = Clock::now() - saved;
    if (since.count() < options_.checkpoint_seconds) continue;
    save(calls, monitor);
    saved = Clock::now();
  }
}

}  // namespace tessera
