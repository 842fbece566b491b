#include "data/tables/typed_column.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "data/deck/words.hpp"
#include "data/fields/errors.hpp"
#include "data/tables/cells.hpp"
#include "data/tables/dates.hpp"

namespace tessera {
namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// A date that cannot be a number: 2013-03-01, or 20130301T12:00.
bool is_written_date(const std::string& cell) {
  double number = 0;
  return !parse_number(cell, number).empty() && days_of_date(cell).has_value();
}

/// Empty, or what is wrong with the cell.
std::string read_cell(const std::string& cell, ColumnType type, double& value) {
  if (type == ColumnType::numbers) return parse_number(cell, value);
  const auto days = days_of_date(cell);
  if (!days) return "'" + printable(cell) + "' is not a date (YYYY-MM-DD)";
  value = *days;
  return {};
}

/// Numbers of which every one is a date YYYYMMDD become days.
void convert_date_numbers(TypedColumn& column) {
  std::vector<double> days = column.values;
  for (double& value : days) {
    if (std::isnan(value)) continue;
    const auto day = days_of_date_number(value);
    if (!day) return;
    value = *day;
  }
  column.values = std::move(days);
  column.type = ColumnType::dates;
}

}  // namespace

bool is_missing(const std::string& cell) {
  const std::string word = lower_case(trimmed(cell));
  return word.empty() || word == "na" || word == "n/a" || word == "nan" || word == "null";
}

TypedColumn typed_column(const CsvTable& table, const std::string& column,
                         std::optional<double> missing_value) {
  const std::size_t k = column_index(table, column);
  TypedColumn result;
  result.values.assign(table.rows.size(), missing);
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    const std::string& cell = table.rows[i][k];
    if (is_missing(cell)) continue;
    if (result.type == ColumnType::empty)
      result.type = is_written_date(cell) ? ColumnType::dates : ColumnType::numbers;
    double value = 0;
    const std::string fault = read_cell(cell, result.type, value);
    if (!fault.empty())
      throw DataError(table.file.string() + ":" + std::to_string(table.lines[i]) + ": column '" +
                      column + "': " + fault);
    if (!(result.type == ColumnType::numbers && missing_value && value == *missing_value))
      result.values[i] = value;
  }
  const bool has_values = std::any_of(result.values.begin(), result.values.end(),
                                      [](double value) { return !std::isnan(value); });
  if (!has_values) result.type = ColumnType::empty;
  if (result.type == ColumnType::numbers) convert_date_numbers(result);
  return result;
}

ColumnType column_type(const CsvTable& table, const std::string& column) {
  try {
    return typed_column(table, column).type;
  } catch (const DataError&) {
    return ColumnType::text;
  }
}

}  // namespace tessera
