#include "solvers/tucker/fit_model.hpp"

#include <numeric>

#include "solvers/tucker/choice.hpp"
#include "solvers/tucker/fit_jobs.hpp"
#include "solvers/tucker/fit_member.hpp"

namespace tessera::tucker {
namespace {

std::vector<Index> all_rows(const TrainingData& data) {
  std::vector<Index> rows(data.values.size());
  std::iota(rows.begin(), rows.end(), Index{0});
  return rows;
}

/// Where the whole data have too many cells for local processes, the choice does without them, too:
/// the part on which it is made may be small enough.
ModelFitOptions for_size(ModelFitOptions options, const TrainingData& data) {
  if (!options.local || data.values.size() <= options.largest_local) return options;
  const Index cells = prepare(data, all_rows(data), Link::identity).cells.counts.size();
  options.local = cells <= options.largest_local;
  return options;
}

}  // namespace

FittedModel fit_model(TrainingData data, const InnerSplit& inner, const ModelFitOptions& asked,
                      const RandomByName& random, Monitor& monitor,
                      const std::optional<ModelRecord>& restart) {
  const ModelFitOptions options = for_size(asked, data);
  FitJobs jobs(options, random, monitor, restart);
  Choice choice =
      inner.test.empty() ? default_choice(options) : choose(data, inner, options, jobs, random);
  const PreparedData prepared = prepare(data, all_rows(data), choice.link);
  const Mixture mix =
      add_members(jobs, "", prepared, options, choice.rank, choice.main_effects_share);
  jobs.run();
  FittedModel result;
  std::vector<Member> members;
  for (std::size_t i = 0; i < mix.names.size(); ++i) {
    members.push_back(jobs.member(mix.names[i], mix.shares[i]));
    result.members.push_back(jobs.report(mix.names[i]));
  }
  ModelDescription description = prepared.description;
  description.calibration = choice.calibration;
  description.rank = choice.rank;
  description.main_effects_share = choice.main_effects_share;
  description.chosen_from = options.chosen_from.value_or(data.values.size());
  description.saves_rows = data.values.size() <= options.largest_saved;
  description.points = std::move(data.points);
  description.values = std::move(data.values);
  result.model = std::make_shared<FactorModel>(std::move(description), std::move(members));
  result.candidates = std::move(choice.candidates);
  result.cells = prepared.cells.counts.size();
  result.full_grid = prepared.complete_grid;
  return result;
}

}  // namespace tessera::tucker
