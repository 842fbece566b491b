#include "solvers/tucker/random_start.hpp"

#include <algorithm>
#include <cmath>

#include <boost/random/normal_distribution.hpp>

namespace tessera::tucker {
namespace {

FactorMarginals random_factors(const FactorSmoother& smoother, std::mt19937_64& random) {
  boost::random::normal_distribution<double> normal;
  const Index functions = smoother.functions();
  NaturalSites sites = NaturalSites::zero(functions, smoother.coordinates());
  for (Index i = 0; i < smoother.coordinates(); ++i)
    for (Index f = 0; f < functions; ++f) {
      sites.precision(f * functions + f, i) = 1;
      sites.linear(f, i) = normal(random);
    }
  FactorMarginals factors = smoother.smooth(sites, nullptr);
  for (Index f = 0; f < functions; ++f)
    factors.mean.row(f) /= std::max(
        std::sqrt(factors.mean.row(f).squaredNorm() / static_cast<double>(factors.mean.cols())),
        1e-8);
  // Small variances: the first regression then sees the functions as they are.
  factors.covariance *= 0.01;
  return factors;
}

}  // namespace

VariationalState random_start(const ComponentTable& table,
                              const std::vector<std::unique_ptr<FactorSmoother>>& smoothers,
                              std::mt19937_64& random) {
  VariationalState state;
  for (Index k = 0; k < table.modes(); ++k) {
    if (table.functions[k] > 0)
      state.factors.push_back(random_factors(*smoothers[k], random));
    else
      state.factors.push_back({Eigen::MatrixXd(0, smoothers[k]->coordinates()),
                               Eigen::MatrixXd(0, smoothers[k]->coordinates()), 0});
    state.sites.push_back(NaturalSites::zero(table.functions[k], smoothers[k]->coordinates()));
  }
  state.weight_mean = Eigen::VectorXd::Zero(table.components());
  state.weight_covariance = Eigen::MatrixXd::Zero(table.components(), table.components());
  state.relevance.assign(table.group_count, GammaDistribution{1, 1});
  state.noise_precision = {1, 1};
  return state;
}

}  // namespace tessera::tucker
