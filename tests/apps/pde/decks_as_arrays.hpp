#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace tessera::pde {

/// Writes a shipped deck, with overrides, once more to `folder`/deck.yaml: its manufactured source,
/// the sources named in `as_arrays` and the data of all its sides become arrays in an HDF5 file, at
/// `density` times as many uniform points along each axis as the deck has. The exact solution
/// stays, for the error.
void write_as_arrays(const std::string& deck, const std::vector<std::string>& overrides,
                     const std::vector<std::string>& as_arrays, const std::filesystem::path& folder,
                     double density = 1);

}  // namespace tessera::pde
