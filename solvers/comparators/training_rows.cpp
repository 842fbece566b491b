#include "solvers/comparators/training_rows.hpp"

#include <algorithm>
#include <numeric>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>

#include "solvers/comparators/coordinate_index.hpp"

namespace tessera {
namespace {

constexpr std::size_t largest_part = 20000;

/// Place of each distinct point in a random order.
std::vector<std::size_t> random_rank(Index points) {
  std::vector<std::size_t> rank(static_cast<std::size_t>(points));
  std::iota(rank.begin(), rank.end(), std::size_t{0});
  // Written out, as std::shuffle differs between libraries.
  std::mt19937_64 random(20231108);
  for (std::size_t n = rank.size(); n > 1; --n) std::swap(rank[n - 1], rank[random() % n]);
  return rank;
}

}  // namespace

std::vector<AxisColumns> axis_columns(const std::vector<ObservedAxis>& axes) {
  std::vector<AxisColumns> result;
  Index first = 0;
  for (const ObservedAxis& axis : axes) {
    result.push_back({first, static_cast<Index>(axis.columns.size())});
    first += result.back().count;
  }
  return result;
}

Eigen::MatrixXd columns_of(const AxisColumns& axis, const Eigen::MatrixXd& points) {
  return points.middleCols(axis.first, axis.count);
}

Eigen::MatrixXd columns_without(const AxisColumns& axis, const Eigen::MatrixXd& points) {
  Eigen::MatrixXd rest(points.rows(), points.cols() - axis.count);
  rest << points.leftCols(axis.first), points.rightCols(points.cols() - axis.first - axis.count);
  return rest;
}

Observations select_rows(const Observations& observations, const std::vector<Index>& rows) {
  Observations selected;
  selected.axes = observations.axes;
  selected.coordinates = observations.coordinates(rows, Eigen::all);
  selected.values = observations.values(rows);
  return selected;
}

HeldOutRows hold_out(const Observations& training, int part) {
  const CoordinateIndex points(training.coordinates);
  const std::vector<std::size_t> rank = random_rank(points.size());
  const std::size_t held = rank.size() < 10 ? 0 : std::min(rank.size() / 5, largest_part);
  const std::size_t first = static_cast<std::size_t>(part) * held;
  std::vector<Index> kept_rows, held_rows;
  for (std::size_t n = 0; n < points.of_row().size(); ++n) {
    const std::size_t at = rank[static_cast<std::size_t>(points.of_row()[n])];
    (at >= first && at < first + held ? held_rows : kept_rows).push_back(static_cast<Index>(n));
  }
  return {select_rows(training, kept_rows), select_rows(training, held_rows)};
}

Observations thin_out(const Observations& training, Index limit) {
  const CoordinateIndex points(training.coordinates);
  if (points.size() <= limit) return training;
  const std::vector<std::size_t> rank = random_rank(points.size());
  std::vector<Index> rows;
  for (std::size_t n = 0; n < points.of_row().size(); ++n) {
    const std::size_t at = rank[static_cast<std::size_t>(points.of_row()[n])];
    if (at < static_cast<std::size_t>(limit)) rows.push_back(static_cast<Index>(n));
  }
  return select_rows(training, rows);
}

void require_columns(const std::vector<ObservedAxis>& axes, const Eigen::MatrixXd& points) {
  Index columns = 0;
  for (const AxisColumns& axis : axis_columns(axes)) columns += axis.count;
  if (points.cols() != columns) {
    throw std::invalid_argument("Points have " + std::to_string(points.cols()) +
                                " columns, the training rows " + std::to_string(columns) + ".");
  }
}

}  // namespace tessera
