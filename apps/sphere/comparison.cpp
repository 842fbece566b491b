#include "apps/sphere/comparison.hpp"

#include <algorithm>

#include "apps/sphere/exact_errors.hpp"
#include "data/fields/errors.hpp"

namespace tessera::sphere {
namespace {

/// Passes on what a rival may do: show progress and, in a run of one process, be stopped. Its
/// states are not kept.
class RivalMonitor final : public Monitor {
 public:
  RivalMonitor(Monitor& monitor, bool alone) : monitor_(monitor), alone_(alone) {}
  void stage(std::string_view) override {}
  void progress(double share, std::string_view text) override { monitor_.progress(share, text); }
  void note(std::string_view) override {}
  bool should_stop() override { return alone_ && monitor_.should_stop(); }
  void checkpoint(const ModelRecord&) override {}

 private:
  Monitor& monitor_;
  bool alone_;
};

RivalFigures run_aliased(const Options& options, const SphereProblem& problem,
                         const Trajectory& run, RunContext& context) {
  EquationModel model(problem, {ProductMethod::aliased, 1, context.threads});
  RivalMonitor monitor(*context.monitor, context.communicator->size() == 1);
  const Trajectory t = run_member(options, model, context.random, 0, monitor);
  RivalFigures f = figures_of("aliased", problem, t);
  // States at the last output time that both have.
  for (std::size_t i = std::min(t.times.size(), run.times.size()); i-- > 0;) {
    if (t.times[i] != run.times[i]) continue;
    f.time = t.times[i];
    for (std::size_t k = 0; k < problem.names.unknowns.size(); ++k)
      f.difference =
          larger(f.difference, relative_difference(problem, t.states[i], run.states[i], k));
    break;
  }
  return f;
}

}  // namespace

RivalFigures figures_of(const std::string& name, const SphereProblem& problem,
                        const Trajectory& t) {
  RivalFigures f;
  f.name = name;
  const double steps = static_cast<double>(t.steps.size()) + t.rejected;
  f.seconds_per_step = steps > 0 ? t.seconds / steps : 0;
  f.transforms = t.seconds > 0 ? t.transforms / t.seconds : 0;
  f.products = t.seconds > 0 ? t.products / t.seconds : 0;
  f.failure = t.failure;
  f.time = t.times.back();
  f.budgets = budget_figures(problem, t);
  return f;
}

std::vector<RivalFigures> compare(const Options& options, const EquationModel& model,
                                  const Trajectory& run, RunContext& context) {
  std::vector<RivalFigures> rivals;
  for (const std::string& name : options.compare) {
    context.monitor->stage("comparators/" + name);
    if (name == "aliased") {
      // The run itself is done: its results are written though a rival was stopped.
      try {
        rivals.push_back(run_aliased(options, model.problem(), run, context));
      } catch (const Interrupted&) {
        context.monitor->note("The rival " + name + " was stopped and is left out.");
      }
    } else {
      rivals.push_back(compare_plain(options, model, context));
    }
  }
  return rivals;
}

}  // namespace tessera::sphere
