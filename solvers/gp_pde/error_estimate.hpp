#pragma once

#include <memory>
#include <string>
#include <vector>

#include "data/fields/monitor.hpp"
#include "solvers/gp_pde/solve.hpp"

namespace tessera::gp_pde {

/// Error of a solution judged by two more solves, without the exact solution.
struct ErrorEstimate {
  bool available = false;
  std::string remark;      ///< why there is none, or what weakens it
  double relative_l2 = 0;  ///< the larger of the two below
  double wider_basis = 0;  ///< rank x 1.2 + 8, band x 1.2 + one period, nodes to match
  double more_nodes = 0;   ///< the same basis, 14 nodes more
  std::vector<std::shared_ptr<const Solution>> checks;  ///< the two check solves
  double time_s = 0;
};

/// Relative L2 differences on the tensor grid of `coordinates` between the answer and two check
/// solves. Each starts cold from the lift of the boundary data: a warm start would share a wrong
/// branch with the answer. Not available where the result is not resolved.
ErrorEstimate estimate_error(const SplitProblem& problem, const SolverOptions& options,
                             const SolveResult& result,
                             const std::vector<Eigen::VectorXd>& coordinates, Monitor& monitor);

}  // namespace tessera::gp_pde
