#include "solvers/gp_pde/default_prior.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <stdexcept>

namespace tessera::gp_pde {
namespace {

/// Waves per axis on a rung: 1, 1.5, 2, 3, 4, 6, 8, 12, ...
double waves_of(int rung) {
  return std::ldexp(rung % 2 == 0 ? 1.0 : 1.5, rung / 2);
}

double mean_value(const PosteriorProblem& problem) {
  if (problem.equation || !problem.sides.empty()) return 0;
  double sum = 0;
  Index count = 0;
  const LinearExpression value = function_value(problem.axes.size());
  for (const PointObservations& group : problem.observations) {
    if (group.expression.orders != value.orders || !group.expression.coefficients.empty()) continue;
    sum += group.values.sum();
    count += group.values.size();
  }
  return count > 0 ? sum / static_cast<double>(count) : 0.0;
}

class Ladder {
 public:
  Ladder(PosteriorProblem problem, const PosteriorOptions& options)
      : problem_(std::move(problem)), options_(options) {
    best_.mean = problem_.mean = mean_value(problem_);
    problem_.variance = 0;
  }

  /// Log evidence with these rungs per axis; minus infinity where the unknowns do not suffice.
  double climb(const std::vector<int>& rungs) {
    if (const auto found = tried_.find(rungs); found != tried_.end()) return found->second;
    double& evidence = tried_[rungs] = -std::numeric_limits<double>::infinity();
    std::vector<double> waves;
    std::vector<double> bands;
    double unknowns = 1;
    problem_.priors.clear();
    for (std::size_t k = 0; k < problem_.axes.size(); ++k) {
      const auto& ends = problem_.axes[k].coordinates;
      const double length = ends.back() - ends.front();
      waves.push_back(waves_of(rungs[k]));
      bands.push_back(waves.back() / length);
      unknowns *= 2 * waves.back() + 4;
      if (unknowns > static_cast<double>(options_.maximum_unknowns)) return evidence;
      problem_.priors.push_back(std::make_shared<AxisPrior>(
          std::pair{ends.front(), ends.back()}, flat_band_factor(bands.back(), length)));
    }
    PosteriorResult result = solve_posterior(problem_, options_);
    evidence = result.report.log_evidence_of_observations;
    best_.trials.push_back({waves, evidence});
    if (best_.priors.empty() || evidence > best_evidence_) {
      best_evidence_ = evidence;
      best_rungs_ = rungs;
      best_.bands = bands;
      best_.priors = problem_.priors;
      best_.posterior = std::move(result);
    }
    return evidence;
  }

  const std::vector<int>& best_rungs() const { return best_rungs_; }
  double best_evidence() const { return best_evidence_; }
  DefaultPrior take() { return std::move(best_); }

 private:
  PosteriorProblem problem_;
  const PosteriorOptions& options_;
  std::map<std::vector<int>, double> tried_;
  DefaultPrior best_;
  std::vector<int> best_rungs_;
  double best_evidence_ = -std::numeric_limits<double>::infinity();
};

}  // namespace

DefaultPrior find_default_prior(PosteriorProblem problem, const PosteriorOptions& options) {
  Index count = 0;
  for (const PointObservations& group : problem.observations) count += group.values.size();
  if (count == 0) throw std::invalid_argument("a default prior needs measurements");
  for (const Axis& axis : problem.axes) require_valid(axis);
  const std::size_t axes = problem.axes.size();
  Ladder ladder(std::move(problem), options);
  constexpr int last_rung = 16;
  int falls = 0;
  for (int rung = 0; rung <= last_rung && falls < 2; ++rung) {
    const double evidence = ladder.climb(std::vector<int>(axes, rung));
    if (std::isinf(evidence)) break;
    falls = evidence < ladder.best_evidence() ? falls + 1 : 0;
  }
  for (std::size_t k = 0; axes > 1 && k < axes; ++k)
    for (const int direction : {1, -1})
      for (;;) {
        std::vector<int> rungs = ladder.best_rungs();
        rungs[k] += direction;
        if (rungs[k] < 0 || rungs[k] > last_rung) break;
        const double before = ladder.best_evidence();
        if (!(ladder.climb(rungs) > before)) break;
      }
  return ladder.take();
}

}  // namespace tessera::gp_pde
