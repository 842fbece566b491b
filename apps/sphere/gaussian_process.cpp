#include "apps/sphere/gaussian_process.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <numeric>
#include <set>
#include <stdexcept>

#include <fmt/format.h>

#include "apps/sphere/check_options.hpp"
#include "apps/sphere/gaussian_process_data.hpp"
#include "apps/sphere/gaussian_process_model.hpp"
#include "apps/sphere/gaussian_process_output.hpp"
#include "apps/sphere/gaussian_process_validation.hpp"
#include "data/deck/constant_expression.hpp"
#include "data/deck/words.hpp"
#include "data/fields/errors.hpp"
#include "solvers/sphere_gp/evidence.hpp"

namespace tessera::sphere {
namespace {

using sphere_gp::SphereData;

/// Rows that the model of the result learns from.
std::vector<Index> rows_of_result(const Options& options, const StationData& data) {
  if (options.gaussian_process.copies == "drop") return rows_without_copies(data);
  std::vector<Index> rows(static_cast<std::size_t>(data.observations.values.size()));
  std::iota(rows.begin(), rows.end(), Index{0});
  return rows;
}

/// Numbers and words that the schema takes as texts, and folds of a drawn split.
void check_texts(const GaussianProcessOptions& o, const std::filesystem::path& deck_file,
                 Faults& faults) {
  if (!o.missing_value.value.empty()) try {
      evaluate_constant(o.missing_value.value);
    } catch (const std::invalid_argument&) {
      faults.add(o.missing_value.where, o.missing_value.path,
                 fmt::format("found text \"{}\", expected a number. Empty cells, NA and nan are "
                             "always missing.",
                             printable(o.missing_value.value)));
    }
  const bool is_drawn = o.split.value == "held-out sites" || o.split.value == "random";
  if (const double share = static_cast<double>(o.folds) * o.fraction; is_drawn && share > 1 + 1e-9)
    faults.add({deck_file.string(), 0, 0}, "Validation > Folds",
               fmt::format("{} folds of {:.6g} are more than all rows.", o.folds, o.fraction));
}

/// Sections that only equations in time have.
void check_sections_of_measurements(const Options& o, const std::filesystem::path& deck_file) {
  Faults faults;
  const auto refuse = [&](bool present, const std::string& section) {
    if (present)
      faults.add({deck_file.string(), 0, 0}, section,
                 "this section is for decks without Observations.");
  };
  refuse(!o.hyperdiffusion.empty(), "Hyperdiffusion");
  refuse(!o.initial.empty(), "Initial Conditions");
  refuse(!o.exact_solution.empty(), "Exact Solution");
  refuse(!o.arrays.empty(), "Arrays");
  refuse(!o.random_fields.empty(), "Random Fields");
  refuse(o.members != 1, "Ensemble");
  refuse(!o.output.fields.empty(), "Output > Fields");
  refuse(!o.output.budgets.empty(), "Output > Budgets");
  // Columns of the tables of predictions, where time is one too; and groups of the result.
  static const std::set<std::string> taken{"latitude",
                                           "longitude",
                                           "row",
                                           "observed",
                                           "mean",
                                           "standard_deviation",
                                           "predictive_standard_deviation",
                                           "model",
                                           "history",
                                           "predictions",
                                           "validation"};
  if (const auto* time = time_axis(o); time && taken.contains(time->first))
    faults.add({deck_file.string(), 0, 0}, "Axes > " + time->first,
               "the result has something else of this name; choose another one and give Column.");
  for (const std::string& rival : o.compare)
    if (rival == "pseudo-spectral" || rival == "aliased")
      faults.add({deck_file.string(), 0, 0}, "Compare",
                 "\"" + rival +
                     "\" is a rival of equations; of measurements there are inverse "
                     "distance, additive and kriging.");
  check_output_grid(o, faults);
  check_texts(o.gaussian_process, deck_file, faults);
  faults.throw_if_any();
}

void add_parameters(const sphere_gp::SphereModel& model, const std::string& units,
                    const StationFit& fit, Outcome& outcome) {
  for (const sphere_gp::SphereTerm& term : model.terms)
    if (term.spectrum && term.spectrum->discarded_share() > 1e-6)
      outcome.report.push_back(
          fmt::format("{}: {:.2g} of the variance lies beyond degree {} and is left out", term.name,
                      term.spectrum->discarded_share(), term.spectrum->degrees().last));
  outcome.report.push_back(
      fmt::format("parameters ({}; length scales in units of the radius), log evidence {:.6g}:",
                  units.empty() ? "units of values" : units, fit.learned.log_evidence));
  for (const KernelParameter& p : parameters(model)) {
    const bool learned =
        std::find(model.learned.begin(), model.learned.end(), p.name) != model.learned.end();
    outcome.report.push_back(
        fmt::format("  {:<32} {:>10.4g}{}", p.name, p.value, learned ? "  learned" : ""));
    std::string key = "parameters/" + p.name;
    std::replace(key.begin(), key.end(), ' ', '_');
    outcome.summary.emplace_back(key, p.value);
  }
  outcome.summary.emplace_back("log_evidence", fit.learned.log_evidence);
  outcome.summary.emplace_back("evaluations", fit.learned.evaluations);
}

}  // namespace

void check_gaussian_process(const Options& options, const std::filesystem::path& deck_file) {
  check_sections_of_measurements(options, deck_file);
  const sphere_gp::SphereModel model = station_model(options, deck_file);
  try {
    state_count(model, 1, state_form(options, model, std::numeric_limits<Index>::max()));
  } catch (const std::invalid_argument& error) {
    throw DeckError(deck_message({deck_file.string(), 0, 0}, "Model > State", error.what()));
  }
}

CostEstimate estimate_gaussian_process(const Options& options,
                                       const std::filesystem::path& deck_file) {
  const sphere_gp::SphereModel model = station_model(options, deck_file);
  const StationData data = read_station_data(options, deck_file.parent_path());
  // A split that the file has not is a fault of the deck.
  station_splits(options, data, RandomStreams(static_cast<std::uint64_t>(options.seed)));
  const SphereData rows = all_rows(data, rows_of_result(options, data));
  const sphere_gp::StateForm form = state_form(options, model, rows.places.rows());
  CostEstimate cost;
  cost.memory_bytes =
      1e8 + std::max(evidence_bytes(model, rows, form), output_bytes(options, model, rows, form));
  const auto states = static_cast<double>(state_count(model, rows.places.rows(), form));
  const double one = 6 * states * states * static_cast<double>(rows.rows()) / 1e10;
  const double evaluations =
      model.learned.empty() ? 1 : 30 * static_cast<double>(options.gaussian_process.starts);
  cost.time_s = one * (evaluations + 2);
  cost.basis = fmt::format("{} states, {} rows, {:.0f} evaluations of the evidence (one split)",
                           states, rows.rows(), evaluations);
  return cost;
}

Outcome run_gaussian_process(const Options& options, const std::filesystem::path& deck_file,
                             RunContext& context) {
  const sphere_gp::SphereModel model = station_model(options, deck_file);
  const StationData data = read_station_data(options, deck_file.parent_path());
  const std::vector<Index> rows = rows_of_result(options, data);
  Outcome outcome;
  outcome.report.push_back(fmt::format(
      "{} rows of {}{}, {} of them learned from{}", data.rows_in_file, data.observations.source,
      data.dropped_rows > 0 ? fmt::format(" ({} with missing values)", data.dropped_rows) : "",
      rows.size(), options.gaussian_process.copies == "drop" ? " (copies are left out)" : ""));
  const std::vector<StationSplit> splits = station_splits(options, data, context.random);
  const std::vector<ValidatedStations> results = validate(options, data, model, splits, context);
  add_validation(data, results, context.random.seed(), outcome);

  context.monitor->stage("all rows");
  const SphereData all = all_rows(data, rows);
  const StationFit fit = fit_stations(options, model, all, context);
  add_parameters(fit.learned.model, data.observations.value_units, fit, outcome);
  outcome.tables.push_back(fit.learned.history);
  if (!fit.learned.converged) {
    outcome.status = "stopped at the largest number of iterations";
    outcome.report.push_back("the search for parameters stopped at Maximum Iterations");
  }
  context.monitor->stage("fields");
  add_posterior(options, data, rows, fit, outcome);
  outcome.headline = fmt::format("log evidence {:.6g}, noise {:.3g}", fit.learned.log_evidence,
                                 fit.learned.model.noise);
  if (!results.empty()) outcome.headline += ", " + headline_of(data, results);
  return outcome;
}

}  // namespace tessera::sphere
