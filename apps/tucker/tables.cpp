#include "apps/tucker/tables.hpp"

#include <cctype>
#include <cmath>

#include <fmt/format.h>

#include "apps/common/column_source.hpp"
#include "apps/tucker/model_set_up.hpp"
#include "data/deck/words.hpp"
#include "data/fields/errors.hpp"

namespace tessera::tucker {
namespace {

void add_column(Table& table, const std::string& name, const std::string& units,
                const Eigen::VectorXd& values) {
  table.columns.push_back({name, units, {values.begin(), values.end()}});
}

void add_coordinates(Table& table, const DataSet& data, const Eigen::MatrixXd& points) {
  Index column = 0;
  for (std::size_t k = 0; k < data.axes.size(); ++k) {
    const ObservedAxis named = named_axis(data, k);
    for (std::size_t c = 0; c < named.columns.size(); ++c)
      add_column(table, named.columns[c], named.units[c], points.col(column++));
  }
}

void add_values(Table& table, Link link, const LatentPrediction& latent, const std::string& units) {
  const ValuePrediction p = value_prediction(link, latent);
  add_column(table, "mean", units, p.mean);
  add_column(table, "standard_deviation", units, p.standard_deviation);
  add_column(table, "predictive_standard_deviation", units, p.predictive_standard_deviation);
}

/// The column of the file, by its name in the data or in results.
SourceColumn column_of(const ColumnSource& source, const std::string& in_data,
                       const std::string& in_results, bool may_be_dates,
                       const std::filesystem::path& file) {
  const std::vector<std::string> known = source.columns();
  for (const std::string& name : {in_data, in_results})
    for (const std::string& column : known)
      if (column == name) return source.read(name, may_be_dates);
  throw DataError(fmt::format("{}: there is no column '{}'; columns: {}", file.string(), in_results,
                              listed(known)));
}

Eigen::MatrixXd read_points(const DataSet& data, const std::filesystem::path& file) {
  const auto source = open_source(file, {});
  Eigen::MatrixXd points;
  for (std::size_t k = 0; k < data.axes.size(); ++k) {
    const ObservedAxis named = named_axis(data, k);
    for (std::size_t c = 0; c < named.columns.size(); ++c) {
      const SourceColumn column =
          column_of(*source, data.observations.axes[k].columns[c], named.columns[c],
                    data.axes[k].type == CoordinateType::date, file);
      for (Index row = 0; row < column.values.size(); ++row)
        if (std::isnan(column.values[row]))
          throw DataError(fmt::format("{}: a point needs a number in column '{}'",
                                      source->place(row), named.columns[c]));
      points.conservativeResize(column.values.size(), points.cols() + 1);
      points.rightCols(1) = column.values;
    }
  }
  return points;
}

}  // namespace

std::string key_of(const std::string& name) {
  std::string key = name;
  for (char& c : key)
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '-' && c != '.') c = '_';
  return key;
}

void add_predictions(const DataSet& data, const std::vector<SplitResult>& results,
                     Outcome& outcome) {
  const Observations& o = data.observations;
  for (const SplitResult& result : results) {
    Table table{"predictions/" + key_of(result.name),
                "Predictions of the model that learned from the other rows",
                {}};
    Eigen::VectorXd rows(static_cast<Index>(result.test.size()));
    for (std::size_t i = 0; i < result.test.size(); ++i)
      rows[static_cast<Index>(i)] =
          static_cast<double>(o.row_ids[static_cast<std::size_t>(result.test[i])]);
    add_column(table, "row", "", rows);
    add_coordinates(table, data, o.coordinates(result.test, Eigen::all));
    add_column(table, "observed", o.value_units, o.values(result.test));
    add_values(table, result.facts.link, result.latent, o.value_units);
    outcome.tables.push_back(std::move(table));
  }
}

void add_points(const Options& options, const DataSet& data, const FactorModel& model,
                const std::filesystem::path& deck_folder, Outcome& outcome) {
  if (options.output.points.value.empty()) return;
  const auto file = find_data_file(options.output.points.value, deck_folder);
  const Eigen::MatrixXd points = read_points(data, file);
  Table table{"predictions/points", "Predictions at the points of " + file.filename().string(), {}};
  add_coordinates(table, data, points);
  add_values(table, model.description().standardisation.link, model.latent(points, {}),
             data.observations.value_units);
  outcome.tables.push_back(std::move(table));
}

void add_history(const std::string& name, const FitFacts& facts, double stored_scale,
                 Outcome& outcome) {
  const std::string prefix = "history/" + key_of(name) + "/";
  for (const MemberReport& member : facts.members) {
    Table table{prefix + key_of(member.name), "Sweeps of the member " + member.name, {}};
    const auto add = [&](const std::string& column, auto value) {
      Table::Column entries{column, "", {}};
      for (const SweepRecord& sweep : member.history) entries.values.push_back(value(sweep));
      table.columns.push_back(std::move(entries));
    };
    add("bound", [](const SweepRecord& s) { return s.bound; });
    add("noise_deviation", [](const SweepRecord& s) { return s.noise_deviation; });
    add("effective_rank", [](const SweepRecord& s) { return s.effective_rank; });
    outcome.tables.push_back(std::move(table));
  }
  if (facts.candidates.empty()) return;
  Table table{prefix + "candidates", "Choice of link and rank on held-out training rows", {}};
  const auto add = [&](const std::string& column, auto value) {
    Table::Column entries{column, "", {}};
    for (const CandidateScore& c : facts.candidates)
      entries.values.push_back(static_cast<double>(value(c)));
    table.columns.push_back(std::move(entries));
  };
  add("log_link", [](const CandidateScore& c) { return c.link == Link::log ? 1 : 0; });
  add("rank", [](const CandidateScore& c) { return c.rank; });
  add("main_effects_share", [](const CandidateScore& c) { return c.main_effects_share; });
  add("rmse", [&](const CandidateScore& c) { return c.rmse / stored_scale; });
  add("nll", [&](const CandidateScore& c) { return c.nll - std::log(stored_scale); });
  outcome.tables.push_back(std::move(table));
}

}  // namespace tessera::tucker
