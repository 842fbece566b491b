#pragma once

#include <string>
#include <vector>

#include "data/fields/grid.hpp"

namespace tessera {

/// Values of one quantity on a grid; what is written to result.h5 and to ParaView files.
/// Holds data and computes nothing.
struct Field {
  std::string name;       ///< variable name in every output format, e.g. `u`
  std::string long_name;  ///< words for a plot's label
  std::string units;      ///< UDUNITS spelling; empty means dimensionless
  Grid grid;
  std::vector<double> values;  ///< size(grid) values, first axis fastest
};

/// Throws std::invalid_argument unless the axes are valid and the number of values fits the grid.
void require_valid(const Field& field);

/// Columns of equal length for what is no field on a grid: histories, spectra, comparisons.
struct Table {
  struct Column {
    std::string name;
    std::string units;
    std::vector<double> values;
  };
  std::string name;       ///< e.g. `history/ladder`: group and dataset path in result.h5
  std::string long_name;  ///< words for a reader
  std::vector<Column> columns;
};

}  // namespace tessera
