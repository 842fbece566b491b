#include "apps/pde/report.hpp"

#include <algorithm>
#include <string>

#include <fmt/format.h>

namespace tessera::pde {
namespace {

using gp_pde::AdaptationStep;
using gp_pde::AxisResolution;

std::string join(const std::vector<Index>& values) {
  std::string text;
  for (const Index v : values) text += (text.empty() ? "" : " x ") + std::to_string(v);
  return text;
}

void set_status(const Figures& f, Outcome& o) {
  if (f.result.singular) {
    o.code = ExitCode::not_converged;
    o.status = "no unique solution";
  } else if (!f.result.resolved) {
    o.code = ExitCode::not_converged;
    o.status = "not resolved";
  } else if (!f.result.converged) {
    o.code = ExitCode::not_converged;
    o.status = "not converged";
  } else {
    o.status = "converged";
  }
}

std::string error_words(const Figures& f) {
  std::string text;
  if (f.relative_l2_error) text += fmt::format("relative L2 error {:.2e}, ", *f.relative_l2_error);
  text += f.estimate.available ? fmt::format("estimated error {:.2e}", f.estimate.relative_l2)
                               : "no error estimate: " + f.estimate.remark;
  return text;
}

/// Beyond this two solutions are two.
constexpr double same_solution = 1e-6;

std::string branch_words(const gp_pde::BranchCheck& b) {
  const std::string start = fmt::format(
      "nonlinear: started from the lift of the side data; from the solution disturbed by {:.0f} % ",
      100 * b.perturbation);
  if (!b.converged)
    return start + "Newton's method did not converge: the solution may not be the only one";
  if (b.distance < same_solution)
    return start + fmt::format("it returns ({} Newton steps, distance {:.1e})", b.newton_iterations,
                               b.distance);
  return start + fmt::format(
                     "it finds another solution, at relative distance {:.2g}: this problem "
                     "has several, and this run gives one of them",
                     b.distance);
}

std::string comparator_line(const std::string& name, double error, bool known, double time,
                            const std::string& unknowns, const std::string& remark) {
  return fmt::format("  {:<34} {:>10} {:>11} {:>14}  {}", name,
                     known ? fmt::format("{:.2e}", error) : "-", fmt::format("{:.4f} s", time),
                     unknowns, remark);
}

std::string words_for(const ComparisonRow& row) {
  std::string name = row.name;
  if (name == "chebyshev_smallest") name = "chebyshev, smallest sufficient";
  std::replace(name.begin(), name.end(), '_', ' ');
  return row.points.empty() ? name : fmt::format("{} ({})", name, join(row.points));
}

void add_table(const Figures& f, Outcome& o) {
  const AdaptationStep& best = f.result.steps[f.result.best];
  o.report.push_back("prior: " + f.prior);
  std::vector<Index> ranks;
  for (const AxisResolution& a : best.axes) {
    const std::string& axis = f.problem.problem.names.axes[ranks.size()];
    o.report.push_back(fmt::format(
        "axis {}: {} basis, band {:.4g} cycles per unit length, rank {}, {} nodes, condition of "
        "basis {:.3g} and of coordinate functions {:.3g}, discarded variance {:.1e}",
        axis, a.kind, a.band, a.rank, a.nodes, a.condition, a.vector_condition,
        f.discarded_variance[ranks.size()]));
    ranks.push_back(a.rank);
  }
  o.report.push_back(fmt::format(
      "{} adaptation steps ({}), off-grid residual {:.1e}, side residual {:.1e}, distance to "
      "resonance {:.3g}",
      f.result.steps.size(), f.result.stop_reason, best.residual, best.side_residual,
      f.result.distance_to_singularity));
  if (best.unimposed_side_mismatch > 0)
    o.report.push_back(fmt::format(
        "solved from the sides where the solution enters; mismatch on the others {:.1e}",
        best.unimposed_side_mismatch));
  if (f.estimate.available)
    o.report.push_back(fmt::format(
        "estimated error {:.2e} (wider basis {:.1e}, more nodes {:.1e}), {:.3f} s apart from the "
        "solve{}",
        f.estimate.relative_l2, f.estimate.wider_basis, f.estimate.more_nodes, f.estimate.time_s,
        f.estimate.remark.empty() ? "" : "; " + f.estimate.remark));
  else
    o.report.push_back("no error estimate: " + f.estimate.remark);
  if (f.branch.done) o.report.push_back(branch_words(f.branch));
  const bool exact = f.relative_l2_error.has_value();
  o.report.push_back(fmt::format("  {:<34} {:>10} {:>11} {:>14}", "method",
                                 exact ? "error" : "difference", "solve time", "unknowns"));
  o.report.push_back(comparator_line(
      "gaussian process", exact ? *f.relative_l2_error : 0, exact, f.result.solve_time_s,
      join(ranks),
      exact || f.comparison.rows.empty() ? "" : "the others are measured against this answer"));
  for (const ComparisonRow& row : f.comparison.rows)
    o.report.push_back(comparator_line(words_for(row), row.relative_l2_error, row.solved,
                                       row.solve_time_s, std::to_string(row.unknowns), row.remark));
  if (f.comparison.chebyshev_over_lapack)
    o.report.push_back(
        fmt::format("  chebyshev builds and factorises its matrices in {:.2f} x LAPACK's own time",
                    *f.comparison.chebyshev_over_lapack));
}

void add_summary(const Figures& f, Outcome& o) {
  const AdaptationStep& best = f.result.steps[f.result.best];
  Summary& s = o.summary;
  if (f.relative_l2_error) s.emplace_back("relative_l2_error", *f.relative_l2_error);
  if (f.estimate.available) s.emplace_back("estimated_error", f.estimate.relative_l2);
  if (!f.estimate.remark.empty()) s.emplace_back("estimate_remark", f.estimate.remark);
  s.emplace_back("solve_time_s", f.result.solve_time_s);
  s.emplace_back("estimate_time_s", f.estimate.time_s);
  s.emplace_back("relative_residual", best.residual);
  s.emplace_back("side_residual", best.side_residual);
  if (f.problem.imposed.size() < f.problem.problem.conditions.size())
    s.emplace_back("unimposed_side_mismatch", best.unimposed_side_mismatch);
  s.emplace_back("iterations", best.newton_iterations);
  s.emplace_back("operator_applications", best.operator_applications);
  s.emplace_back("adaptation_steps", static_cast<Index>(f.result.steps.size()));
  s.emplace_back("stop_reason", f.result.stop_reason);
  s.emplace_back("distance_to_resonance", f.result.distance_to_singularity);
  if (f.branch.done) {
    s.emplace_back("disturbed_start/converged", f.branch.converged);
    s.emplace_back("disturbed_start/relative_distance", f.branch.distance);
    s.emplace_back("disturbed_start/same_solution",
                   f.branch.converged && f.branch.distance < same_solution);
    s.emplace_back("disturbed_start/time_s", f.branch.time_s);
  }
  for (std::size_t k = 0; k < best.axes.size(); ++k) {
    const AxisResolution& a = best.axes[k];
    const std::string prefix = "axes/" + f.problem.problem.names.axes[k] + "/";
    s.emplace_back(prefix + "basis", a.kind);
    s.emplace_back(prefix + "band", a.band);
    s.emplace_back(prefix + "rank", a.rank);
    s.emplace_back(prefix + "nodes", a.nodes);
    s.emplace_back(prefix + "tail", a.tail);
    s.emplace_back(prefix + "basis_condition", a.condition);
    s.emplace_back(prefix + "vector_condition", a.vector_condition);
    s.emplace_back(prefix + "discarded_variance", f.discarded_variance[k]);
  }
  for (const ComparisonRow& row : f.comparison.rows) {
    std::string key = row.name;
    std::replace(key.begin(), key.end(), ' ', '_');
    const std::string prefix = "comparators/" + key + "/";
    s.emplace_back(prefix + "solved", row.solved);
    if (row.solved)
      s.emplace_back(prefix + (f.relative_l2_error ? "relative_l2_error" : "relative_difference"),
                     row.relative_l2_error);
    s.emplace_back(prefix + "solve_time_s", row.solve_time_s);
    s.emplace_back(prefix + "unknowns", row.unknowns);
    if (!row.remark.empty()) s.emplace_back(prefix + "remark", row.remark);
  }
  if (f.comparison.chebyshev_over_lapack)
    s.emplace_back("chebyshev_factorisation_over_lapack", *f.comparison.chebyshev_over_lapack);
}

void add_history(const Figures& f, Outcome& o) {
  Table t{"history/adaptation", "Steps of the adaptation of band and rank", {}};
  const auto column = [&](const std::string& name, const std::string& units, auto value) {
    Table::Column c{name, units, {}};
    for (const AdaptationStep& s : f.result.steps)
      c.values.push_back(static_cast<double>(value(s)));
    t.columns.push_back(std::move(c));
  };
  column("relative_residual", "", [](const AdaptationStep& s) { return s.residual; });
  column("side_residual", "", [](const AdaptationStep& s) { return s.side_residual; });
  column("newton_iterations", "", [](const AdaptationStep& s) { return s.newton_iterations; });
  column("operator_applications", "",
         [](const AdaptationStep& s) { return s.operator_applications; });
  for (std::size_t k = 0; k < f.problem.problem.names.axes.size(); ++k) {
    const std::string& axis = f.problem.problem.names.axes[k];
    column("band_" + axis, "", [k](const AdaptationStep& s) { return s.axes[k].band; });
    column("rank_" + axis, "", [k](const AdaptationStep& s) { return s.axes[k].rank; });
    column("nodes_" + axis, "", [k](const AdaptationStep& s) { return s.axes[k].nodes; });
    column("tail_" + axis, "", [k](const AdaptationStep& s) { return s.axes[k].tail; });
  }
  o.tables.push_back(std::move(t));
}

}  // namespace

void report(const Figures& f, Outcome& o) {
  set_status(f, o);
  o.headline = fmt::format("{}, solved in {:.3f} s", error_words(f), f.result.solve_time_s);
  add_table(f, o);
  add_summary(f, o);
  add_history(f, o);
}

}  // namespace tessera::pde
