#include "apps/tucker/report.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "apps/tucker/model_set_up.hpp"

namespace tessera::tucker {
namespace {

/// Files that store values in units of their own say so; then every error is one in these.
std::string stored_units(const Figures& f) {
  if (f.data.stored_scale != 1)
    return fmt::format("stored units of {:.6g} {}", f.data.stored_scale,
                       f.data.observations.value_units);
  return f.data.observations.value_units.empty() ? "units of the values"
                                                 : f.data.observations.value_units;
}

std::string name_of(const Figures& f, std::size_t method) {
  return method == 0 ? "this model" : f.validated.method_name(method);
}

std::string score_line(const std::string& name, const Scores& s, double best) {
  std::string line = fmt::format("  {:<24} {:>8.4f} {:>8.4f}", name, s.rmse, s.mae);
  if (s.nll) {
    line += fmt::format(" {:>8.3f} ", *s.nll);
    for (const IntervalScore& i : s.intervals)
      line += fmt::format(" {:>5.1f} % {:>7.3g}", 100 * i.coverage, i.mean_width);
  } else {
    line += fmt::format(" {:>8}  {:>47}", "-", "");
  }
  if (best > 0) line += fmt::format(" {:>7.3f}", s.rmse / best);
  return line;
}

void add_scores(const Figures& f, const std::string& title, const std::vector<bool>* taken,
                Outcome& o) {
  const Validated& v = f.validated;
  std::vector<Scores> scores;
  double best = 0;
  for (std::size_t m = 0; m < v.methods(); ++m) {
    scores.push_back(over_splits(scores_of(v, m, taken)));
    if (m > 0 && (best == 0 || scores.back().rmse < best)) best = scores.back().rmse;
  }
  if (scores.front().count == 0) {
    o.report.push_back(title + ": no test row");
    return;
  }
  o.report.push_back(
      fmt::format("{}, {} test rows, {}", title, scores.front().count, stored_units(f)));
  o.report.push_back(fmt::format("  {:<24} {:>8} {:>8} {:>8}  {:<15} {:<15} {:<15} {:>7}", "",
                                 "RMSE", "MAE", "NLL", "50 %: in, width", "90 %: in, width",
                                 "95 %: in, width", best > 0 ? "/ best" : ""));
  for (std::size_t m = 0; m < v.methods(); ++m)
    o.report.push_back(score_line(name_of(f, m), scores[m], best));
}

std::string verdict_words(const Figures& f) {
  const std::string best = f.validated.method_name(f.verdict->best);
  switch (f.verdict->sign()) {
    case -1:
      return "better than " + best;
    case 1:
      return "worse than " + best;
    default:
      return "tie with " + best;
  }
}

std::string interval_words(const PairedDifference& d) {
  return fmt::format("{:+.4f} [{:+.4f}, {:+.4f}]", d.difference, d.lower, d.upper);
}

void add_verdict(const Figures& f, Outcome& o) {
  if (!f.verdict) return;
  std::string line = verdict_words(f) + ": difference of the RMSE over all rows";
  for (const GroupedDifference& d : f.verdict->differences)
    line += fmt::format(
        "{} {} when {} are drawn", d.axis == f.verdict->differences.front().axis ? "" : ",",
        interval_words(d.rmse),
        d.axis.empty() ? "combinations of coordinates" : "coordinates of " + d.axis);
  o.report.push_back(line + " (95 % of a bootstrap)");
}

void add_splits(const Figures& f, Outcome& o) {
  const Validated& v = f.validated;
  if (v.splits.size() < 2) return;
  const std::size_t best = f.verdict ? f.verdict->best : 0;
  o.report.push_back(fmt::format("  {:<24} {:>7} {:>7} {:>8} {:>8} {:>8} {:>7}  {:<9} {:>4} {}",
                                 "split", "train", "test", "RMSE", "MAE", "NLL", "90 % in", "link",
                                 "rank", best > 0 ? v.method_name(best) : ""));
  for (std::size_t i = 0; i < v.splits.size(); ++i) {
    const ValidatedSplit& split = v.splits[i];
    const FitFacts& facts = f.results[i].facts;  // each holds something out
    const Scores s = scores_of(split, 0, v.stored_scale);
    std::string line = fmt::format(
        "  {:<24} {:>7} {:>7} {:>8.4f} {:>8.4f} {:>8.3f} {:>5.1f} %  {:<9} {:>4}", split.name,
        split.training_rows, s.count, s.rmse, s.mae, s.nll.value_or(NAN),
        100 * s.intervals[1].coverage, facts.link == Link::log ? "log" : "identity", facts.rank);
    if (best > 0) line += fmt::format(" {:>8.4f}", scores_of(split, best, v.stored_scale).rmse);
    o.report.push_back(std::move(line));
  }
}

std::string site_name(const SiteScore& site) {
  return fmt::format("{:.6g}, {:.6g}", site.coordinates.front(), site.coordinates.back());
}

void add_sites(const Figures& f, Outcome& o) {
  if (!f.sites) return;
  const SiteComparison& c = *f.sites;
  const std::string simple = f.validated.method_name(f.verdict->best);
  const std::string& axis = f.data.observations.axes[c.axis].name;
  const SiteScore& worst = c.sites[c.worst];
  o.report.push_back(fmt::format(
      "{} held-out coordinates of {}: mean of their RMSE minus that of {} {} (95 % of a bootstrap "
      "over them)",
      c.sites.size(), axis, simple, interval_words(c.mean_rmse)));
  o.report.push_back(
      fmt::format("without {} (RMSE {:.4f}, {} {:.4f}): {}; splits' mean RMSE {:.4f}, "
                  "{} {:.4f}",
                  site_name(worst), worst.model, simple, worst.simple,
                  interval_words(c.without_worst), c.model_without, simple, c.simple_without));
  std::vector<SiteScore> sorted = c.sites;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const SiteScore& a, const SiteScore& b) { return a.model > b.model; });
  o.report.push_back(
      fmt::format("  {:<24} {:>7} {:>8} {:>8}  (largest errors; all in the table "
                  "validation/sites)",
                  axis, "rows", "RMSE", simple));
  for (std::size_t i = 0; i < std::min<std::size_t>(sorted.size(), 10); ++i)
    o.report.push_back(fmt::format("  {:<24} {:>7} {:>8.4f} {:>8.4f}", site_name(sorted[i]),
                                   sorted[i].count, sorted[i].model, sorted[i].simple));
}

std::string fit_words(const FitFacts& f) {
  std::string words = fmt::format("{} link", f.link == Link::log ? "log" : "identity");
  if (f.rank > 0) words += fmt::format(", rank {}", f.rank);
  return words + fmt::format(
                     ", {} members, main effects with a share of {:.2f}, standard "
                     "deviations times {:.3f}, {} distinct combinations of coordinates, "
                     "{:.1f} s",
                     f.members.size(), f.main_effects_share, f.calibration, f.cells, f.time_s);
}

void add_final(const Figures& f, Outcome& o) {
  o.report.push_back(fmt::format("saved model: learned from all {} rows{}; {}", f.final_rows,
                                 f.results.empty() ? "" : ", those held out above, too",
                                 fit_words(f.final)));
  for (const MemberReport& m : f.final.members)
    o.report.push_back(fmt::format("  {:<24} {} sweeps, bound {:.6g}, effective rank {:.0f}{}",
                                   m.name, m.history.size(),
                                   m.history.empty() ? 0.0 : m.history.back().bound,
                                   m.history.empty() ? 0.0 : m.history.back().effective_rank,
                                   m.converged ? "" : ", stopped at the largest number of sweeps"));
}

void set_status(const Figures& f, Outcome& o) {
  bool converged = true;
  const auto look = [&](const FitFacts& facts) {
    for (const MemberReport& m : facts.members) converged = converged && m.converged;
  };
  for (const SplitResult& result : f.results) look(result.facts);
  look(f.final);
  o.status = converged ? "converged" : "stopped at the largest number of sweeps";
}

}  // namespace

Figures make_figures(const Options& options, const DataSet& data,
                     const std::vector<SplitResult>& results, const FitFacts& final,
                     Index final_rows) {
  Figures f{options, data,       results,
            final,   final_rows, collect(data, results, predictive_law(options)),
            {},      {},         {}};
  const auto seed = static_cast<std::uint64_t>(options.seed);
  if (f.validated.splits.empty()) return f;
  f.verdict = judge(data, f.validated, seed);
  if (f.verdict) f.sites = compare_sites(data, results, f.validated, f.verdict->best, seed);
  f.reported = reported_rows(options, data);
  return f;
}

void report(const Figures& f, Outcome& o) {
  set_status(f, o);
  for (std::string& line : data_report(f.data)) o.report.push_back(std::move(line));
  if (f.validated.splits.empty()) {
    o.report.push_back("nothing was held out: this model is not validated (Validation > Split)");
    o.headline = "not validated";
  } else {
    const std::size_t count = f.validated.splits.size();
    add_splits(f, o);
    add_scores(f,
               count == 1 ? f.validated.splits.front().name
                          : fmt::format("means over {} splits (intervals: all rows)", count),
               nullptr, o);
    add_verdict(f, o);
    if (f.reported) {
      std::string from;
      for (const auto& [axis, start] : f.options.validation.report_from)
        from += fmt::format("{}{} from {:.9g} on", from.empty() ? "" : ", ", axis, start.value);
      add_scores(f, from, &*f.reported, o);
    }
    add_sites(f, o);
    const Scores s = over_splits(scores_of(f.validated, 0));
    o.headline = fmt::format("test RMSE {:.4f}, MAE {:.4f}, {:.1f} % in the 90 % interval", s.rmse,
                             s.mae, 100 * s.intervals[1].coverage);
    if (f.verdict)
      o.headline += fmt::format("; {} (RMSE {:.4f})", verdict_words(f),
                                over_splits(scores_of(f.validated, f.verdict->best)).rmse);
  }
  add_final(f, o);
}

}  // namespace tessera::tucker
