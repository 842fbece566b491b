#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "data/fields/errors.hpp"
#include "solvers/integrators/integrate.hpp"

namespace tessera {
namespace {

constexpr const char* record_type = "integration";

void store(ModelRecord& record, const std::string& name, std::span<const double> values) {
  set_array(record, name, {static_cast<Index>(values.size())}, {values.begin(), values.end()});
}

void load(const ModelRecord& record, const std::string& name, std::vector<double>& values) {
  const auto found = record.arrays.find(name);
  if (found == record.arrays.end() || found->second.values.size() != values.size())
    throw DataError("the checkpoint's \"" + name + "\" is not that of this run");
  values = found->second.values;
}

}  // namespace

void Integration::check_options() const {
  const IntegrationOptions& o = options_;
  const auto require = [](bool holds, const char* what) {
    if (!holds) throw std::invalid_argument(std::string("integration: ") + what);
  };
  const bool tolerance = o.relative_tolerance > 0 || o.absolute_tolerance > 0;
  require(o.step >= 0 && o.relative_tolerance >= 0 && o.absolute_tolerance >= 0 &&
              o.initial_step >= 0 && o.least_step >= 0 && o.largest_step > 0,
          "a step or tolerance is negative");
  require((o.step > 0) != tolerance, "give either a fixed step or a tolerance");
  require(o.largest_growth > 1, "the largest growth is not above 1");
  require(state_.size() == static_cast<std::size_t>(method_.dimension()),
          "the state has another length than the linear part");
  require(!output_times_.empty(), "no output times");
  require(output_times_.front() >= first_time_, "an output time lies before the start");
  require(std::is_sorted(output_times_.begin(), output_times_.end(), std::less_equal<>()),
          "output times do not increase");
}

ModelRecord Integration::checkpoint() const {
  ModelRecord record;
  record.type = record_type;
  store(record, "state", state_);
  store(record, "output times", output_times_);
  set_number(record, "time", time_);
  set_number(record, "surplus", surplus_);
  set_number(record, "next output", static_cast<double>(next_output_));
  store(record, "reference norms", reference_norms_);
  store(record, "largest norms", largest_norms_);
  const IntegrationStatistics& s = statistics_;
  store(record, "statistics",
        std::vector<double>{static_cast<double>(s.steps), static_cast<double>(s.rejected),
                            s.shortest_step, s.longest_step, s.largest_cfl, cfl_});
  store(record, "plan",
        std::vector<double>{plan_.start, plan_.step, static_cast<double>(plan_.steps),
                            static_cast<double>(plan_.done)});
  set_number(record, "longest step", longest_step());
  set_number(record, "adaptive", adaptive() ? 1 : 0);
  if (!adaptive()) return record;
  const StepControl::Memory& m = control_.memory();
  store(record, "control", std::vector<double>{m.rung, m.last_error, m.after_rejection});
  set_number(record, "former step", method_.former_step());
  if (method_.former_step() > 0) store(record, "former rate", method_.former_rate());
  return record;
}

void Integration::restore(const ModelRecord& record) {
  if (record.type != record_type) throw DataError("the checkpoint is not one of an integration");
  load(record, "state", state_);
  std::vector<double> times(output_times_.size()), numbers(6), plan(4), control(3);
  load(record, "output times", times);
  if (times != output_times_) throw DataError("the checkpoint is of a run with other output times");
  time_ = number_of(record, "time");
  surplus_ = number_of(record, "surplus");
  next_output_ = static_cast<Index>(number_of(record, "next output"));
  load(record, "reference norms", reference_norms_);
  load(record, "largest norms", largest_norms_);
  load(record, "statistics", numbers);
  statistics_ = {static_cast<Index>(numbers[0]), static_cast<Index>(numbers[1]), numbers[2],
                 numbers[3], numbers[4]};
  cfl_ = numbers[5];
  load(record, "plan", plan);
  plan_ = {plan[0], plan[1], static_cast<Index>(plan[2]), static_cast<Index>(plan[3])};
  const bool was_adaptive = number_of(record, "adaptive") != 0;
  if (was_adaptive && adaptive()) {
    load(record, "control", control);
    control_ = StepControl({control[0], control[1], control[2]}, options_.largest_step);
    const double former_step = number_of(record, "former step");
    std::vector<double> rate(state_.size());
    if (former_step > 0) {
      load(record, "former rate", rate);
      method_.set_former(rate, former_step);
    }
    return;
  }
  if (was_adaptive != adaptive() || number_of(record, "longest step") != options_.step) plan_ = {};
  if (adaptive()) control_ = StepControl(first_step(), options_.largest_step);
}

}  // namespace tessera
