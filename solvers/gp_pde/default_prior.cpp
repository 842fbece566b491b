#include "solvers/gp_pde/default_prior.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <stdexcept>
#include <string>

#include "data/fields/errors.hpp"

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
  Ladder(PosteriorProblem problem, const PosteriorOptions& options, Monitor& monitor)
      : problem_(std::move(problem)),
        options_(options),
        monitor_(monitor),
        priors_(problem_.axes.size()) {
    best_.mean = problem_.mean = mean_value(problem_);
    problem_.variance = 0;
  }

  /// Log evidence with these rungs per axis; minus infinity where the unknowns do not suffice.
  double climb(const std::vector<int>& rungs, bool loose) {
    const auto key = std::pair{rungs, loose};
    if (const auto found = tried_.find(key); found != tried_.end()) return found->second;
    double& evidence = tried_[key] = -std::numeric_limits<double>::infinity();
    double unknowns = 1;
    DefaultPrior::Trial trial;
    for (const int rung : rungs) {
      trial.waves.push_back(waves_of(rung));
      unknowns *= 2 * waves_of(rung) + 4;
    }
    if (unknowns > static_cast<double>(options_.maximum_unknowns)) return evidence;
    report(trial.waves);
    use(rungs);
    const PriorTrial found = try_prior(problem_, options_, loose, monitor_);
    evidence = trial.log_evidence = found.log_evidence;
    trial.signal_variance = found.signal_variance;
    trial.unknowns = found.unknowns;
    trial.loose = loose;
    best_.trials.push_back(std::move(trial));
    if (best_rungs_.empty() || evidence > best_evidence_) {
      best_evidence_ = evidence;
      best_rungs_ = rungs;
    }
    return evidence;
  }

  /// From here on only evidence with the equation as exact as it is counts.
  void become_exact() {
    best_evidence_ = -std::numeric_limits<double>::infinity();
    climb(std::vector<int>(best_rungs_), false);
  }

  /// Whether the best band becomes better by one rung on one axis.
  bool move(std::size_t axis, int direction, int last_rung) {
    std::vector<int> rungs = best_rungs_;
    rungs[axis] += direction;
    if (rungs[axis] < 0 || rungs[axis] > last_rung) return false;
    const double before = best_evidence_;
    return climb(rungs, false) > before;
  }

  const std::vector<int>& best_rungs() const { return best_rungs_; }
  double best_evidence() const { return best_evidence_; }

  DefaultPrior take() {
    monitor_.progress(-1, "posterior");
    use(best_rungs_);
    for (std::size_t k = 0; k < best_rungs_.size(); ++k)
      best_.bands.push_back(waves_of(best_rungs_[k]) / length(k));
    best_.priors = problem_.priors;
    best_.posterior = solve_posterior(problem_, options_, monitor_);
    return std::move(best_);
  }

 private:
  double length(std::size_t axis) const {
    const auto& ends = problem_.axes[axis].coordinates;
    return ends.back() - ends.front();
  }

  void use(const std::vector<int>& rungs) {
    problem_.priors.clear();
    for (std::size_t k = 0; k < rungs.size(); ++k) {
      std::shared_ptr<const AxisPrior>& prior = priors_[k][rungs[k]];
      const auto& ends = problem_.axes[k].coordinates;
      if (!prior)
        prior = std::make_shared<AxisPrior>(
            std::pair{ends.front(), ends.back()},
            flat_band_factor(waves_of(rungs[k]) / length(k), length(k)));
      problem_.priors.push_back(prior);
    }
  }

  void report(const std::vector<double>& waves) {
    if (monitor_.should_stop()) throw Interrupted("stopped on request while comparing priors");
    std::string text = "prior with";
    for (const double w : waves) {
      text += text.back() == 'h' ? " " : " x ";
      text += std::to_string(w).substr(0, w < 10 ? 3 : 4);
    }
    monitor_.progress(-1, text + " waves");
  }

  PosteriorProblem problem_;
  const PosteriorOptions& options_;
  Monitor& monitor_;
  std::vector<std::map<int, std::shared_ptr<const AxisPrior>>> priors_;  ///< by rung, per axis
  std::map<std::pair<std::vector<int>, bool>, double> tried_;
  DefaultPrior best_;
  std::vector<int> best_rungs_;
  double best_evidence_ = -std::numeric_limits<double>::infinity();
};

}  // namespace

DefaultPrior find_default_prior(PosteriorProblem problem, const PosteriorOptions& options,
                                Monitor& monitor) {
  Index count = 0;
  for (const PointObservations& group : problem.observations) count += group.values.size();
  if (count == 0) throw std::invalid_argument("a default prior needs measurements");
  for (const Axis& axis : problem.axes) require_valid(axis);
  const std::size_t axes = problem.axes.size();
  const bool loose = problem.equation || !problem.sides.empty();
  Ladder ladder(std::move(problem), options, monitor);
  constexpr int last_rung = 16;
  constexpr double clear_fall = 3;
  constexpr double hopeless = -100;  // log evidence per measurement
  int falls = 0;
  for (int rung = 0; rung <= last_rung && falls < 2; ++rung) {
    const double evidence = ladder.climb(std::vector<int>(axes, rung), loose);
    if (std::isinf(evidence)) break;
    // A band that misses measurements of known noise altogether is no peak to stop at.
    if (ladder.best_evidence() < hopeless * static_cast<double>(count)) continue;
    if (evidence < ladder.best_evidence() - clear_fall) break;
    falls = evidence < ladder.best_evidence() ? falls + 1 : 0;
  }
  if (loose) ladder.become_exact();
  // An axis that gained from a wider band is not asked for a narrower one.
  for (std::size_t k = 0; (loose || axes > 1) && k < axes; ++k)
    for (const int direction : {1, -1}) {
      const int before = ladder.best_rungs()[k];
      while (ladder.move(k, direction, last_rung)) {
      }
      if (ladder.best_rungs()[k] != before) break;
    }
  return ladder.take();
}

DefaultPrior find_default_prior(PosteriorProblem problem, const PosteriorOptions& options) {
  SilentMonitor monitor;
  return find_default_prior(std::move(problem), options, monitor);
}

}  // namespace tessera::gp_pde
