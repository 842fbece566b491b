#pragma once

#include "apps/common/application.hpp"
#include "apps/sphere/options.hpp"
#include "apps/sphere/problem.hpp"

namespace tessera::sphere {

/// Integrates the members of a checked deck, runs the rivals, collects the output.
Outcome run(const Options& options, const SphereProblem& problem, RunContext& context);

/// Memory and time of run(): one evaluation of the equations is measured.
CostEstimate estimate_cost(const Options& options, const SphereProblem& problem);

}  // namespace tessera::sphere
