#pragma once

#include <filesystem>
#include <string>

#include "apps/sphere/options.hpp"
#include "solvers/sphere_gp/sphere_model.hpp"

namespace tessera::sphere {

/// The model that `Prior`, and Equations and Random Forcing where there are some, describe. Numbers
/// that are to be learned have start values that learning replaces. Throws DeckError with all
/// faults found.
sphere_gp::SphereModel station_model(const Options& options,
                                     const std::filesystem::path& deck_file);

/// The name of the quantity in the result: the unknown, or the column; changed where the result has
/// something else of that name.
std::string quantity_name(const Options& options, const std::string& column);

}  // namespace tessera::sphere
