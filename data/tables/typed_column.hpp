#pragma once

#include <optional>
#include <string>
#include <vector>

#include "data/tables/csv.hpp"

namespace tessera {

/// What the cells of a column are.
enum class ColumnType {
  numbers,
  dates,  ///< as dates.hpp reads them; numbers YYYYMMDD where all cells are such
  text,
  empty  ///< all cells are missing
};

/// A column of numbers or dates with gaps.
struct TypedColumn {
  ColumnType type = ColumnType::empty;
  std::vector<double> values;  ///< NaN where missing; dates in days since 1970-01-01
};

/// Whether a cell stands for a missing value: empty, `NA`, `N/A`, `nan`, `null` (case ignored).
bool is_missing(const std::string& cell);

/// Values of a column; numbers equal to `missing_value` are missing, too. The type is that of the
/// first cell that is not missing. Throws DataError naming file, line, column and text of a cell
/// that is of another type, or that is no number at all; an unknown column names the nearest.
TypedColumn typed_column(const CsvTable& table, const std::string& column,
                         std::optional<double> missing_value = {});

/// Type of a column without a complaint: `text` where a cell is neither number nor date.
ColumnType column_type(const CsvTable& table, const std::string& column);

}  // namespace tessera
