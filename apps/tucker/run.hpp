#pragma once

#include <vector>

#include "apps/common/application.hpp"
#include "apps/common/run_context.hpp"
#include "apps/tucker/data_set.hpp"
#include "apps/tucker/options.hpp"
#include "apps/tucker/splits.hpp"

namespace tessera::tucker {

/// Validates on every split, fits the model to all rows that take part in one, and draws it.
Outcome run(const Options& options, const DataSet& data, const std::vector<Split>& splits,
            RunContext& context);

CostEstimate estimate_cost(const Options& options, const DataSet& data,
                           const std::vector<Split>& splits);

}  // namespace tessera::tucker
