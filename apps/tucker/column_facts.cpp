#include "apps/tucker/column_facts.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "apps/common/units.hpp"
#include "data/deck/words.hpp"
#include "data/fields/errors.hpp"
#include "data/tables/dates.hpp"

namespace tessera::tucker {
namespace {

ColumnFacts look_at(const ColumnSource& source, const std::string& name) {
  ColumnFacts facts;
  facts.name = name;
  SourceColumn column;
  try {
    column = source.read(name, true);
  } catch (const DataError&) {
    return facts;  // text
  }
  facts.type =
      column.type == CoordinateType::date ? ColumnFacts::Type::dates : ColumnFacts::Type::numbers;
  facts.units = column.units.empty() ? unit_in_name(name) : written_unit(column.units);
  facts.rows = column.values.size();
  std::vector<double> values;
  for (const double value : column.values)
    if (!std::isnan(value)) values.push_back(value);
  facts.missing = facts.rows - static_cast<Index>(values.size());
  if (values.empty()) return facts;
  std::sort(values.begin(), values.end());
  for (const double mark : {-9999.0, -999.0})
    if (std::binary_search(values.begin(), values.end(), mark)) facts.missing_value = mark;
  facts.minimum = values.front();
  facts.maximum = values.back();
  facts.distinct = static_cast<Index>(std::unique(values.begin(), values.end()) - values.begin());
  return facts;
}

std::string last_part(const std::string& path) {
  return path.substr(path.find_last_of('/') + 1);
}

/// The name in lower case, without folder and unit.
std::string plain_name(const ColumnFacts& column) {
  std::string name = last_part(column.name);
  if (!unit_in_name(name).empty()) name = name.substr(0, name.find_last_of("([_ "));
  name = trimmed(name);
  return lower_case(name);
}

bool is_one_of(const std::string& word, const std::vector<std::string>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

std::vector<ColumnFacts> look_at_columns(const ColumnSource& source) {
  std::vector<ColumnFacts> facts;
  for (const std::string& name : source.columns()) facts.push_back(look_at(source, name));
  return facts;
}

bool is_latitude(const ColumnFacts& column) {
  return column.type == ColumnFacts::Type::numbers &&
         is_one_of(plain_name(column), {"lat", "latitude"}) && column.minimum >= -90 &&
         column.maximum <= 90;
}

bool is_longitude(const ColumnFacts& column) {
  return column.type == ColumnFacts::Type::numbers &&
         is_one_of(plain_name(column), {"lon", "lng", "long", "longitude"}) &&
         column.minimum >= -360 && column.maximum <= 360;
}

bool is_error_bar(const ColumnFacts& column) {
  const std::vector<std::string> words = {"sd",  "std",   "sigma",       "error",
                                          "err", "noise", "uncertainty", "stderr"};
  const std::string name = plain_name(column);
  return column.type == ColumnFacts::Type::numbers && column.minimum > 0 &&
         (is_one_of(name, words) || is_one_of(name.substr(name.find_last_of("_ ") + 1), words));
}

bool is_row_number(const ColumnFacts& column) {
  return is_one_of(plain_name(column), {"id", "index", "row", "unnamed: 0", "rownames", "no"}) &&
         column.distinct == column.rows;
}

std::string description(const ColumnFacts& column) {
  if (column.type == ColumnFacts::Type::text) return "text";
  const bool dates = column.type == ColumnFacts::Type::dates;
  const auto word = [dates](double value) {
    return dates ? date_of_days(value) : fmt::format("{:.6g}", value);
  };
  std::string text =
      fmt::format("{} distinct {} from {} to {}", column.distinct, dates ? "dates" : "numbers",
                  word(column.minimum), word(column.maximum));
  if (column.missing > 0) text += fmt::format(", {} of {} missing", column.missing, column.rows);
  return text;
}

std::string name_of_axis(const ColumnFacts& column) {
  std::string name = last_part(column.name);
  if (!unit_in_name(name).empty()) name = trimmed(name.substr(0, name.find_last_of("([_ ")));
  for (char& c : name)
    if (!is_identifier(std::string("a") + c)) c = '_';
  const auto is_double = [](char a, char b) { return a == '_' && b == '_'; };
  name.erase(std::unique(name.begin(), name.end(), is_double), name.end());
  while (!name.empty() && name.back() == '_') name.pop_back();
  if (!is_identifier(name)) name = "axis_" + name;
  return name.substr(0, 60);
}

}  // namespace tessera::tucker
