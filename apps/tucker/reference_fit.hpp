#pragma once

#include <random>
#include <vector>

#include "apps/tucker/data_set.hpp"
#include "apps/tucker/options.hpp"
#include "solvers/tucker/fit_model.hpp"

namespace tessera::tucker {

/// The published model (reference_cp.hpp) on these rows with the settings of `Model > Reference`:
/// Matern-1/2 functions, values as the file stores them, axes mapped from the range of all data.
FittedModel reference_fit(const Options& options, const DataSet& data,
                          const std::vector<Index>& rows, std::mt19937_64& random);

}  // namespace tessera::tucker
