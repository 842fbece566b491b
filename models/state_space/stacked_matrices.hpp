#pragma once

#include <vector>

#include "models/state_space/state_space.hpp"

namespace tessera {

/// The matrices of independent processes, stacked.
struct StackedMatrices {
  Eigen::MatrixXd drift, noise_effect, noise_density, stationary_covariance;
  Eigen::RowVectorXd observation;
};

StackedMatrices stacked_matrices(const std::vector<const StateSpace*>& processes);

/// The transition of independent processes, stacked.
Transition stacked_transition(const std::vector<const StateSpace*>& processes, double dt,
                              Direction direction);

/// What processes that are stacks of independent ones have in common: their matrices.
class StackedStateSpace : public StateSpace {
 public:
  Index order() const final { return matrices_.drift.rows(); }
  const Eigen::MatrixXd& drift() const final { return matrices_.drift; }
  const Eigen::MatrixXd& noise_effect() const final { return matrices_.noise_effect; }
  const Eigen::MatrixXd& noise_density() const final { return matrices_.noise_density; }
  const Eigen::RowVectorXd& observation() const final { return matrices_.observation; }
  const Eigen::MatrixXd& stationary_covariance() const final {
    return matrices_.stationary_covariance;
  }

 protected:
  void stack(const std::vector<const StateSpace*>& processes) {
    matrices_ = stacked_matrices(processes);
  }

 private:
  StackedMatrices matrices_;
};

}  // namespace tessera
