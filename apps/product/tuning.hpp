#pragma once

#include <vector>

#include "apps/common/application.hpp"
#include "apps/product/benchmark_rows.hpp"

namespace tessera::product {

/// Fits the rule for `automatic` to the rows of tuning_cases() and hands over method_rule.json,
/// which `Product: {Method Rule: ...}` reads.
void tune(const std::vector<BenchmarkRow>& rows, Outcome& outcome);

}  // namespace tessera::product
