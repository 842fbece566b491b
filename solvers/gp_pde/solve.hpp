#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "data/fields/monitor.hpp"
#include "solvers/gp_pde/options.hpp"
#include "solvers/gp_pde/problem.hpp"
#include "solvers/gp_pde/solution.hpp"

namespace tessera::gp_pde {

/// Resolution of one axis in one step of the adaptation.
struct AxisResolution {
  double band = 0;  ///< cycles per unit length
  Index rank = 0;
  Index nodes = 0;
  double tail = 0;  ///< norm of the last coefficients over the norm of all
  std::string kind;
  // Of the best step only:
  double condition = 1;         ///< of the basis under the quadrature
  double vector_condition = 1;  ///< of the coordinate functions
};

struct AdaptationStep {
  std::vector<AxisResolution> axes;
  double residual = 0;                 ///< off-grid, relative
  double side_residual = 0;            ///< relative
  double unimposed_side_mismatch = 0;  ///< relative; where data are given but not imposed
  Index newton_iterations = 0;
  Index operator_applications = 0;
  bool newton_converged = true;
  double time_s = 0;
};

struct SolveResult {
  std::shared_ptr<const Solution> solution;  ///< the step with the smallest residual
  std::vector<Spectrum> spectra;  ///< per axis, as learned from the data before the first step
  std::vector<AdaptationStep> steps;
  std::size_t best = 0;    ///< the step the solution is from
  bool resolved = false;   ///< residual below AdaptivityOptions::unresolved_residual
  bool converged = false;  ///< Newton's method, in the best step
  std::string stop_reason;
  /// Smallest |eigenvalue| of the constant part: the distance to resonance.
  double distance_to_singularity = 0;
  /// A linear problem whose distance is nothing but rounding: no solution, or many.
  bool singular = false;
  double solve_time_s = 0;  ///< everything from the formulas to the coefficients
};

/// Solves the problem: bands from the data, Galerkin collocation, then rank and band grow along the
/// axes that need it until the off-grid residual or the coefficients' tails are small, or nothing
/// is gained any more. Never looks at problem.exact.
/// Throws Interrupted after a checkpoint where the monitor asks to stop.
SolveResult solve(const SplitProblem& problem, const SolverOptions& options, Monitor& monitor,
                  const ModelRecord* restart = nullptr);

}  // namespace tessera::gp_pde
