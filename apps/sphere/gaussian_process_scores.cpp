#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "apps/sphere/gaussian_process_validation.hpp"
#include "solvers/comparators/prediction_scores.hpp"

namespace tessera::sphere {
namespace {

std::string key_of(std::string name) {
  for (char& c : name)
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '-' && c != '.') c = '_';
  return name;
}

void add_column(Table& table, const std::string& name, const std::string& units,
                const Eigen::VectorXd& values) {
  if (values.size() > 0) table.columns.push_back({name, units, {values.begin(), values.end()}});
}

void add_predictions(const StationData& data, const ValidatedStations& result, Outcome& outcome) {
  const Observations& o = data.observations;
  const std::vector<Index>& rows = result.split.test;
  Table table{"predictions/" + key_of(result.split.name),
              "Predictions of the model that learned from the other rows",
              {}};
  Eigen::VectorXd ids(static_cast<Index>(rows.size()));
  for (std::size_t i = 0; i < rows.size(); ++i)
    ids(static_cast<Index>(i)) = static_cast<double>(o.row_ids[static_cast<std::size_t>(rows[i])]);
  add_column(table, "row", "", ids);
  Index column = 0;
  for (const ObservedAxis& axis : o.axes)
    for (std::size_t c = 0; c < axis.columns.size(); ++c)
      add_column(table, axis.columns[c], axis.units[c], o.coordinates(rows, column++));
  add_column(table, "observed", o.value_units, o.values(rows));
  for (const StationPredictions& method : result.methods) {
    const std::string prefix = method.name == "model" ? "" : key_of(method.name) + "_";
    add_column(table, prefix + "mean", o.value_units, method.mean);
    add_column(table, prefix + "standard_deviation", o.value_units, method.field_deviation);
    add_column(table, prefix + "predictive_standard_deviation", o.value_units,
               method.predictive_deviation);
  }
  outcome.tables.push_back(std::move(table));
}

/// One method over all splits.
struct MethodScores {
  std::vector<double> rmse;
  Eigen::VectorXd all;  ///< predictions of all test rows
  std::vector<double> coverage;
  double pooled_coverage = -1;
  double log_density = 0;

  double mean_rmse() const {
    double sum = 0;
    for (const double r : rmse) sum += r;
    return sum / static_cast<double>(rmse.size());
  }
};

Eigen::VectorXd joined(const Eigen::VectorXd& a, const Eigen::VectorXd& b) {
  Eigen::VectorXd both(a.size() + b.size());
  both << a, b;
  return both;
}

MethodScores scores_of(const StationData& data, const std::vector<ValidatedStations>& results,
                       std::size_t method) {
  MethodScores scores;
  Eigen::VectorXd values, deviations;
  for (const ValidatedStations& result : results) {
    const Eigen::VectorXd observed = data.observations.values(result.split.test);
    const StationPredictions& p = result.methods[method];
    scores.rmse.push_back(root_mean_square_error(observed, p.mean));
    if (p.predictive_deviation.size() > 0)
      scores.coverage.push_back(
          interval_scores(observed, {p.mean, p.predictive_deviation})[1].coverage);
    scores.all = joined(scores.all, p.mean);
    values = joined(values, observed);
    deviations = joined(deviations, p.predictive_deviation);
  }
  if (deviations.size() == values.size()) {
    const PredictiveDistributions law{scores.all, deviations};
    scores.pooled_coverage = interval_scores(values, law)[1].coverage;
    scores.log_density = mean_negative_log_density(values, law);
  }
  return scores;
}

/// `validation/scores`: a row for each split.
Table score_table(const std::vector<ValidatedStations>& results) {
  Table table{"validation/scores", "Errors at held-out rows, by split", {}};
  std::vector<double> rows;
  for (const ValidatedStations& result : results)
    rows.push_back(static_cast<double>(result.split.test.size()));
  table.columns.push_back({"rows", "", std::move(rows)});
  return table;
}

std::string fold_list(const std::vector<double>& numbers, double factor, int digits) {
  std::string text;
  for (const double x : numbers) text += fmt::format(" {:.{}f}", factor * x, digits);
  return text;
}

}  // namespace

void add_validation(const StationData& data, const std::vector<ValidatedStations>& results,
                    std::uint64_t seed, Outcome& outcome) {
  if (results.empty()) return;
  const Observations& o = data.observations;
  std::vector<Index> rows;
  for (const ValidatedStations& result : results) {
    add_predictions(data, result, outcome);
    rows.insert(rows.end(), result.split.test.begin(), result.split.test.end());
  }
  const std::vector<Index> places = data.places();
  std::vector<Index> groups;
  for (const Index row : rows) groups.push_back(places[static_cast<std::size_t>(row)]);
  const Eigen::VectorXd observed = o.values(rows);
  std::vector<std::string> names;
  for (const ValidatedStations& result : results) names.push_back(result.split.name);
  outcome.report.push_back(fmt::format("{} test rows of {} splits ({}), {}", rows.size(),
                                       results.size(), fmt::join(names, ", "),
                                       o.value_units.empty() ? "units of values" : o.value_units));
  outcome.report.push_back(fmt::format("  {:<20} {:>9} {:>9} {:>9}  {}", "method", "mean RMSE",
                                       "90 % in", "NLL", "RMSE of each split"));
  const MethodScores own = scores_of(data, results, 0);
  Table table = score_table(results);
  for (std::size_t m = 0; m < results.front().methods.size(); ++m) {
    const std::string& name = results.front().methods[m].name;
    const MethodScores scores = m == 0 ? own : scores_of(data, results, m);
    const bool has_law = scores.pooled_coverage >= 0;
    table.columns.push_back({key_of(name) + "_rmse", o.value_units, scores.rmse});
    if (has_law) table.columns.push_back({key_of(name) + "_coverage_90", "", scores.coverage});
    outcome.report.push_back(fmt::format(
        "  {:<20} {:>9.4f} {:>9} {:>9} {}", name, scores.mean_rmse(),
        has_law ? fmt::format("{:.1f} %", 100 * scores.pooled_coverage) : "-",
        has_law ? fmt::format("{:.3f}", scores.log_density) : "-", fold_list(scores.rmse, 1, 3)));
    const std::string key = "validation/" + key_of(name) + "/";
    outcome.summary.emplace_back(key + "rmse", scores.mean_rmse());
    if (has_law) outcome.summary.emplace_back(key + "coverage_90", scores.pooled_coverage);
    if (m == 0) {
      outcome.report.push_back(
          fmt::format("  90 % intervals hold, by split:{} %", fold_list(scores.coverage, 100, 1)));
      continue;
    }
    const PairedDifference d =
        paired_bootstrap(observed, own.all, scores.all, groups, GroupStatistic::pooled, seed);
    outcome.report.push_back(fmt::format("  {:<20} {:+.4f} [{:+.4f}, {:+.4f}]",
                                         "  model minus this", d.difference, d.lower, d.upper));
    outcome.summary.emplace_back(key + "difference", d.difference);
    outcome.summary.emplace_back(key + "difference_lower", d.lower);
    outcome.summary.emplace_back(key + "difference_upper", d.upper);
  }
  outcome.tables.push_back(std::move(table));
  outcome.report.push_back(
      "  (differences of the RMSE over all test rows; 95 % of a bootstrap over places)");
}

}  // namespace tessera::sphere
