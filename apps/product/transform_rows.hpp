#pragma once

#include <vector>

#include "apps/common/application.hpp"
#include "apps/product/gates.hpp"
#include "apps/product/options.hpp"

namespace tessera::product {

/// Spherical-harmonic transforms against libsharp's in the same rounds: time of libsharp over ours,
/// by degree and direction.
std::vector<Gate> measure_transforms(const BenchmarkOptions& options, RunContext& context,
                                     Outcome& outcome);

}  // namespace tessera::product
