#include "apps/pde/run.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "apps/pde/advice.hpp"
#include "apps/pde/arrays.hpp"
#include "apps/pde/gram_run.hpp"
#include "apps/pde/output.hpp"
#include "apps/pde/posterior_run.hpp"
#include "apps/pde/report.hpp"
#include "apps/pde/spectra.hpp"
#include "models/kernels/make_kernel.hpp"
#include "solvers/gp_pde/branch_check.hpp"
#include "solvers/gp_pde/error_estimate.hpp"
#include "solvers/gp_pde/feature_functions.hpp"
#include "solvers/gp_pde/residual_check.hpp"
#include "solvers/gp_pde/solve.hpp"

namespace tessera::pde {
namespace {

using Eigen::VectorXd;

/// How the spectrum of the prior was chosen.
std::string prior_words(const Options& options, const std::vector<gp_pde::Spectrum>& spectra) {
  if (options.kernel != "spectral mixture") {
    std::string text = fmt::format("{}, length scale {:.4g}", options.kernel, options.length_scale);
    if (options.factor == "gram")
      return text + fmt::format(
                        ", eigenfunctions of its Gram matrix down to {:.0e} of the largest "
                        "eigenvalue",
                        gp_pde::gram_cut);
    for (const gp_pde::Spectrum& s : spectra)
      if (s.factor)
        text += fmt::format("; {} waves of period {:.3g}, within {:.1e} of the kernel{}{}",
                            s.factor->frequencies.size(), s.factor->period, s.factor->bound(),
                            s.factor->remark.empty() ? "" : ": ", s.factor->remark);
    return text;
  }
  if (options.spectrum == "automatic")
    return "flat band (automatic: without noise the answer does not depend on the weights inside "
           "the band; the band comes from source and side data and grows by residuals and tails)";
  if (options.spectrum == "flat band") return "flat band";
  return "weights inside the band by " + options.spectrum + " from source and side data";
}

/// The same solution with the deck's units on its axes.
std::shared_ptr<const Predictor> predictor_of(const Options& options,
                                              const gp_pde::Solution& solution) {
  std::vector<Axis> axes = solution.axes();
  for (std::size_t k = 0; k < axes.size(); ++k) axes[k].units = options.axes[k].second.units;
  return std::make_shared<gp_pde::Solution>(std::move(axes), solution.quantity(), solution.bases(),
                                            solution.coefficients());
}

void add_expressions(const PdeProblem& problem, const gp_pde::Solution& solution,
                     FieldWriter& writer) {
  const std::vector<VectorXd>& x = writer.coordinates();
  for (const auto& [name, e] : problem.expressions) {
    std::vector<Tensor> values;
    std::vector<const double*> pointers;
    for (const std::vector<int>& orders : e.orders) values.push_back(solution.evaluate(x, orders));
    for (const Tensor& v : values) pointers.push_back(v.values.data());
    const BoundaryValueProblem& p = problem.split.problem;
    writer.add(
        name, e.formula.text(),
        FormulaOnGrid({e.formula}, p.names, p.functions, e.names).evaluate(x, pointers).front());
  }
}

void add_fields(const Options& options, const PdeProblem& pde, const gp_pde::SolveResult& result,
                const gp_pde::ErrorEstimate& estimate, Outcome& outcome) {
  const gp_pde::SplitProblem& problem = pde.split;
  const std::string& unknown = problem.problem.names.unknowns.front();
  FieldWriter writer(options, problem, outcome);
  const std::vector<VectorXd>& x = writer.coordinates();
  const std::vector<int> value(x.size(), 0);
  const VectorXd u = result.solution->evaluate(x, value).values;
  writer.add(unknown, "posterior mean of " + unknown, u);
  writer.add("residual", "residual of the equation",
             gp_pde::ResidualCheck(problem).residual(*result.solution, x));
  if (estimate.available) {
    VectorXd largest = VectorXd::Zero(u.size());
    for (const auto& check : estimate.checks)
      largest = largest.cwiseMax((check->evaluate(x, value).values - u).cwiseAbs());
    writer.add("estimated_error", "largest difference from two check solves", largest);
  }
  if (problem.problem.exact) {
    const VectorXd exact = exact_values(problem, x);
    writer.add("exact", "exact solution", exact);
    writer.add("error", "posterior mean minus exact solution", u - exact);
  }
  add_expressions(pde, *result.solution, writer);
}

}  // namespace

Index output_points(const Options& options, const std::string& axis) {
  for (const auto& [name, points] : options.output_grid)
    if (name == axis) return points.value;
  return options.output_points;
}

std::shared_ptr<const Kernel1D> prior_kernel(const Options& options) {
  std::map<std::string, double> values{{"length_scale", options.length_scale}};
  if (options.kernel == "matern") values["smoothness"] = options.smoothness;
  return make_kernel(options.kernel, values);
}

gp_pde::SolverOptions solver_options(const Options& options) {
  gp_pde::SolverOptions s = options.solver;
  s.spectrum = options.kernel == "spectral mixture" ? options.spectrum : "kernel";
  if (options.kernel != "spectral mixture") s.kernel = prior_kernel(options);
  s.gram = options.factor == "gram";
  s.seed = static_cast<std::uint64_t>(options.seed);
  s.points.clear();
  for (const auto& [name, axis] : options.axes) s.points.push_back(axis.points);
  return s;
}

Outcome run(const Options& options, const PdeProblem& pde, RunContext& context) {
  if (options.method == "gram") return run_gram(options, pde.split, context);
  if (wants_posterior(options)) return run_posterior(options, pde, context);
  const gp_pde::SplitProblem& problem = pde.split;
  const gp_pde::SolverOptions solver = solver_options(options);
  const gp_pde::SolveResult result = gp_pde::solve(problem, solver, *context.monitor,
                                                   context.restart ? &*context.restart : nullptr);

  const std::vector<VectorXd> x = equidistant(problem, error_points);
  const gp_pde::ErrorEstimate estimate =
      gp_pde::estimate_error(problem, solver, result, x, *context.monitor);
  const VectorXd answer = result.solution->evaluate(x, std::vector<int>(x.size(), 0)).values;

  const gp_pde::BranchCheck branch =
      gp_pde::check_branch(problem, solver, result, x, *context.monitor);

  Figures figures{problem, result, estimate, branch, prior_words(options, result.spectra),
                  {},      {},     {}};
  VectorXd reference = answer;
  if (problem.problem.exact) {
    reference = exact_values(problem, x);
    figures.relative_l2_error = relative_difference(answer, reference);
  }
  for (std::size_t k = 0; k < result.solution->bases().size(); ++k) {
    const gp_pde::Basis1D& basis = *result.solution->bases()[k];
    figures.discarded_variance.push_back(
        gp_pde::discarded_variance(basis, gp_pde::Spectrum{basis.band(), {}}));
  }
  if (!options.compare.empty()) {
    context.monitor->stage("comparators");
    figures.comparison =
        compare(options.compare, problem, solver.points, x, reference, *context.monitor);
  }

  context.monitor->stage("output");
  Outcome outcome;
  report(figures, outcome);
  report_arrays(problem.problem, outcome);
  for (const std::string& line : advice(figures, solver.points, solver.maximum_iterations))
    outcome.report.push_back(line);
  if (options.output_spectrum && result.solution->coefficients().values.allFinite())
    report(analyse_spectra(*result.solution, solver, *context.monitor), outcome);
  add_fields(options, pde, result, estimate, outcome);
  outcome.predictor = predictor_of(options, *result.solution);
  return outcome;
}

}  // namespace tessera::pde
