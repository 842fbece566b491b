#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "data/fields/field.hpp"

namespace tessera {

/// Fields of one grid, in the order in which the grid was first met.
struct FieldGroup {
  std::string stem;  ///< file name without extension
  std::vector<Field> fields;
};

/// Groups fields by grid (axes' names and coordinates). One group is called `result`, several are
/// called after their axes: `result_x_y`.
std::vector<FieldGroup> group_by_grid(const std::vector<Field>& fields);

/// Writes one ParaView file per grid of 1 to 3 axes into `folder`; a map of latitude and longitude
/// around the whole globe becomes a sphere (data/vtk/vtk_files.hpp). A grid with a time axis and
/// two or three others becomes a series: a file per time and a .pvd collection. Numbered lists
/// beside fields in space (coefficients) are left to result.h5. Returns a line for
/// every grid that ParaView files cannot hold (more than 3 axes).
std::vector<std::string> write_paraview(const std::vector<Field>& fields,
                                        const std::filesystem::path& folder);

}  // namespace tessera
