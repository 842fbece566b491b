#pragma once

#include <map>
#include <memory>
#include <vector>

#include "data/fields/monitor.hpp"
#include "solvers/gp_pde/axis_operator.hpp"
#include "solvers/gp_pde/options.hpp"
#include "solvers/gp_pde/problem.hpp"
#include "solvers/gp_pde/solution.hpp"
#include "solvers/nonlinear/newton.hpp"

namespace tessera::gp_pde {

/// What one axis is solved with.
struct AxisSetting {
  Spectrum spectrum;
  Index rank = 0;
  Index maximum_nodes = 0;
  Index extra_nodes = 0;
};

/// Outcome of one solve with fixed bases.
struct Rung {
  std::shared_ptr<const Solution> solution;
  std::vector<std::shared_ptr<const AxisOperator>> axes;
  NewtonResult newton;  ///< converged, no iterations where the solve was direct
};

/// The bases of these settings; equal axes share one.
std::vector<std::shared_ptr<const Basis1D>> make_bases(const SplitProblem& problem,
                                                       const std::vector<AxisSetting>& settings);
std::shared_ptr<const Solution> make_solution(const SplitProblem& problem,
                                              std::vector<std::shared_ptr<const Basis1D>> bases,
                                              Tensor coefficients);

/// The axes' operators on these bases; equal axes share one.
std::vector<std::shared_ptr<const AxisOperator>> make_axes(
    const SplitProblem& problem, const std::vector<std::shared_ptr<const Basis1D>>& bases);

/// Solves on given settings; equal axes share their basis. Starts from `start` (nonlinear problems
/// only) or, where it is null, from the lift of the boundary data.
Rung solve_rung(const SplitProblem& problem, const std::vector<AxisSetting>& settings,
                const SolverOptions& options, const Solution* start, Monitor& monitor);

}  // namespace tessera::gp_pde
