#include "apps/tucker/run.hpp"

#include "apps/tucker/mode_functions.hpp"
#include "apps/tucker/output.hpp"
#include "apps/tucker/report.hpp"
#include "apps/tucker/tables.hpp"
#include "apps/tucker/validation.hpp"

namespace tessera::tucker {

Outcome run(const Options& options, const DataSet& data, const std::vector<Split>& splits,
            RunContext& context) {
  Validation validation(options, data, context);
  const std::vector<SplitResult> results = validation.run(splits);
  const Validation::Final final = validation.fit_all(splits);

  context.monitor->stage("scores");
  const Figures figures = make_figures(options, data, results, final.facts, final.rows);
  Outcome outcome;
  report(figures, outcome);
  summarise(figures, outcome);

  context.monitor->stage("output");
  const FactorModel& model = *final.model.model;
  add_fields(options, data, model, context, outcome);
  if (options.output.mode_functions) add_mode_functions(model, outcome);
  add_predictions(data, results, outcome);
  add_points(options, data, model, context.deck_folder, outcome);
  for (const SplitResult& result : results)
    add_history(result.name, result.facts, data.stored_scale, outcome);
  add_history("all_rows", final.facts, data.stored_scale, outcome);
  outcome.predictor = final.model.model;
  return outcome;
}

}  // namespace tessera::tucker
