#include <algorithm>

#include <fmt/format.h>

#include "apps/tucker/data_set.hpp"
#include "data/fields/errors.hpp"
#include "data/tables/dates.hpp"
#include "solvers/tucker/distinct_rows.hpp"

// What is asked about the coordinates of a data set after it was read.
namespace tessera::tucker {
namespace {

/// Number of each row's coordinate of an axis among the distinct ones.
Eigen::VectorXi numbers_of(const DataSet& data, std::size_t axis) {
  const AxisFacts& facts = data.axes[axis];
  return distinct_rows(data.observations.coordinates.middleCols(facts.first_column,
                                                                facts.has_two_columns ? 2 : 1))
      .number;
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
  const Eigen::VectorXi numbers = numbers_of(data, axis);
  return {numbers.begin(), numbers.end()};
}

std::vector<Index> combination_numbers(const DataSet& data) {
  Eigen::MatrixXi index(data.observations.values.size(), static_cast<Index>(data.axes.size()));
  for (std::size_t k = 0; k < data.axes.size(); ++k)
    index.col(static_cast<Index>(k)) = numbers_of(data, k);
  const std::vector<std::int32_t> order = lexicographic_order(index, Significance::first_column);
  std::vector<Index> numbers(order.size());
  Index number = -1;
  for (std::size_t n = 0; n < order.size(); ++n) {
    if (n == 0 || index.row(order[n]) != index.row(order[n - 1])) ++number;
    numbers[static_cast<std::size_t>(order[n])] = number;
  }
  return numbers;
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
  const Index former = data.former ? data.former->rows : 0;
  std::string rows = fmt::format("{} rows of {}", o.values.size() - former, o.source);
  if (data.dropped_rows > 0)
    rows += fmt::format("; {} with missing values left out", data.dropped_rows);
  lines.push_back(std::move(rows));
  if (data.former)
    lines.push_back(
        fmt::format("{} rows of {}, which this run continues", former, data.former->file));
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
