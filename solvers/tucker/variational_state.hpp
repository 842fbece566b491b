#pragma once

#include <vector>

#include <Eigen/Core>

#include "solvers/filtering/factor_smoother.hpp"
#include "solvers/tucker/gamma_distribution.hpp"

namespace tessera::tucker {

/// Mean-field posterior q = prod_k q(U^k) q(w) q(tau) q(relevances) of a model of components.
struct VariationalState {
  std::vector<FactorMarginals> factors;  ///< per mode
  std::vector<NaturalSites> sites;       ///< q(U^k) is prior times these
  Eigen::VectorXd weight_mean;           ///< C
  Eigen::MatrixXd weight_covariance;     ///< C x C
  std::vector<GammaDistribution> relevance;
  GammaDistribution noise_precision;
};

}  // namespace tessera::tucker
