#include "apps/sphere/run.hpp"

#include "apps/sphere/ensemble.hpp"
#include "apps/sphere/output.hpp"
#include "apps/sphere/report.hpp"

namespace tessera::sphere {
namespace {

std::string words_for(ProductMethod method) {
  switch (method) {
    case ProductMethod::sparse:
      return "sparse tensor products";
    case ProductMethod::grid:
      return "tensor products on a grid";
    case ProductMethod::aliased:
      return "aliased transforms";
    default:
      return "transforms";
  }
}

}  // namespace

Outcome run(const Options& options, const SphereProblem& problem, RunContext& context) {
  context.monitor->stage("set up");
  EquationModel model(problem, product_options(options, context.threads));
  context.monitor->stage("integrate");
  const std::vector<Trajectory> members = run_ensemble(options, model, context);
  Outcome outcome;
  set_status(members, outcome);
  // The first rank alone writes.
  if (context.communicator->rank() > 0) return outcome;

  Figures figures{options,
                  problem,
                  members,
                  words_for(model.nonlinear().method()),
                  budget_figures(problem, members.front()),
                  exact_errors(problem, members.front(), context.threads),
                  compare(options, model, members.front(), context)};
  context.monitor->stage("output");
  add_fields(options, model, members, outcome);
  if (options.output.coefficients) add_coefficients(options, problem, members, outcome);
  report(figures, outcome);
  add_tables(figures, outcome);
  return outcome;
}

}  // namespace tessera::sphere
