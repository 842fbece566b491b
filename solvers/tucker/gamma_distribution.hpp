#pragma once

namespace tessera::tucker {

/// Gamma distribution with density proportional to x^(shape-1) exp(-rate x).
struct GammaDistribution {
  double shape = 1;
  double rate = 1;
  double mean() const { return shape / rate; }
};

/// E[log x].
double expected_log(const GammaDistribution& q);
/// Kullback-Leibler divergence of q from p in nats.
double divergence(const GammaDistribution& q, const GammaDistribution& p);

}  // namespace tessera::tucker
