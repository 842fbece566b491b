#include "solvers/tucker/streaming.hpp"

#include <stdexcept>

namespace tessera::tucker {

GammaDistribution PastObservations::noise_prior(const GammaDistribution& prior) const {
  return {prior.shape + 0.5 * count, prior.rate + 0.5 * within_square_sum};
}

StreamingTerms::StreamingTerms(DataTerms& chunk, PastObservations past)
    : chunk_(chunk), past_(std::move(past)) {
  if (past_.empty()) return;
  if (static_cast<Index>(past_.sums.size()) != chunk_.modes())
    throw std::invalid_argument("StreamingTerms: the past has another number of modes");
  for (Index k = 0; k < chunk_.modes(); ++k)
    if (past_.sums[k].rows.cols() != chunk_.indices(k))
      throw std::invalid_argument("StreamingTerms: the past has other coordinates");
}

double StreamingTerms::weighted_square_sum() const {
  return past_.weighted_square_sum + chunk_.weighted_square_sum();
}

void StreamingTerms::fiber_sums(Index mode, const std::vector<FactorTable>& tables,
                                FiberSums& sums) const {
  chunk_.fiber_sums(mode, tables, sums);
  if (past_.empty()) return;
  if (past_.sums[mode].rows.rows() != sums.rows.rows())
    throw std::invalid_argument("StreamingTerms: the past is of another table of components");
  sums.rows += past_.sums[mode].rows;
}

PastObservations StreamingTerms::absorb(const ComponentTable& table,
                                        const std::vector<FactorMarginals>& factors,
                                        const Cells& cells, const NoiseModel& noise) const {
  PastObservations result = past_;
  result.sums.resize(modes());
  for (Index mode = 0; mode < modes(); ++mode) {
    const RestTerms terms = rest_terms(table, mode);
    std::vector<FactorTable> tables(modes());
    for (Index k = 0; k < modes(); ++k)
      if (k != mode) tables[k] = factor_table(terms, k, factors[k]);
    fiber_sums(mode, tables, result.sums[mode]);
  }
  result.weighted_square_sum = weighted_square_sum();
  result.count += cells.total;
  result.within_square_sum += cells.within_square_sum / (1 - noise.cell_share());
  return result;
}

VariationalState warm_start(const VariationalState& former,
                            const std::vector<std::unique_ptr<FactorSmoother>>& smoothers,
                            const std::vector<GrownAxis>& axes) {
  VariationalState state = former;
  for (std::size_t k = 0; k < axes.size(); ++k) {
    const Index functions = former.factors[k].mean.rows();
    const auto count = static_cast<Index>(axes[k].old_index.size());
    std::vector<Index> fresh;
    for (Index i = 0; i < count; ++i)
      if (axes[k].old_index[i] < 0) fresh.push_back(i);
    FactorMarginals& q = state.factors[k];
    q.mean.resize(functions, count);
    q.covariance.resize(functions * functions, count);
    state.sites[k] = NaturalSites::zero(functions, count);
    for (Index i = 0; i < count; ++i) {
      const Index old = axes[k].old_index[i];
      if (old < 0) continue;
      q.mean.col(i) = former.factors[k].mean.col(old);
      q.covariance.col(i) = former.factors[k].covariance.col(old);
      state.sites[k].precision.col(i) = former.sites[k].precision.col(old);
      state.sites[k].linear.col(i) = former.sites[k].linear.col(old);
    }
    if (fresh.empty() || functions == 0) continue;
    const FactorMarginals at =
        smoothers[k]->predict(former.sites[k], axes[k].coordinates(fresh, Eigen::all), 0);
    for (std::size_t j = 0; j < fresh.size(); ++j) {
      q.mean.col(fresh[j]) = at.mean.col(static_cast<Index>(j));
      q.covariance.col(fresh[j]) = at.covariance.col(static_cast<Index>(j));
    }
  }
  return state;
}

PastObservations grown(const PastObservations& past, const std::vector<GrownAxis>& axes) {
  PastObservations result = past;
  for (std::size_t k = 0; k < past.sums.size(); ++k) {
    const auto count = static_cast<Index>(axes[k].old_index.size());
    result.sums[k].rows.setZero(past.sums[k].rows.rows(), count);
    for (Index i = 0; i < count; ++i)
      if (axes[k].old_index[i] >= 0)
        result.sums[k].rows.col(i) = past.sums[k].rows.col(axes[k].old_index[i]);
  }
  return result;
}

}  // namespace tessera::tucker
