#include "solvers/tucker/prune_components.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace tessera::tucker {
namespace {

std::vector<Index> all_but(Index count, Index left_out) {
  std::vector<Index> kept;
  for (Index i = 0; i < count; ++i)
    if (i != left_out) kept.push_back(i);
  return kept;
}

bool removable(const ComponentTable& table, Index component) {
  const Section& section = table.sections[table.section[component]];
  return !section.tucker && !section.modes.empty() && section.ranks[0] > 1;
}

FactorMarginals marginals_of(const FactorMarginals& q, const std::vector<Index>& kept) {
  const auto functions = static_cast<Index>(kept.size());
  FactorMarginals result{q.mean(kept, Eigen::all),
                         Eigen::MatrixXd(functions * functions, q.mean.cols()), 0};
  for (Index i = 0; i < q.mean.cols(); ++i) {
    const Eigen::Map<const Eigen::MatrixXd> v(q.covariance.col(i).data(), q.mean.rows(),
                                              q.mean.rows());
    Eigen::Map<Eigen::MatrixXd>(result.covariance.col(i).data(), functions, functions) =
        v(kept, kept);
  }
  return result;
}

/// A smoother of those functions, with the hyperparameters that they have.
std::unique_ptr<FactorSmoother> smoother_of(const FactorSmoother& smoother, const AxisModel& axis,
                                            const std::vector<Index>& kept) {
  const AxisScales scales = axis_scales(axis);
  auto result =
      make_smoother(axis, std::vector<double>(kept.size(), std::sqrt(scales.range * scales.gap)));
  for (std::size_t f = 0; f < kept.size(); ++f) {
    std::vector<double> values;
    for (const KernelParameter& p : smoother.parameters(kept[f])) values.push_back(p.value);
    result->set_parameters(static_cast<Index>(f), values);
  }
  return result;
}

}  // namespace

ComponentTable table_without(const ComponentTable& table, Index component) {
  if (!removable(table, component))
    throw std::invalid_argument(
        "only components of a CP section of rank 2 or more can be left out");
  std::vector<Section> sections = table.sections;
  --sections[table.section[component]].ranks[0];
  return make_component_table(table.modes(), std::move(sections));
}

std::vector<Index> removal_order(const ComponentTable& table, const VariationalState& state) {
  std::vector<Index> order;
  for (Index c = 0; c < table.components(); ++c)
    if (removable(table, c)) order.push_back(c);
  const Eigen::VectorXd loss =
      0.5 * state.weight_mean.array().square() / state.weight_covariance.diagonal().array();
  std::stable_sort(order.begin(), order.end(), [&](Index a, Index b) { return loss[a] < loss[b]; });
  return order;
}

std::unique_ptr<MessagePassing> without_component(const MessagePassing& messages,
                                                  const std::vector<AxisModel>& axes,
                                                  Index component) {
  const ComponentTable& old = messages.table();
  const VariationalState& state = messages.state();
  ComponentTable table = table_without(old, component);
  VariationalState initial;
  std::vector<std::unique_ptr<FactorSmoother>> smoothers;
  std::vector<std::vector<LengthPrior>> priors;
  for (Index k = 0; k < old.modes(); ++k) {
    const std::vector<Index> kept = all_but(old.functions[k], old.factor(component, k));
    initial.factors.push_back(marginals_of(state.factors[k], kept));
    initial.sites.push_back(
        NaturalSites::zero(table.functions[k], messages.smoother(k).coordinates()));
    smoothers.push_back(smoother_of(messages.smoother(k), axes[k], kept));
    priors.push_back(length_priors(axes[k], axis_scales(axes[k]), *smoothers.back()));
  }
  const std::vector<Index> kept = all_but(old.components(), component);
  initial.weight_mean = state.weight_mean(kept);
  initial.weight_covariance = state.weight_covariance(kept, kept);
  for (const Index g : all_but(old.group_count, old.groups[component].front()))
    initial.relevance.push_back(state.relevance[g]);
  initial.noise_precision = state.noise_precision;
  auto smaller =
      std::make_unique<MessagePassing>(std::move(table), messages.data(), messages.noise(),
                                       std::move(smoothers), std::move(priors), messages.options());
  smaller->start(std::move(initial));
  return smaller;
}

PruneResult try_pruning(std::unique_ptr<MessagePassing>& messages,
                        const std::vector<AxisModel>& axes, double bound,
                        const PruneOptions& options) {
  PruneResult result{false, bound, 0};
  const std::vector<Index> order = removal_order(messages->table(), messages->state());
  if (order.empty()) return result;
  auto smaller = without_component(*messages, axes, order.front());
  double last = 0;
  bool within_reach = true;
  while (!result.pruned && within_reach) {
    const double reached = smaller->sweep(result.sweeps > 0);
    ++result.sweeps;
    const auto left = static_cast<double>(options.sweeps - result.sweeps);
    // Gains become smaller from sweep to sweep; the first one also pays for the start.
    within_reach = left > 0 && (result.sweeps < 2 || reached + left * (reached - last) >= bound);
    result.pruned = reached >= bound;
    last = reached;
  }
  if (!result.pruned) {
    messages->resume();
    return result;
  }
  result.bound = last;
  messages = std::move(smaller);
  return result;
}

}  // namespace tessera::tucker
