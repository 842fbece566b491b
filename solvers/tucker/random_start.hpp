#pragma once

#include <memory>
#include <random>
#include <vector>

#include "solvers/tucker/component_table.hpp"
#include "solvers/tucker/variational_state.hpp"

namespace tessera::tucker {

/// A start that breaks the symmetry between components: every factor function is the posterior
/// given white noise at the mode's coordinates, scaled to unit mean square, so that it is as smooth
/// as its prior; weights are left to the first regression.
VariationalState random_start(const ComponentTable& table,
                              const std::vector<std::unique_ptr<FactorSmoother>>& smoothers,
                              std::mt19937_64& random);

}  // namespace tessera::tucker
