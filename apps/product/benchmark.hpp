#pragma once

#include "apps/common/application.hpp"
#include "apps/product/options.hpp"

namespace tessera::product {

/// All that the section Benchmark asks for; fills in tables, gates and report.
void run_benchmark(const Options& options, RunContext& context, Outcome& outcome);

}  // namespace tessera::product
