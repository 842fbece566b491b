#include <fmt/format.h>

#include "apps/tucker/report.hpp"
#include "apps/tucker/tables.hpp"

namespace tessera::tucker {
namespace {

void add_scores(Summary& s, const std::string& prefix, const Scores& scores, double raw) {
  if (scores.count == 0) return;
  s.emplace_back(prefix + "test_rows", scores.count);
  s.emplace_back(prefix + "test_rmse", scores.rmse);
  s.emplace_back(prefix + "test_mae", scores.mae);
  s.emplace_back(prefix + "test_rmse_raw", raw * scores.rmse);
  s.emplace_back(prefix + "test_mae_raw", raw * scores.mae);
  if (!scores.nll) return;
  s.emplace_back(prefix + "test_nll", *scores.nll);
  for (const IntervalScore& i : scores.intervals) {
    const std::string level = fmt::format("{:.0f}", 100 * i.level);
    s.emplace_back(prefix + "test_coverage_" + level, i.coverage);
    s.emplace_back(prefix + "test_width_" + level, i.mean_width);
  }
}

void add_baselines(Summary& s, const std::string& prefix, const Validated& v,
                   const std::vector<Scores>& scores) {
  for (std::size_t m = 1; m < v.methods(); ++m)
    s.emplace_back(prefix + "baseline_rmse/" + key_of(v.method_name(m)), scores[m].rmse);
  for (std::size_t m = 1; m < v.methods(); ++m)
    s.emplace_back(prefix + "baseline_mae/" + key_of(v.method_name(m)), scores[m].mae);
  for (std::size_t m = 1; m < v.methods(); ++m) {
    if (!scores[m].nll) continue;
    const std::string key = key_of(v.method_name(m));
    s.emplace_back(prefix + "baseline_nll/" + key, *scores[m].nll);
    s.emplace_back(prefix + "baseline_coverage_90/" + key, scores[m].intervals[1].coverage);
  }
}

std::vector<Scores> pooled(const Validated& v, const std::vector<bool>* taken) {
  std::vector<Scores> scores;
  for (std::size_t m = 0; m < v.methods(); ++m)
    scores.push_back(over_splits(scores_of(v, m, taken)));
  return scores;
}

void add_facts(Summary& s, const std::string& prefix, const FitFacts& f) {
  s.emplace_back(prefix + "link", f.link == Link::log ? "log" : "identity");
  s.emplace_back(prefix + "rank", f.rank);
  s.emplace_back(prefix + "main_effects_share", f.main_effects_share);
  s.emplace_back(prefix + "calibration", f.calibration);
  s.emplace_back(prefix + "solve_time_s", f.time_s);
  Index sweeps = 0;
  for (const MemberReport& m : f.members) sweeps += static_cast<Index>(m.history.size());
  s.emplace_back(prefix + "iterations", sweeps);
}

void add_difference(Summary& s, const std::string& prefix, const PairedDifference& d) {
  s.emplace_back(prefix + "rmse_difference", d.difference);
  s.emplace_back(prefix + "lower_95", d.lower);
  s.emplace_back(prefix + "upper_95", d.upper);
}

void add_verdict(Summary& s, const Figures& f) {
  if (!f.verdict) return;
  s.emplace_back("best_baseline/name", f.validated.method_name(f.verdict->best));
  const int sign = f.verdict->sign();
  s.emplace_back("best_baseline/verdict", sign < 0 ? "better" : sign > 0 ? "worse" : "tie");
  for (const GroupedDifference& d : f.verdict->differences)
    add_difference(
        s, "best_baseline/by_" + (d.axis.empty() ? std::string("combination") : d.axis) + "/",
        d.rmse);
}

void add_sites(const Figures& f, Outcome& o) {
  if (!f.sites) return;
  const SiteComparison& c = *f.sites;
  add_difference(o.summary, "sites/", c.mean_rmse);
  o.summary.emplace_back("sites/worst",
                         fmt::format("{:.6g}, {:.6g}", c.sites[c.worst].coordinates.front(),
                                     c.sites[c.worst].coordinates.back()));
  o.summary.emplace_back("sites/worst_rmse", c.sites[c.worst].model);
  o.summary.emplace_back("sites/without_worst/test_rmse", c.model_without);
  o.summary.emplace_back("sites/without_worst/best_baseline_rmse", c.simple_without);
  add_difference(o.summary, "sites/without_worst/", c.without_worst);
  Table table{"validation/sites", "Errors at held-out places, stored units", {}};
  const auto add = [&](const std::string& name, auto value) {
    Table::Column column{name, "", {}};
    for (const SiteScore& site : c.sites) column.values.push_back(static_cast<double>(value(site)));
    table.columns.push_back(std::move(column));
  };
  const std::vector<std::string>& columns = f.data.observations.axes[c.axis].columns;
  for (std::size_t i = 0; i < columns.size(); ++i)
    add(key_of(columns[i]), [i](const SiteScore& site) { return site.coordinates[i]; });
  add("rows", [](const SiteScore& site) { return site.count; });
  add("rmse", [](const SiteScore& site) { return site.model; });
  add("rmse_of_best_baseline", [](const SiteScore& site) { return site.simple; });
  o.tables.push_back(std::move(table));
}

}  // namespace

void summarise(const Figures& f, Outcome& o) {
  Summary& s = o.summary;
  const Validated& v = f.validated;
  s.emplace_back("rows", static_cast<Index>(f.data.observations.values.size()));
  s.emplace_back("stored_scale", v.stored_scale);
  if (!v.splits.empty()) {
    const std::vector<Scores> all = pooled(v, nullptr);
    add_scores(s, "", all.front(), v.stored_scale);
    s.emplace_back("test_rmse_pooled_rows", over_rows(scores_of(v, 0)).rmse);
    add_baselines(s, "", v, all);
    add_verdict(s, f);
    if (f.reported) {
      const std::vector<Scores> part = pooled(v, &*f.reported);
      add_scores(s, "report_from/", part.front(), v.stored_scale);
      if (part.front().count > 0) add_baselines(s, "report_from/", v, part);
    }
    add_sites(f, o);
  }
  add_facts(s, "", f.final);
  for (std::size_t i = 0; i < f.results.size(); ++i) {  // each holds something out
    const std::string prefix = "splits/" + key_of(f.results[i].name) + "/";
    std::vector<Scores> scores;
    for (std::size_t m = 0; m < v.methods(); ++m)
      scores.push_back(scores_of(v.splits[i], m, v.stored_scale));
    s.emplace_back(prefix + "training_rows", static_cast<Index>(f.results[i].train.size()));
    add_scores(s, prefix, scores.front(), v.stored_scale);
    add_baselines(s, prefix, v, scores);
    add_facts(s, prefix, f.results[i].facts);
  }
}

}  // namespace tessera::tucker
