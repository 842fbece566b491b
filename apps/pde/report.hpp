#pragma once

#include <optional>
#include <string>
#include <vector>

#include "apps/common/application.hpp"
#include "apps/pde/comparison.hpp"
#include "solvers/gp_pde/branch_check.hpp"
#include "solvers/gp_pde/error_estimate.hpp"
#include "solvers/gp_pde/solve.hpp"

namespace tessera::pde {

/// All figures of a run, before they are put into words.
struct Figures {
  const gp_pde::SplitProblem& problem;
  const gp_pde::SolveResult& result;
  const gp_pde::ErrorEstimate& estimate;
  const gp_pde::BranchCheck& branch;
  std::string prior;                        ///< the rule that chose the spectrum, in words
  std::optional<double> relative_l2_error;  ///< where the exact solution is known
  std::vector<double> discarded_variance;   ///< per axis
  Comparison comparison;
};

/// Fills status, exit code, headline, report lines, summary and history tables of an outcome.
void report(const Figures& figures, Outcome& outcome);

}  // namespace tessera::pde
