#pragma once

#include <Eigen/Core>

#include "data/fields/types.hpp"

namespace tessera::gram {

/// Adam (Kingma and Ba 2015, algorithm 1), ascending: beta 0.9 and 0.999, epsilon 1e-8.
struct Adam {
  double learning_rate = 0.01;
  Index steps = 0;
  Eigen::VectorXd first_moment;
  Eigen::VectorXd second_moment;

  void ascend(Eigen::VectorXd& x, const Eigen::VectorXd& gradient);
};

}  // namespace tessera::gram
