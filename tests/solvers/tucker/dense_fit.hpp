#pragma once

#include <vector>

#include <Eigen/Core>

#include "tests/solvers/tucker/problem.hpp"

namespace tucker_problem {

/// Coordinate ascent on the same bound by dense linear algebra: every mode's functions at all
/// coordinates are one Gaussian vector with its full covariance, all sums run over entries and
/// components as the model is written down.
class DenseFit {
 public:
  /// Cell means as entries; counts, total and within-cell squares as in Cells.
  DenseFit(const Problem& problem, tessera::tucker::Cells cells,
           tessera::tucker::GammaDistribution noise_prior,
           tessera::tucker::GammaDistribution relevance_prior, double degrees_of_freedom,
           tessera::tucker::VariationalState start);

  /// Student factors at their optimum; the share of the cell effect is given (its optimum is found
  /// by line search, which is no matter of closed forms). Then modes, weights, noise, relevances.
  void sweep(double cell_share);
  double bound() const;
  /// Terms of the bound that depend on the share of the cell effect.
  double share_terms(double cell_share) const;

  tessera::tucker::VariationalState state;  ///< factors hold the marginals

 private:
  void update_mode(Index mode);
  void update_weights();
  void update_noise();
  Eigen::VectorXd squared_residuals() const;
  Eigen::VectorXd weights_of_entries() const;
  Eigen::MatrixXd weight_second() const;

  const Problem& problem_;
  tessera::tucker::Cells cells_;
  tessera::tucker::GammaDistribution noise_prior_, relevance_prior_;
  double freedom_;
  double share_;
  std::vector<tessera::tucker::GammaDistribution> student_;
  std::vector<double> divergence_;
};

}  // namespace tucker_problem
