#include "apps/pde/run.hpp"

#include <algorithm>
#include <cmath>

#include "apps/pde/report.hpp"
#include "solvers/gp_pde/branch_check.hpp"
#include "solvers/gp_pde/error_estimate.hpp"
#include "solvers/gp_pde/residual_check.hpp"
#include "solvers/gp_pde/solve.hpp"

namespace tessera::pde {
namespace {

using Eigen::VectorXd;

/// Errors are measured on this many equidistant points per axis, whatever the output grid.
constexpr Index error_points = 300;

std::vector<VectorXd> equidistant(const gp_pde::SplitProblem& p, Index points) {
  std::vector<VectorXd> coordinates;
  for (const auto& [lower, upper] : p.problem.ranges)
    coordinates.push_back(VectorXd::LinSpaced(points, lower, upper));
  return coordinates;
}

VectorXd exact_values(const gp_pde::SplitProblem& p, const std::vector<VectorXd>& coordinates) {
  return GridEvaluator({*p.problem.exact}, p.problem.names.axes).evaluate(coordinates).front();
}

double relative_difference(const VectorXd& a, const VectorXd& reference) {
  const double scale = reference.norm();
  return (a - reference).norm() / (scale > 0 ? scale : 1.0);
}

Grid output_grid(const Options& options, const gp_pde::SplitProblem& p) {
  Grid grid;
  for (std::size_t k = 0; k < p.problem.ranges.size(); ++k) {
    const auto& [name, axis] = options.axes[k];
    grid.axes.push_back(uniform_axis(name, axis.range.first, axis.range.second,
                                     static_cast<std::size_t>(output_points(options, name)),
                                     axis.units));
  }
  return grid;
}

std::vector<double> to_vector(const VectorXd& v) {
  return {v.begin(), v.end()};
}

class FieldWriter {
 public:
  FieldWriter(Grid grid, Outcome& outcome) : grid_(std::move(grid)), outcome_(outcome) {}

  std::vector<VectorXd> coordinates() const {
    std::vector<VectorXd> c;
    for (const Axis& axis : grid_.axes)
      c.push_back(Eigen::Map<const VectorXd>(axis.coordinates.data(),
                                             static_cast<Index>(axis.coordinates.size())));
    return c;
  }
  void add(const std::string& name, const std::string& long_name, const VectorXd& values) {
    outcome_.fields.push_back({name, long_name, {}, grid_, to_vector(values)});
  }

 private:
  Grid grid_;
  Outcome& outcome_;
};

/// The same solution with the deck's units on its axes.
std::shared_ptr<const Predictor> predictor_of(const Options& options,
                                              const gp_pde::Solution& solution) {
  std::vector<Axis> axes = solution.axes();
  for (std::size_t k = 0; k < axes.size(); ++k) axes[k].units = options.axes[k].second.units;
  return std::make_shared<gp_pde::Solution>(std::move(axes), solution.quantity(), solution.bases(),
                                            solution.coefficients());
}

void add_fields(const Options& options, const gp_pde::SplitProblem& problem,
                const gp_pde::SolveResult& result, const gp_pde::ErrorEstimate& estimate,
                Outcome& outcome) {
  const std::string& unknown = problem.problem.names.unknowns.front();
  FieldWriter writer(output_grid(options, problem), outcome);
  const std::vector<VectorXd> x = writer.coordinates();
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
}

}  // namespace

Index output_points(const Options& options, const std::string& axis) {
  for (const auto& [name, points] : options.output_grid)
    if (name == axis) return points.value;
  return options.output_points;
}

gp_pde::SolverOptions solver_options(const Options& options) {
  gp_pde::SolverOptions s = options.solver;
  s.density = options.density;
  s.seed = static_cast<std::uint64_t>(options.seed);
  s.points.clear();
  for (const auto& [name, axis] : options.axes) s.points.push_back(axis.points);
  return s;
}

Outcome run(const Options& options, const gp_pde::SplitProblem& problem, RunContext& context) {
  const gp_pde::SolverOptions solver = solver_options(options);
  const gp_pde::SolveResult result = gp_pde::solve(problem, solver, *context.monitor,
                                                   context.restart ? &*context.restart : nullptr);

  const std::vector<VectorXd> x = equidistant(problem, error_points);
  const gp_pde::ErrorEstimate estimate =
      gp_pde::estimate_error(problem, solver, result, x, *context.monitor);
  const VectorXd answer = result.solution->evaluate(x, std::vector<int>(x.size(), 0)).values;

  const gp_pde::BranchCheck branch =
      gp_pde::check_branch(problem, solver, result, x, *context.monitor);

  Figures figures{problem, result, estimate, branch, {}, {}, {}};
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
  add_fields(options, problem, result, estimate, outcome);
  outcome.predictor = predictor_of(options, *result.solution);
  return outcome;
}

}  // namespace tessera::pde
