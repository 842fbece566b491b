#pragma once

#include <Eigen/Core>

#include "solvers/comparators/box_operator.hpp"
#include "solvers/comparators/collocation.hpp"
#include "solvers/comparators/comparator.hpp"

namespace tessera::comparators {

// `u` holds the start and receives the answer, folded; `result` what happened.

/// Linear problems: GMRES for the correction of u, and once more for the correction of that.
void solve_by_gmres(Collocation& collocation, const BoxInverse& inverse, Eigen::VectorXd& u,
                    ComparatorResult& result);

/// Newton's method with GMRES.
void solve_by_newton(Collocation& collocation, const BoxInverse& inverse, Eigen::VectorXd& u,
                     ComparatorResult& result);

/// One axis: Newton's method with LU of the collocation matrix; linear: once, with a refinement.
void solve_by_lu(Collocation& collocation, bool linear, Eigen::VectorXd& u,
                 ComparatorResult& result);

}  // namespace tessera::comparators
