#pragma once

#include <Eigen/Core>

#include "data/fields/types.hpp"

namespace tessera::gp_pde {

/// Upper half (positive nodes, increasing) of the Gauss-Legendre rule with an even number of nodes
/// on [-1, 1]; the lower half is its mirror image.
struct GaussLegendreHalf {
  Eigen::VectorXd nodes;    ///< count / 2
  Eigen::VectorXd weights;  ///< count / 2; both halves together sum to 2
};

/// The rule of solvers/spectral, rounded to double. Throws std::invalid_argument unless count is
/// even and positive.
GaussLegendreHalf gauss_legendre(Index count);

}  // namespace tessera::gp_pde
