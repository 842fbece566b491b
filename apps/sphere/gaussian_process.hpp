#pragma once

#include <filesystem>

#include "apps/common/application.hpp"
#include "apps/sphere/options.hpp"

namespace tessera::sphere {

/// Of decks with Observations: what the schema cannot see. Throws DeckError.
void check_gaussian_process(const Options& options, const std::filesystem::path& deck_file);
/// Reads the measurements; throws DataError where there are none.
CostEstimate estimate_gaussian_process(const Options& options,
                                       const std::filesystem::path& deck_file);
Outcome run_gaussian_process(const Options& options, const std::filesystem::path& deck_file,
                             RunContext& context);

}  // namespace tessera::sphere
