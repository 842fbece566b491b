#include "apps/sphere/report.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace tessera::sphere {
namespace {

std::string duration(double seconds) {
  return seconds < 1 ? fmt::format("{:.3g} ms", 1000 * seconds) : fmt::format("{:.3g} s", seconds);
}

std::string with_units(double value, const std::string& units) {
  return fmt::format("{:.6g}{}", value, units.empty() ? "" : " " + units);
}

std::string step_words(const Figures& f, const Trajectory& t) {
  if (t.steps.empty()) return "no steps";
  const auto [least, most] = std::minmax_element(t.steps.begin(), t.steps.end());
  const std::string& units = f.problem.time_units;
  // Output times divide fixed steps unevenly in the last digits.
  const bool same = *most - *least < 1e-9 * *most;
  const std::string lengths = same ? with_units(*most, units)
                                   : fmt::format("{:.4g} to {}", *least, with_units(*most, units));
  const double cfl = *std::max_element(t.cfl_numbers.begin(), t.cfl_numbers.end());
  return fmt::format("{} steps of {}{}, largest CFL number {:.2g}", t.steps.size(), lengths,
                     t.rejected > 0 ? fmt::format(", {:.0f} more rejected", t.rejected) : "", cfl);
}

std::string budget_line(const Figures& f, const BudgetFigures& b) {
  std::string line = fmt::format(
      "  {:<24} {:>16} {:>16} {:>11} {:>11}", b.name, with_units(b.values.front(), b.units),
      with_units(b.values.back(), b.units), fmt::format("{:.1e}", b.largest_change),
      b.closure ? fmt::format("{:.1e}", *b.closure) : "-");
  for (const RivalFigures& rival : f.rivals)
    for (const BudgetFigures& other : rival.budgets)
      if (other.name == b.name)
        line += fmt::format("  ({}: change {:.1e})", rival.name, other.largest_change);
  return line;
}

std::string remark(const RivalFigures& r) {
  if (!r.failure.empty()) return "stopped early: " + r.failure;
  if (r.run_seconds_per_step > 0)
    return fmt::format("the run's own in the same steps: {}", duration(r.run_seconds_per_step));
  return "";
}

std::string rival_line(const RivalFigures& r, bool own) {
  return fmt::format(
      "  {:<24} {:>12} {:>11} {:>9} {:>12}  {}", r.name, duration(r.seconds_per_step),
      fmt::format("{:.0f} %", 100 * r.transforms), fmt::format("{:.0f} %", 100 * r.products),
      own || std::isnan(r.difference) ? "-" : fmt::format("{:.2e}", r.difference), remark(r));
}

double largest(const std::vector<double>& values) {
  return values.empty() ? 0 : *std::max_element(values.begin(), values.end());
}

void add_lines(const Figures& f, Outcome& o) {
  const Trajectory& t = f.members.front();
  o.report.push_back(fmt::format("degree {}, {} unknowns with {} coefficients each, products by {}",
                                 f.problem.degree, f.problem.unknowns(), f.problem.harmonics(),
                                 f.method));
  o.report.push_back(step_words(f, t));
  for (std::size_t k = 0; k < f.members.size(); ++k)
    if (!f.members[k].failure.empty())
      o.report.push_back((f.members.size() > 1 ? fmt::format("member {}: ", k) : "") +
                         f.members[k].failure);
  for (const ErrorHistory& e : f.errors)
    o.report.push_back(fmt::format(
        "{}: relative error at the end {:.2e} (largest value {:.2e}), largest on the way {:.2e}",
        e.unknown, e.relative_l2.back(), e.relative_max.back(), largest(e.relative_l2)));
  if (!f.budgets.empty()) {
    o.report.push_back(fmt::format("  {:<24} {:>16} {:>16} {:>11} {:>11}", "budget", "start", "end",
                                   "change", "closure"));
    for (const BudgetFigures& b : f.budgets) o.report.push_back(budget_line(f, b));
  }
  o.report.push_back(fmt::format("  {:<24} {:>12} {:>11} {:>9} {:>12}", "method", "a step",
                                 "transforms", "products", "difference"));
  o.report.push_back(rival_line(figures_of("Galerkin, " + f.method, f.problem, t), true));
  for (const RivalFigures& r : f.rivals) o.report.push_back(rival_line(r, false));
}

void add_budgets(const std::string& prefix, const std::vector<BudgetFigures>& budgets, Summary& s) {
  for (const BudgetFigures& b : budgets) {
    const std::string key = prefix + "budgets/" + b.name + "/";
    s.emplace_back(key + "start", b.values.front());
    s.emplace_back(key + "end", b.values.back());
    s.emplace_back(key + "largest_change", b.largest_change);
    s.emplace_back(key + "largest_rise", b.largest_rise);
    s.emplace_back(key + "largest_fall", b.largest_fall);
    if (b.closure) s.emplace_back(key + "closure", *b.closure);
  }
}

void add_method(const std::string& prefix, const RivalFigures& r, Summary& s) {
  s.emplace_back(prefix + "time_per_step_s", r.seconds_per_step);
  s.emplace_back(prefix + "share_of_transforms", r.transforms);
  s.emplace_back(prefix + "share_of_products", r.products);
}

void add_summary(const Figures& f, Outcome& o) {
  const Trajectory& t = f.members.front();
  Summary& s = o.summary;
  s.emplace_back("degree", static_cast<Index>(f.problem.degree));
  s.emplace_back("members", static_cast<Index>(f.members.size()));
  s.emplace_back("product_method", f.method);
  s.emplace_back("end_time", t.times.back());
  s.emplace_back("steps", static_cast<Index>(t.steps.size()));
  s.emplace_back("rejected_steps", static_cast<Index>(t.rejected));
  s.emplace_back("evaluations", static_cast<Index>(t.evaluations));
  s.emplace_back("largest_cfl_number", largest(t.cfl_numbers));
  s.emplace_back("solve_time_s", t.seconds);
  add_method("", figures_of("", f.problem, t), s);
  if (!t.failure.empty()) s.emplace_back("failure", t.failure);
  if (!f.errors.empty()) s.emplace_back("relative_l2_error", f.errors.front().relative_l2.back());
  for (const ErrorHistory& e : f.errors) {
    s.emplace_back("errors/" + e.unknown + "/relative_l2", e.relative_l2.back());
    s.emplace_back("errors/" + e.unknown + "/relative_max", e.relative_max.back());
    s.emplace_back("errors/" + e.unknown + "/largest_relative_l2", largest(e.relative_l2));
  }
  add_budgets("", f.budgets, s);
  for (const RivalFigures& r : f.rivals) {
    std::string key = r.name;
    std::replace(key.begin(), key.end(), '-', '_');
    const std::string prefix = "comparators/" + key + "/";
    add_method(prefix, r, s);
    if (r.run_seconds_per_step > 0)
      s.emplace_back(prefix + "time_per_step_of_the_run_s", r.run_seconds_per_step);
    s.emplace_back(prefix + "relative_difference", r.difference);
    s.emplace_back(prefix + "time", r.time);
    if (!r.failure.empty()) s.emplace_back(prefix + "failure", r.failure);
    add_budgets(prefix, r.budgets, s);
  }
}

std::string headline(const Figures& f) {
  const Trajectory& t = f.members.front();
  std::string line =
      fmt::format("{} = {}", f.problem.time, with_units(t.times.back(), f.problem.time_units));
  for (const ErrorHistory& e : f.errors)
    line += fmt::format(", {}: relative error {:.2e}", e.unknown, e.relative_l2.back());
  for (const BudgetFigures& b : f.budgets)
    line += b.closure ? fmt::format(", {}: closure {:.1e}", b.name, *b.closure)
                      : fmt::format(", {}: change {:.1e}", b.name, b.largest_change);
  return line + fmt::format(", {} a step", duration(figures_of("", f.problem, t).seconds_per_step));
}

}  // namespace

void set_status(const std::vector<Trajectory>& members, Outcome& o) {
  const bool failed = std::any_of(members.begin(), members.end(),
                                  [](const Trajectory& t) { return !t.failure.empty(); });
  o.code = failed ? ExitCode::not_converged : ExitCode::success;
  o.status = failed ? "blown up" : "complete";
}

void report(const Figures& f, Outcome& o) {
  o.headline = headline(f);
  add_lines(f, o);
  add_summary(f, o);
}

}  // namespace tessera::sphere
