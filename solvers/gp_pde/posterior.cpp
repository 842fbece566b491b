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
std::vector<RowKind> row_kinds(const PosteriorProblem& problem, const LearnedNoise& state,
                               double& equation_noise) {
  const PosteriorBasis basis = least_basis(problem);
  constexpr Index samples = 24;
  std::vector<RowKind> kinds;
  if (problem.equation) {
    const EquationNodes nodes = equation_nodes(basis, samples);
    const PointSet points = grid_points(nodes.coordinates);
    const FieldEvaluator mean = [&](const std::vector<int>& orders) {
      return Vector(problem.mean * applied_to_one({{orders}, {}}, points.count()));
    };
    const Linearised lin = linearise(*problem.equation, nodes.coordinates, mean);
    constexpr double exact_share = 1e-8;
    if (!(equation_noise > 0))
      equation_noise =
          problem.equation->noise > 0
              ? problem.equation->noise
              : exact_share * std::sqrt(state.signal_variance *
                                        basis.prior_variance(points, lin.jacobian).mean());
    kinds.push_back(kind_of(lin.jacobian, equation_noise));
  }
  for (const SideData& side : problem.sides) {
    const DataRows rows = side_rows(problem, side, basis, state.signal_variance, samples);
    kinds.push_back(kind_of(rows.expression, rows.noise.minCoeff()));
  }
  for (std::size_t g = 0; g < problem.observations.size(); ++g)
    if (state.groups[g].count > 0)
      kinds.push_back(kind_of(problem.observations[g].expression,
                              std::sqrt(state.groups[g].variance.minCoeff())));
  if (kinds.empty()) kinds.push_back(kind_of(function_value(problem.axes.size()), 1e-8));
  return kinds;
}

}  // namespace

PosteriorResult solve_posterior(const PosteriorProblem& problem, const PosteriorOptions& options) {
  require_valid(problem, options);
  const LearnedNoise first = first_noise(problem);
  LearnedNoise state = first;
  double equation_noise = 0;
  std::vector<Index> ranks;
  bool with_rest = false;
  constexpr int attempts = 4;
  for (int attempt = 0;; ++attempt) {
    const std::vector<RowKind> kinds = row_kinds(problem, state, equation_noise);
    const std::vector<Index> chosen = choose_ranks(problem.priors, kinds, state.signal_variance,
                                                   options.tail_share, options.maximum_unknowns);
    const bool grown = chosen != ranks;
    ranks = chosen;
    // Where the ranks no longer change and yet do not suffice, what is behind the cut is noise.
    if (!grown || attempt + 1 == attempts) with_rest = true;
    PosteriorFit fit(problem, options, {problem.priors, ranks}, equation_noise, first, with_rest);
    fit.run();
    const double ratio = fit.tail_ratio();
    state = fit.noise();
    const bool negligible = ratio <= options.tail_share * (1 + 1e-9);
    if (!negligible && !with_rest) continue;
    PosteriorResult result{fit.field(!negligible), fit.report()};
    result.report.conservative = !negligible;
    return result;
  }
}

}  // namespace tessera::gp_pde
