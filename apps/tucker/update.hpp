#pragma once

#include <filesystem>

#include "apps/tucker/options.hpp"
#include "solvers/tucker/fit_model.hpp"

namespace tessera::tucker {

/// Adds the rows of the earlier run that `Update` names to the training rows, in front of them, and
/// takes over what that run chose: link, rank, share of the main-effects member, calibration.
/// Throws DataError where there is no such result, or its model is of other axes or another
/// quantity.
void continue_model(const Options& options, const std::filesystem::path& deck_folder,
                    TrainingData& training, ModelFitOptions& settings);

}  // namespace tessera::tucker
