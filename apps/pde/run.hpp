#pragma once

#include "apps/common/application.hpp"
#include "apps/pde/options.hpp"
#include "apps/pde/problem.hpp"
#include "models/kernels/kernel_1d.hpp"
#include "solvers/gp_pde/problem.hpp"

namespace tessera::pde {

/// Solves the problem of a checked deck, estimates the error, runs the rivals, collects the output.
Outcome run(const Options& options, const PdeProblem& problem, RunContext& context);

/// Memory and time of run(), from the bands that source and side data ask for.
CostEstimate estimate_cost(const Options& options, const gp_pde::SplitProblem& problem);

/// The kernel of every axis where the deck names one, with variance 1.
std::shared_ptr<const Kernel1D> prior_kernel(const Options& options);

/// The solver's options as the deck gives them.
gp_pde::SolverOptions solver_options(const Options& options);

/// Points of the output grid along one axis.
Index output_points(const Options& options, const std::string& axis);

}  // namespace tessera::pde
