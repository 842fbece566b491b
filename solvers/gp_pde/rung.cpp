#include "solvers/gp_pde/rung.hpp"

#include <algorithm>
#include <utility>

#include "solvers/gp_pde/discrete_problem.hpp"

namespace tessera::gp_pde {
namespace {

bool same_axis(const SplitProblem& p, const std::vector<AxisSetting>& s, std::size_t a,
               std::size_t b) {
  return p.problem.ranges[a] == p.problem.ranges[b] && p.periodic(a) == p.periodic(b) &&
         s[a].spectrum.flat() && s[b].spectrum.flat() && s[a].spectrum.band == s[b].spectrum.band &&
         s[a].rank == s[b].rank && s[a].maximum_nodes == s[b].maximum_nodes &&
         s[a].extra_nodes == s[b].extra_nodes;
}

Tensor values_at_nodes(const Solution& start, const DiscreteProblem& discrete) {
  return start.evaluate(discrete.nodes(), std::vector<int>(start.bases().size(), 0));
}

/// Length of the simplified Newton step at w against the length of the whole solution. Newton's
/// method compares with w, the distance from the lift of the side data, which is nothing but
/// rounding where the lift is the solution already.
double relative_correction(DiscreteProblem& discrete, const Eigen::VectorXd& w) {
  Eigen::VectorXd r(w.size()), step(w.size());
  discrete.residual(w, r);
  const auto size = static_cast<std::size_t>(w.size());
  discrete.preconditioner().apply({r.data(), size}, {step.data(), size});
  return step.norm() / discrete.coefficients(w).values.norm();
}

NewtonResult solve_by_newton(DiscreteProblem& discrete, Eigen::VectorXd& w,
                             const SolverOptions& options, Monitor& monitor) {
  NewtonResult result;
  if (relative_correction(discrete, w) <= 0.01 * options.relative_tolerance) {
    result.converged = true;
    return result;
  }
  NewtonOptions newton_options;
  newton_options.relative_tolerance = options.relative_tolerance;
  newton_options.maximum_iterations = options.maximum_iterations;
  newton_options.krylov.relative_tolerance = options.krylov_tolerance;
  newton_options.krylov.maximum_iterations = options.maximum_krylov_iterations;
  newton_options.krylov.restart = options.maximum_krylov_iterations;
  result = newton(discrete, w, newton_options, monitor);
  if (!result.converged && !result.stopped)
    result.converged = relative_correction(discrete, w) <= options.relative_tolerance;
  return result;
}

}  // namespace

std::vector<std::shared_ptr<const Basis1D>> make_bases(const SplitProblem& problem,
                                                       const std::vector<AxisSetting>& settings) {
  std::vector<std::shared_ptr<const Basis1D>> bases;
  for (std::size_t k = 0; k < settings.size(); ++k) {
    std::size_t twin = 0;
    while (twin < k && !same_axis(problem, settings, twin, k)) ++twin;
    if (twin < k) {
      bases.push_back(bases[twin]);
      continue;
    }
    BasisRequest request;
    request.range = problem.problem.ranges[k];
    request.spectrum = settings[k].spectrum;
    request.rank = settings[k].rank;
    request.maximum_nodes = settings[k].maximum_nodes;
    request.extra_nodes = settings[k].extra_nodes;
    request.periodic = problem.periodic(k);
    bases.push_back(std::make_shared<Basis1D>(request));
  }
  return bases;
}

std::vector<std::shared_ptr<const AxisOperator>> make_axes(
    const SplitProblem& problem, const std::vector<std::shared_ptr<const Basis1D>>& bases) {
  std::vector<std::shared_ptr<const AxisOperator>> axes;
  for (std::size_t k = 0; k < bases.size(); ++k) {
    const std::vector<AxisCondition> conditions = imposed_conditions(problem, k);
    std::size_t twin = 0;
    while (twin < k && !(bases[twin] == bases[k] && problem.constant[twin] == problem.constant[k] &&
                         imposed_conditions(problem, twin) == conditions))
      ++twin;
    axes.push_back(twin < k ? axes[twin]
                            : std::make_shared<AxisOperator>(
                                  bases[k], conditions, problem.constant[k], bases.size() == 1));
  }
  return axes;
}

std::shared_ptr<const Solution> make_solution(const SplitProblem& problem,
                                              std::vector<std::shared_ptr<const Basis1D>> bases,
                                              Tensor coefficients) {
  std::vector<Axis> axes;
  for (std::size_t k = 0; k < bases.size(); ++k) {
    const auto [lower, upper] = problem.problem.ranges[k];
    axes.push_back({problem.problem.names.axes[k],
                    {},
                    {lower, upper},
                    problem.periodic(k) ? AxisKind::periodic : AxisKind::interval,
                    {}});
  }
  return std::make_shared<Solution>(std::move(axes), problem.problem.names.unknowns.front(),
                                    std::move(bases), std::move(coefficients));
}

Rung solve_rung(const SplitProblem& problem, const std::vector<AxisSetting>& settings,
                const SolverOptions& options, const Solution* start, Monitor& monitor) {
  Rung rung;
  const std::vector<std::shared_ptr<const Basis1D>> bases = make_bases(problem, settings);
  rung.axes = make_axes(problem, bases);
  DiscreteProblem discrete(problem, rung.axes);
  Eigen::VectorXd w;
  if (problem.direct) {
    w = discrete.solve_directly();
    rung.newton.converged = true;
  } else {
    w = start != nullptr ? discrete.coordinates(values_at_nodes(*start, discrete))
                         : Eigen::VectorXd::Zero(discrete.size());
    rung.newton = solve_by_newton(discrete, w, options, monitor);
  }
  rung.solution = make_solution(problem, bases, discrete.coefficients(w));
  return rung;
}

}  // namespace tessera::gp_pde
