#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "data/fields/field.hpp"

namespace tessera {

/// The variable `dataset` of a file, on axes of which each has one of the names `axes`, in any
/// order. From HDF5 (netCDF-4 rules: coordinates are dimension scales; the last dimension of the
/// file is the first axis), or from CSV: columns named as axes and one of values, the points of a
/// complete grid in any order. Throws DataError that names the file.
Field read_array_file(const std::filesystem::path& file, const std::string& dataset,
                      const std::vector<std::string>& axes);

}  // namespace tessera
