#include "solvers/tucker/gamma_distribution.hpp"

#include <cmath>

#include <boost/math/special_functions/digamma.hpp>

namespace tessera::tucker {

double expected_log(const GammaDistribution& q) {
  return boost::math::digamma(q.shape) - std::log(q.rate);
}

double divergence(const GammaDistribution& q, const GammaDistribution& p) {
  return (q.shape - p.shape) * boost::math::digamma(q.shape) - std::lgamma(q.shape) +
         std::lgamma(p.shape) + p.shape * (std::log(q.rate) - std::log(p.rate)) +
         q.shape * (p.rate - q.rate) / q.rate;
}

}  // namespace tessera::tucker
