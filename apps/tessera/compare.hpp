#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "data/fields/field.hpp"

namespace tessera {

/// Fields a and b agree where max |a - b| <= absolute + relative * max |b|.
struct Tolerance {
  double relative = 0;
  double absolute = 0;
};

struct FieldDifference {
  std::string name;
  bool agrees = false;
  std::string remark;      ///< why the values could not be compared; empty where they were
  double maximum = 0;      ///< max |a - b|; infinite where only one of them is finite
  double relative_l2 = 0;  ///< ||a - b|| / ||b|| over the grid's points; 0 for a = b = 0
};

/// Compares fields by name: those of `a` in their order, then those that only `b` has. Grids must
/// agree in axes, and in coordinates to 1e-12 of the axis's extent. Two NaN at the same place are
/// equal.
std::vector<FieldDifference> compare_fields(const std::vector<Field>& a,
                                            const std::vector<Field>& b,
                                            const Tolerance& tolerance);

bool all_agree(const std::vector<FieldDifference>& differences);

/// As a table for the terminal, with the verdict as last line.
std::string comparison_table(const std::vector<FieldDifference>& differences);

/// Fields of a result folder, an .h5, .vti, .vtr or .vts file. DataError where it cannot be read.
std::vector<Field> read_any_fields(const std::filesystem::path& source);

}  // namespace tessera
