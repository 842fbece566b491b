#include "solvers/gp_pde/posterior.hpp"

#include <algorithm>
#include <cmath>

#include "solvers/gp_pde/posterior_fit.hpp"
#include "solvers/gp_pde/posterior_rank.hpp"
#include "solvers/gp_pde/posterior_rows.hpp"

namespace tessera::gp_pde {
namespace {

using Vector = Eigen::VectorXd;

/// Prior moments need no more than one function.
PosteriorBasis least_basis(const PosteriorProblem& problem) {
  return {problem.priors, std::vector<Index>(problem.priors.size(), 1)};
}

/// Mean square of the centred measurements over the prior variance of what they measure.
double first_variance(const PosteriorProblem& problem) {
  const PosteriorBasis basis = least_basis(problem);
  double sum = 0;
  Index count = 0;
  for (const PointObservations& group : problem.observations) {
    const DataRows rows = observation_rows(problem, group);
    sum += rows.values.cwiseAbs2()
               .cwiseQuotient(basis.prior_variance(rows.points, rows.expression))
               .sum();
    count += rows.values.size();
  }
  return count > 0 && sum > 0 ? sum / static_cast<double>(count) : 1.0;
}

LearnedNoise first_noise(const PosteriorProblem& problem) {
  constexpr double first_share = 1e-2;  // of the measurements' root mean square
  LearnedNoise state;
  state.signal_variance = problem.variance > 0 ? problem.variance : first_variance(problem);
  Index first = 0;
  for (const PointObservations& group : problem.observations) {
    NoiseGroup g;
    g.first = first;
    g.count = group.values.size();
    g.learned = group.noise.size() == 0;
    g.model = group.model;
    g.degrees_of_freedom = group.degrees_of_freedom;
    const DataRows rows = observation_rows(problem, group);
    const double mean_square =
        g.count > 0 ? std::max(rows.values.squaredNorm() / static_cast<double>(g.count), 1e-300)
                    : 1.0;
    g.variance = g.learned
                     ? Vector(Vector::Constant(g.count, first_share * first_share * mean_square))
                     : Vector(rows.noise.cwiseAbs2());
    first += g.count;
    state.groups.push_back(std::move(g));
  }
  state.weights = Vector::Ones(first);
  return state;
}

/// All rows as the choice of ranks sees them; sets the standard deviation of the equation.
std::vector<RowKind> row_kinds(const PosteriorProblem& problem, const PosteriorOptions& options,
                               const LearnedNoise& state, double& equation_noise) {
  const PosteriorBasis basis = least_basis(problem);
  PosteriorOptions sampled = options;
  sampled.nodes = 24;
  std::vector<RowKind> kinds;
  if (problem.equation) {
    const EquationNodes nodes = equation_nodes(basis, sampled.nodes);
    const PointSet points = grid_points(nodes.coordinates);
    const FieldEvaluator mean = [&](const std::vector<int>& orders) {
      return Vector(problem.mean * applied_to_one({{orders}, {}}, points.count()));
    };
    const Linearised lin = linearise(*problem.equation, nodes.coordinates, mean);
    if (!(equation_noise > 0))
      equation_noise =
          problem.equation->noise > 0
              ? problem.equation->noise
              : options.exact_share * std::sqrt(state.signal_variance *
                                                basis.prior_variance(points, lin.jacobian).mean());
    kinds.push_back(kind_of(lin.jacobian, equation_noise));
  }
  for (const SideData& side : problem.sides) {
    const DataRows rows = side_rows(problem, side, basis, state.signal_variance, sampled);
    kinds.push_back(kind_of(rows.expression, rows.noise.minCoeff()));
  }
  for (std::size_t g = 0; g < problem.observations.size(); ++g)
    if (state.groups[g].count > 0)
      kinds.push_back(kind_of(problem.observations[g].expression,
                              std::sqrt(state.groups[g].variance.minCoeff())));
  if (kinds.empty()) kinds.push_back(kind_of(function_value(problem.axes.size()), 1e-8));
  return kinds;
}

bool has_hard_rows(const PosteriorProblem& problem) {
  return problem.equation || !problem.sides.empty();
}

bool learns(const PosteriorProblem& problem, const LearnedNoise& state) {
  return state.weights.size() > 0 &&
         (!(problem.variance > 0) ||
          std::any_of(state.groups.begin(), state.groups.end(), [](const NoiseGroup& g) {
            return g.learned || g.model == NoiseModel::student_t;
          }));
}

using Purpose = PosteriorFit::Purpose;

/// Fits until the ranks suffice for what was learned; `state` holds the first guesses and receives
/// what was found. `tolerated`: tail ratio that does.
std::unique_ptr<PosteriorFit> fit(const PosteriorProblem& problem, const PosteriorOptions& options,
                                  LearnedNoise& state, Purpose purpose, double tolerated,
                                  Monitor& monitor) {
  const LearnedNoise first = state;
  double equation_noise = 0;
  const double share = std::max(tolerated, options.tail_share);
  row_kinds(problem, options, first, equation_noise);
  std::vector<Index> ranks;
  bool with_rest = false;
  constexpr int attempts = 4;
  for (int attempt = 0;; ++attempt) {
    const std::vector<RowKind> kinds = row_kinds(problem, options, state, equation_noise);
    const std::vector<Index> chosen =
        choose_ranks(problem.priors, kinds, state.signal_variance, share, options.maximum_unknowns);
    const bool grown = chosen != ranks;
    ranks = chosen;
    // Where the ranks no longer change and yet do not suffice, what is behind the cut is noise.
    if (!grown || attempt + 1 == attempts) with_rest = true;
    auto result =
        std::make_unique<PosteriorFit>(problem, options, PosteriorBasis{problem.priors, ranks},
                                       equation_noise, first, with_rest, purpose, monitor);
    result->run();
    state = result->noise();
    if (result->tail_ratio() <= tolerated || with_rest) return result;
  }
}

/// Exactness that suffices to compare priors, and the problem with noise no smaller than that.
PosteriorOptions trial_options(const PosteriorOptions& options, const LearnedNoise& first) {
  constexpr double loose = 1e-6;
  constexpr double below_noise = 1e-3;
  double share = loose;
  for (const NoiseGroup& g : first.groups)
    if (g.count > 0 && !g.learned)
      share =
          std::min(share, below_noise * std::sqrt(g.variance.minCoeff() / first.signal_variance));
  PosteriorOptions trial = options;
  trial.exact_share = std::max(share, options.exact_share);
  return trial;
}

constexpr double as_large_as_the_noise = 1;

/// Guesses of what is learned, from a trial.
std::unique_ptr<PosteriorFit> loose_trial(const PosteriorProblem& problem,
                                          const PosteriorOptions& options, LearnedNoise& state,
                                          Monitor& monitor) {
  const PosteriorOptions loose = trial_options(options, state);
  return fit(problem, loose, state, Purpose::evidence, as_large_as_the_noise, monitor);
}

}  // namespace

PosteriorResult solve_posterior(const PosteriorProblem& problem, const PosteriorOptions& options,
                                Monitor& monitor) {
  require_valid(problem, options);
  LearnedNoise state = first_noise(problem);
  const bool linear = !problem.equation || problem.equation->linear;
  if (has_hard_rows(problem) && linear && learns(problem, state))
    loose_trial(problem, options, state, monitor);
  constexpr double rounding = 1e-9;
  const double tolerated = options.tail_share * (1 + rounding);
  const auto found = fit(problem, options, state, Purpose::field, tolerated, monitor);
  const bool conservative = found->tail_ratio() > tolerated;
  PosteriorResult result{found->field(conservative), found->report()};
  result.report.conservative = conservative;
  return result;
}

PosteriorResult solve_posterior(const PosteriorProblem& problem, const PosteriorOptions& options) {
  SilentMonitor monitor;
  return solve_posterior(problem, options, monitor);
}

PriorTrial try_prior(const PosteriorProblem& problem, const PosteriorOptions& options, bool loose,
                     Monitor& monitor) {
  require_valid(problem, options);
  LearnedNoise state = first_noise(problem);
  std::unique_ptr<PosteriorFit> found;
  if (has_hard_rows(problem)) found = loose_trial(problem, options, state, monitor);
  if (!found || !loose)
    found = fit(problem, options, state, Purpose::evidence,
                has_hard_rows(problem) ? as_large_as_the_noise : options.tail_share * (1 + 1e-9),
                monitor);
  return {found->report().log_evidence_of_observations, state.signal_variance,
          found->basis().size()};
}

}  // namespace tessera::gp_pde
