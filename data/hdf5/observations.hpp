#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "data/fields/observations.hpp"

namespace tessera::hdf5 {

/// Where observations stand in an HDF5 file: 1-D datasets of equal length, one per coordinate
/// column, and one for the values.
struct ObservationColumns {
  std::vector<ObservedAxis> axes;  ///< column names are dataset paths
  std::string value;               ///< dataset path
  std::string noise;               ///< dataset path of standard deviations; empty: none
};

/// Reads observations; units come from the datasets' `units` attributes where the axis states none.
/// Throws DataError that names file, dataset and, where one is at fault, row.
Observations read_observations(const std::filesystem::path& file,
                               const ObservationColumns& columns);

/// Dataset of the noise's standard deviations in files of write_observations.
inline constexpr const char* noise_dataset = "noise_standard_deviation";

/// Writes the same layout: datasets at the columns' names, the values at `value_name`, noise (where
/// there is some) at `noise_dataset`. Replaces the file in one step. Throws ResourceError.
void write_observations(const Observations& observations, const std::filesystem::path& file);

}  // namespace tessera::hdf5
