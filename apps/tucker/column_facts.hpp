#pragma once

#include <string>
#include <vector>

#include "apps/common/column_source.hpp"

namespace tessera::tucker {

/// What a column looks like, for a guess of its role.
struct ColumnFacts {
  enum class Type { numbers, dates, text };

  std::string name;
  Type type = Type::text;
  std::string units;  ///< said by the file or by the column's name; may be empty
  Index rows = 0;
  Index missing = 0;
  Index distinct = 0;
  double minimum = 0;
  double maximum = 0;
  double missing_value = 0;  ///< -999 or -9999 where the numbers have it, else 0
};

std::vector<ColumnFacts> look_at_columns(const ColumnSource& source);

/// Roles that follow from the name alone, beside its unit.
bool is_latitude(const ColumnFacts& column);
bool is_longitude(const ColumnFacts& column);
bool is_error_bar(const ColumnFacts& column);
bool is_row_number(const ColumnFacts& column);

/// `12 distinct numbers from 1 to 9`, `365 dates from 2013-03-01 to 2014-02-28`.
std::string description(const ColumnFacts& column);

/// A name for an axis: the column's without its unit and folder, letters, digits and _ only.
std::string name_of_axis(const ColumnFacts& column);

}  // namespace tessera::tucker
