#pragma once

#include "apps/common/application.hpp"
#include "apps/pde/options.hpp"
#include "solvers/gp_pde/problem.hpp"
#include "solvers/gram/problem.hpp"

namespace tessera::pde {

/// The problem as the published Gram model takes it: pure derivatives with constant coefficients, a
/// multiple of u, a term in u alone, values on every side, at most 2000 points along an axis.
/// Throws DeckError for every other one. Refers to `problem`.
gram::Problem gram_problem(const Options& options, const gp_pde::SplitProblem& problem);

/// Fits the published model by its fixed number of gradient steps (`Model: {Method: gram}`), and
/// sets the direct solver's figures beside it. The result has fields but no predictor.
Outcome run_gram(const Options& options, const gp_pde::SplitProblem& problem, RunContext& context);

}  // namespace tessera::pde
