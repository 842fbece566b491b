#pragma once

#include <vector>

#include <Eigen/Core>

#include "data/fields/monitor.hpp"
#include "solvers/gp_pde/solve.hpp"

namespace tessera::gp_pde {

/// Whether a nonlinear problem leads back to the same solution from a disturbed start. Nonlinear
/// problems may have several solutions; one that is found again from elsewhere is at least no
/// accident of the start.
struct BranchCheck {
  bool done = false;          ///< nonlinear problems only
  double perturbation = 0.3;  ///< norm of the random disturbance over that of the solution
  bool converged = false;
  /// Relative L2 distance between the two solutions: rounding where it is the same.
  double distance = 0;
  Index newton_iterations = 0;
  double time_s = 0;
};

/// Starts Newton's method from the solution plus seeded noise in its coefficients, on the same
/// bases. `coordinates`: tensor grid on which the two are compared.
BranchCheck check_branch(const SplitProblem& problem, const SolverOptions& options,
                         const SolveResult& result, const std::vector<Eigen::VectorXd>& coordinates,
                         Monitor& monitor);

}  // namespace tessera::gp_pde
