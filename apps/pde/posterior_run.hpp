#pragma once

#include "apps/common/application.hpp"
#include "apps/pde/options.hpp"
#include "apps/pde/problem.hpp"

namespace tessera::pde {

/// Whether the run goes through the posterior: measurements, or standard deviations asked for.
bool wants_posterior(const Options& options);

/// Conditions the prior on equation, side data and measurements: mean and standard deviation of the
/// unknown and of the deck's expressions, samples, evidence, a predictor.
Outcome run_posterior(const Options& options, const PdeProblem& problem, RunContext& context);

}  // namespace tessera::pde
