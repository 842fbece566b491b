#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace tessera::hdf5 {

/// Numbers of any shape, the last extent fastest, as in the file.
struct NumericArray {
  std::vector<std::size_t> extents;
  std::vector<double> values;
};

/// Paths of all datasets of numbers but coordinates, also those in groups, in the order of the
/// file. Throws DataError.
std::vector<std::string> array_names(const std::filesystem::path& file);

/// The dataset at this path, whatever its type of number; no coordinates are needed. Throws
/// DataError that names file and dataset.
NumericArray read_array(const std::filesystem::path& file, const std::string& name);

}  // namespace tessera::hdf5
