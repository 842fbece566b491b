#include <algorithm>

#include <fmt/format.h>

#include "apps/tucker/data_set.hpp"
#include "data/fields/errors.hpp"
#include "data/tables/dates.hpp"

// What is asked about the coordinates of a data set after it was read.
namespace tessera::tucker {
namespace {

/// Number of each entry among the distinct ones in increasing order.
template <class T>
std::vector<Index> numbers_of(const std::vector<T>& values) {
  std::vector<T> distinct = values;
  std::sort(distinct.begin(), distinct.end());
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  std::vector<Index> numbers;
  numbers.reserve(values.size());
  for (const T& value : values)
    numbers.push_back(std::lower_bound(distinct.begin(), distinct.end(), value) - distinct.begin());
  return numbers;
}

/// Numbers of the rows of a matrix among its distinct rows in lexicographic order.
std::vector<Index> numbers_of_rows(const Eigen::MatrixXd& rows) {
  std::vector<Index> numbers(static_cast<std::size_t>(rows.rows()), 0);
  for (Index k = 0; k < rows.cols(); ++k) {
    const auto column = rows.col(k);
    const std::vector<Index> next = numbers_of(std::vector<double>(column.begin(), column.end()));
    const Index count = next.empty() ? 0 : *std::max_element(next.begin(), next.end()) + 1;
    // Both numbers are below that of rows: the product of two such fits.
    for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = numbers[i] * count + next[i];
    if (k > 0) numbers = numbers_of(numbers);
  }
  return numbers;
}

std::string range_in_words(const DataSet& data, std::size_t axis) {
  const AxisFacts& facts = data.axes[axis];
  const ObservedAxis& observed = data.observations.axes[axis];
  std::string words;
  for (std::size_t c = 0; c < observed.columns.size(); ++c) {
    const auto column =
        data.observations.coordinates.col(facts.first_column + static_cast<Index>(c));
    if (c > 0) words += "; ";
    if (facts.type == CoordinateType::date) {
      words += date_of_days(column.minCoeff()) + " to " + date_of_days(column.maxCoeff());
      continue;
    }
    if (facts.has_two_columns) words += observed.columns[c] + " ";
    words += fmt::format("{:.6g} to {:.6g}", column.minCoeff(), column.maxCoeff());
    if (!observed.units[c].empty()) words += " " + observed.units[c];
  }
  return words;
}

}  // namespace

Eigen::MatrixXd coordinates_of(const DataSet& data, std::size_t axis) {
  const AxisFacts& facts = data.axes[axis];
  return data.observations.coordinates.middleCols(facts.first_column,
                                                  facts.has_two_columns ? 2 : 1);
}

std::vector<Index> distinct_numbers(const DataSet& data, std::size_t axis) {
  return numbers_of_rows(coordinates_of(data, axis));
}

std::vector<Index> combination_numbers(const DataSet& data) {
  return numbers_of_rows(data.observations.coordinates);
}

void require_enough_coordinates(const DataSet& data, const std::vector<Index>& rows,
                                const std::vector<Index>& functions) {
  for (std::size_t k = 0; k < functions.size(); ++k) {
    if (functions[k] <= 1) continue;
    const std::vector<Index> numbers = distinct_numbers(data, k);
    std::vector<bool> seen(static_cast<std::size_t>(data.axes[k].distinct), false);
    for (const Index row : rows)
      seen[static_cast<std::size_t>(numbers[static_cast<std::size_t>(row)])] = true;
    const auto distinct = static_cast<Index>(std::count(seen.begin(), seen.end(), true));
    if (functions[k] <= distinct) continue;
    throw DataError(
        fmt::format("{}: the model has {} functions along {}, but the training rows have {} "
                    "distinct coordinates there. Lower the ranks of the deck to {} at most, or "
                    "take \"Rank: automatic\".",
                    data.observations.source, functions[k], data.observations.axes[k].name,
                    distinct, distinct));
  }
}

std::vector<std::string> data_report(const DataSet& data) {
  const Observations& o = data.observations;
  std::vector<std::string> lines;
  std::string rows = fmt::format("{} rows of {}", o.values.size(), o.source);
  if (data.dropped_rows > 0)
    rows += fmt::format("; {} with missing values left out", data.dropped_rows);
  lines.push_back(std::move(rows));
  if (data.repeated_rows > 0)
    lines.push_back(
        fmt::format("{} rows repeat the coordinates of another row, {} of them with "
                    "the same value",
                    data.repeated_rows, data.repeated_values));
  for (std::size_t k = 0; k < data.axes.size(); ++k)
    lines.push_back(fmt::format("{}: {} distinct coordinates, {}", o.axes[k].name,
                                data.axes[k].distinct, range_in_words(data, k)));
  return lines;
}

}  // namespace tessera::tucker
