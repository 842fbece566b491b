#pragma once

#include <vector>

#include "apps/common/application.hpp"
#include "apps/product/benchmark_rows.hpp"

namespace tessera::product {

/// The rows as text, and as tables `benchmark/SERIES/...`, one for each coupling, precision, method
/// and direction.
void report_rows(const std::vector<BenchmarkRow>& rows, Outcome& outcome);

}  // namespace tessera::product
