#pragma once

#include "apps/common/application.hpp"
#include "apps/product/multiplication.hpp"
#include "apps/product/options.hpp"

namespace tessera::product {

/// Memory and time beforehand. `multiplication` is null where the deck has no factors.
CostEstimate estimate_cost(const Options& options, const Multiplication* multiplication);

/// Multiplies, measures, or both.
Outcome run(const Options& options, const Multiplication* multiplication, RunContext& context);

}  // namespace tessera::product
