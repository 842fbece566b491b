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

}  // namespace tessera
