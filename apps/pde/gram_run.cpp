#include "apps/pde/gram_run.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "apps/pde/arrays.hpp"
#include "apps/pde/comparison.hpp"
#include "apps/pde/output.hpp"
#include "apps/pde/run.hpp"
#include "solvers/gp_pde/solve.hpp"
#include "solvers/gram/solve.hpp"

namespace tessera::pde {
namespace {

using Eigen::VectorXd;

/// The published code looks at the error so often, evenly through its steps.
constexpr Index checkpoints = 20;

gram::Options gram_options(const Options& options) {
  const GramOptions& g = options.gram;
  gram::Options o;
  o.kernel = g.kernel;
  o.components = g.components;
  o.frequency_scale = g.frequency_scale;
  o.steps = g.steps;
  o.learning_rate = g.learning_rate;
  o.jitter = g.jitter;
  o.likelihood_weight = g.likelihood_weight;
  o.checkpoint_interval = std::max<Index>(g.steps / checkpoints, 1);
  return o;
}

/// The smallest error that the exact solution could pick among the checkpoints.
struct SmallestError {
  double value = 0;
  Index updates = 0;
};

/// What the direct solver makes of the same problem.
struct Direct {
  bool converged = false;
  double relative_l2_error = 0;  ///< or the difference from the gram model's answer
  double solve_time_s = 0;
};

struct GramFigures {
  const gp_pde::SplitProblem& problem;
  const gram::Result& result;
  double solve_time_s = 0;
  bool restarted = false;
  std::optional<double> relative_l2_error;
  std::optional<SmallestError> smallest;
  Direct direct;
  Comparison comparison;

  Index steps() const { return result.model.options.steps; }
  std::string error_or_difference() const {
    return relative_l2_error ? "relative_l2_error" : "relative_difference";
  }
};

void add_report(const GramFigures& f, Outcome& o) {
  o.status = fmt::format("stopped after {} steps", f.steps());
  o.headline = fmt::format(
      "{}log joint density {:.6g}, {:.3f} s",
      f.relative_l2_error ? fmt::format("relative L2 error {:.4g}, ", *f.relative_l2_error) : "",
      f.result.final_density.log_joint, f.solve_time_s);
  o.report.push_back(fmt::format(
      "gram model as published: {} gradient steps from zero, no test of convergence", f.steps()));
  if (f.smallest)
    o.report.push_back(fmt::format(
        "smallest error at a checkpoint {:.4g}, after {} steps{}: chosen with the exact solution, "
        "as the published code reports it",
        f.smallest->value, f.smallest->updates, f.restarted ? " (since the restart)" : ""));
  for (std::size_t k = 0; k < f.problem.axes(); ++k)
    o.report.push_back(
        fmt::format("axis {}: {} points, condition of the Gram matrix {:.3g} with "
                    "jitter {:.1e}",
                    f.problem.problem.names.axes[k], f.result.model.problem.axes[k].points,
                    f.result.condition[k], f.result.jitter));
  o.report.push_back(fmt::format("  {:<34} {:>10} {:>11}", "method",
                                 f.relative_l2_error ? "error" : "difference", "solve time"));
  const auto line = [&](const std::string& name, bool known, double error, double time) {
    o.report.push_back(fmt::format("  {:<34} {:>10} {:>11}", name,
                                   known ? fmt::format("{:.2e}", error) : "-",
                                   fmt::format("{:.4f} s", time)));
  };
  line("gram model", f.relative_l2_error.has_value(), f.relative_l2_error.value_or(0),
       f.solve_time_s);
  line("direct solver (collocation)", f.direct.converged, f.direct.relative_l2_error,
       f.direct.solve_time_s);
  for (const ComparisonRow& row : f.comparison.rows)
    line(row.name, row.solved, row.relative_l2_error, row.solve_time_s);
}

void add_summary(const GramFigures& f, Outcome& o) {
  Summary& s = o.summary;
  if (f.relative_l2_error) s.emplace_back("relative_l2_error", *f.relative_l2_error);
  if (f.smallest) {
    s.emplace_back("smallest_checkpoint_error", f.smallest->value);
    s.emplace_back("smallest_checkpoint_step", f.smallest->updates);
    s.emplace_back("smallest_checkpoint_remark",
                   std::string("chosen with the exact solution, as the published code reports it") +
                       (f.restarted ? "; checkpoints since the restart" : ""));
  }
  s.emplace_back("solve_time_s", f.solve_time_s);
  s.emplace_back("iterations", f.steps());
  s.emplace_back("log_joint_density", f.result.final_density.log_joint);
  s.emplace_back("jitter", f.result.jitter);
  for (std::size_t k = 0; k < f.problem.axes(); ++k)
    s.emplace_back("axes/" + f.problem.problem.names.axes[k] + "/gram_condition",
                   f.result.condition[k]);
  if (f.direct.converged)
    s.emplace_back("direct_solver/" + f.error_or_difference(), f.direct.relative_l2_error);
  s.emplace_back("direct_solver/converged", f.direct.converged);
  s.emplace_back("direct_solver/solve_time_s", f.direct.solve_time_s);
  for (const ComparisonRow& row : f.comparison.rows) {
    std::string key = row.name;
    std::replace(key.begin(), key.end(), ' ', '_');
    const std::string prefix = "comparators/" + key + "/";
    s.emplace_back(prefix + "solved", row.solved);
    if (row.solved) s.emplace_back(prefix + f.error_or_difference(), row.relative_l2_error);
    s.emplace_back(prefix + "solve_time_s", row.solve_time_s);
  }
}

std::vector<double> to_vector(const VectorXd& v) {
  return {v.begin(), v.end()};
}

void add_tables(const GramFigures& f, Outcome& o) {
  Table history{"history/gram", "Before each step of the gram model", {}};
  history.columns = {
      {"log_joint", "", {}}, {"boundary_mean_square", "", {}}, {"equation_mean_square", "", {}}};
  for (const gram::JointDensity& d : f.result.history) {
    history.columns[0].values.push_back(d.log_joint);
    history.columns[1].values.push_back(d.boundary_mean_square);
    history.columns[2].values.push_back(d.equation_mean_square);
  }
  o.tables.push_back(std::move(history));
  for (std::size_t k = 0; k < f.problem.axes(); ++k) {
    const std::string& axis = f.problem.problem.names.axes[k];
    const gram::MixtureParameters& p = f.result.model.unknowns.kernels[k];
    o.tables.push_back({"kernels/" + axis,
                        "Components of the learned kernel along " + axis,
                        {{"weight", "", to_vector(p.log_weights.array().exp())},
                         {"scale", "", to_vector(p.log_scales.array().exp())},
                         {"frequency", "", to_vector(p.frequencies)}}});
  }
}

void add_fields(const Options& options, const GramFigures& f, Outcome& outcome) {
  const std::string& unknown = f.problem.problem.names.unknowns.front();
  FieldWriter writer(options, f.problem, outcome);
  const VectorXd u = f.result.model.predict(writer.coordinates()).reshaped();
  writer.add(unknown, "conditional mean of " + unknown, u);
  if (!f.problem.problem.exact) return;
  const VectorXd exact = exact_values(f.problem, writer.coordinates());
  writer.add("exact", "exact solution", exact);
  writer.add("error", "conditional mean minus exact solution", u - exact);
}

Direct solve_directly(const Options& options, const gp_pde::SplitProblem& problem,
                      const std::vector<VectorXd>& x, const VectorXd& reference) {
  SilentMonitor silent;
  try {
    const gp_pde::SolveResult r = gp_pde::solve(problem, solver_options(options), silent);
    const VectorXd u = r.solution->evaluate(x, std::vector<int>(x.size(), 0)).values;
    return {r.resolved && r.converged, relative_difference(u, reference), r.solve_time_s};
  } catch (const ConvergenceError&) {
    return {};
  }
}

}  // namespace

Outcome run_gram(const Options& options, const gp_pde::SplitProblem& problem, RunContext& context) {
  const std::vector<VectorXd> x = equidistant(problem, error_points);
  std::optional<VectorXd> exact;
  if (problem.problem.exact) exact = exact_values(problem, x);
  std::optional<SmallestError> smallest;
  const auto look = [&](Index updates, const gram::Model& model) {
    const double error = relative_difference(model.predict(x).reshaped(), *exact);
    if (!smallest || error < smallest->value) smallest = SmallestError{error, updates};
  };
  const auto start = std::chrono::steady_clock::now();
  const gram::Result result =
      gram::solve(gram_problem(options, problem), gram_options(options), *context.monitor,
                  exact ? gram::Checkpoint(look) : gram::Checkpoint(),
                  context.restart ? &*context.restart : nullptr);
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;

  GramFigures figures{problem, result, elapsed.count(), context.restart.has_value(), {}, smallest,
                      {},      {}};
  const VectorXd answer = result.model.predict(x).reshaped();
  if (exact) figures.relative_l2_error = relative_difference(answer, *exact);
  context.monitor->stage("comparators");
  const VectorXd& reference = exact ? *exact : answer;
  figures.direct = solve_directly(options, problem, x, reference);
  if (!options.compare.empty())
    figures.comparison = compare(options.compare, problem, solver_options(options).points, x,
                                 reference, *context.monitor);

  context.monitor->stage("output");
  Outcome outcome;
  add_report(figures, outcome);
  add_summary(figures, outcome);
  report_arrays(problem.problem, outcome);
  add_tables(figures, outcome);
  add_fields(options, figures, outcome);
  return outcome;
}

}  // namespace tessera::pde
