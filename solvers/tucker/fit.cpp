#include "solvers/tucker/fit.hpp"

#include <cmath>

#include <boost/random/normal_distribution.hpp>

#include "data/fields/errors.hpp"
#include "solvers/tucker/effective_rank.hpp"
#include "solvers/tucker/random_start.hpp"

namespace tessera::tucker {
namespace {

/// First length scales: log-normal around the prior's median, so that components differ in scale.
std::vector<double> first_lengths(const AxisModel& axis, const AxisScales& scales, Index functions,
                                  double spread, std::mt19937_64& random) {
  boost::random::normal_distribution<double> normal;
  std::vector<double> lengths;
  for (Index f = 0; f < functions; ++f)
    lengths.push_back(axis.length_scale > 0 ? axis.length_scale
                                            : std::sqrt(scales.range * scales.gap) *
                                                  std::exp(spread * normal(random)));
  return lengths;
}

constexpr double held_weight_variance = 1e-6;  ///< standardised; a held weight is as good as known

bool pruning_is_due(const PruneOptions& options, Index sweeps, bool converged) {
  return sweeps >= options.first && (converged || (sweeps - options.first) % options.interval == 0);
}

}  // namespace

FitResult fit_components(const ComponentTable& table, const std::vector<AxisModel>& axes,
                         DataTerms& data, const NoiseModel& noise, const FitOptions& options,
                         std::mt19937_64& random, Monitor& monitor,
                         const ChangeStart& change_start) {
  std::vector<std::unique_ptr<FactorSmoother>> smoothers;
  std::vector<std::vector<LengthPrior>> priors;
  for (std::size_t k = 0; k < axes.size(); ++k) {
    const AxisScales scales = axis_scales(axes[k]);
    smoothers.push_back(make_smoother(
        axes[k], first_lengths(axes[k], scales, table.functions[k], options.start_spread, random)));
    priors.push_back(length_priors(axes[k], scales, *smoothers.back()));
  }
  VariationalState start = random_start(table, smoothers, random);
  if (change_start) start = change_start(std::move(start));
  auto messages = std::make_unique<MessagePassing>(table, data, noise, std::move(smoothers),
                                                   std::move(priors), options.messages);
  start.weight_mean.setConstant(options.first_weight);
  start.weight_covariance.setIdentity(table.components(), table.components());
  start.weight_covariance *= held_weight_variance;
  messages->learn_weights(options.first_sweeps == 0);
  messages->start(std::move(start));
  FitResult result;
  const auto record = [&](double bound) {
    result.history.push_back({bound, 1 / std::sqrt(messages->state().noise_precision.mean()),
                              effective_rank(messages->table(), messages->state())});
  };
  Index failures = options.pruning.enabled ? 0 : options.pruning.failures;
  double last = -std::numeric_limits<double>::infinity();
  for (Index sweep = 0; sweep < options.maximum_sweeps && !result.converged; ++sweep) {
    if (monitor.should_stop()) throw Interrupted("stopped between two sweeps");
    messages->learn_weights(sweep >= options.first_sweeps);
    const double bound = messages->sweep(sweep >= 1);
    if (!std::isfinite(bound))
      throw ConvergenceError("the bound is not finite after sweep " + std::to_string(sweep + 1));
    record(bound);
    result.converged = sweep > options.first_sweeps + 1 &&
                       bound - last < options.relative_tolerance * std::abs(bound);
    last = bound;
    if (!pruning_is_due(options.pruning, sweep + 1, result.converged)) continue;
    bool pruned = true;
    while (pruned && failures < options.pruning.failures) {
      const PruneResult smaller = try_pruning(messages, axes, last, options.pruning);
      pruned = smaller.pruned;
      if (!pruned) {
        ++failures;
        continue;
      }
      record(smaller.bound);
      result.converged = false;
      sweep += smaller.sweeps;
      last = smaller.bound;
    }
  }
  messages->finish();
  result.state = messages->state();
  result.noise_variance = 1 / result.state.noise_precision.mean();
  result.cell_share = messages->noise().cell_share();
  result.student_factors = messages->noise().student_factors();
  result.components.table = messages->table();
  result.components.sites = result.state.sites;
  result.components.weight_mean = result.state.weight_mean;
  result.components.weight_covariance = result.state.weight_covariance;
  for (Index k = 0; k < table.modes(); ++k)
    result.components.smoothers.push_back(messages->smoother(k).clone());
  return result;
}

}  // namespace tessera::tucker
