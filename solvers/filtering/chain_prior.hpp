#pragma once

#include <vector>

#include <Eigen/Core>

#include "solvers/filtering/chain_model.hpp"
#include "solvers/filtering/factor_smoother.hpp"

namespace tessera {

/// Posterior second moments of one function, for its prior p(z_0) prod_i p(z_(i+1) | z_i). With
/// e_i = z_(i+1) - A z_i, A as it was when the posterior was made, the sums over all gaps of one
/// length are kept: moments of the small e_i instead of those of z_(i+1), which for short gaps are
/// too alike to be subtracted. One vector of numbers per function:
///   the hyperparameters that made it,
///   then for each of its blocks: E z_0 z_0^T, and, if the block has noise, for each distinct gap
///   the sums of E e e^T, E e z^T, E z z^T (z at the gap's lower end); all column-major.
class ChainMoments {
 public:
  ChainMoments(const ChainModel& model, PriorMoments& storage);

  using Matrix = Eigen::Map<Eigen::MatrixXd>;
  /// `block` counts the blocks of the model.
  Matrix first(std::size_t block) { return matrix(block, 0); }
  Matrix noise(std::size_t block, Index gap) { return matrix(block, 1 + 3 * gap); }
  Matrix noise_with_state(std::size_t block, Index gap) { return matrix(block, 2 + 3 * gap); }
  Matrix state(std::size_t block, Index gap) { return matrix(block, 3 + 3 * gap); }

 private:
  Matrix matrix(std::size_t block, Index k) {
    const Index s = model_.blocks()[block].order;
    return {start_[block] + k * s * s, s, s};
  }

  const ChainModel& model_;
  std::vector<double*> start_;
};

/// Expected log prior of function f of the model for other hyperparameters.
ExpectedLogPrior chain_expected_log_prior(const ChainModel& model, Index f,
                                          const std::vector<double>& values,
                                          const PriorMoments& moments);

}  // namespace tessera
