#include "solvers/tucker/distinct_rows.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <stdexcept>

namespace tessera::tucker {
namespace {

/// New values are gathered before they are sorted into the others: few sorts, little memory.
constexpr std::size_t least_batch = 65536;

std::vector<double> sorted_distinct(const Eigen::Ref<const Eigen::VectorXd>& values) {
  std::vector<double> distinct, fresh;
  const auto take_in = [&] {
    std::sort(fresh.begin(), fresh.end());
    fresh.erase(std::unique(fresh.begin(), fresh.end()), fresh.end());
    const auto middle = static_cast<std::ptrdiff_t>(distinct.size());
    distinct.insert(distinct.end(), fresh.begin(), fresh.end());
    std::inplace_merge(distinct.begin(), distinct.begin() + middle, distinct.end());
    fresh.clear();
  };
  for (const double value : values) {
    if (!fresh.empty() && fresh.back() == value) continue;
    if (std::binary_search(distinct.begin(), distinct.end(), value)) continue;
    fresh.push_back(value);
    if (fresh.size() >= std::max(least_batch, distinct.size())) take_in();
  }
  take_in();
  return distinct;
}

/// Position of each value among the distinct ones; rows of a grid mostly repeat the last one's.
Eigen::VectorXi positions(const Eigen::Ref<const Eigen::VectorXd>& values,
                          const std::vector<double>& distinct) {
  Eigen::VectorXi number(values.size());
  std::size_t last = 0;
  for (Index n = 0; n < values.size(); ++n) {
    if (distinct[last] != values[n])
      last = static_cast<std::size_t>(
          std::lower_bound(distinct.begin(), distinct.end(), values[n]) - distinct.begin());
    number[n] = static_cast<int>(last);
  }
  return number;
}

}  // namespace

std::vector<std::int32_t> lexicographic_order(const Eigen::MatrixXi& index, Significance by) {
  if (index.rows() > std::numeric_limits<std::int32_t>::max())
    throw std::invalid_argument("lexicographic_order: more than 2^31 - 1 rows");
  const auto count = static_cast<std::size_t>(index.rows());
  std::vector<std::int32_t> order(count), next(count);
  std::iota(order.begin(), order.end(), 0);
  // The column that decides first is sorted last: every pass keeps the order of equal numbers.
  for (Index pass = 0; pass < index.cols() && count > 0; ++pass) {
    const auto column = index.col(by == Significance::last_column ? pass : index.cols() - 1 - pass);
    std::vector<std::int32_t> start(static_cast<std::size_t>(column.maxCoeff()) + 2, 0);
    for (const int number : column) ++start[static_cast<std::size_t>(number) + 1];
    std::partial_sum(start.begin(), start.end(), start.begin());
    for (const std::int32_t row : order)
      next[static_cast<std::size_t>(start[static_cast<std::size_t>(column[row])]++)] = row;
    order.swap(next);
  }
  return order;
}

DistinctRows distinct_rows(const Eigen::Ref<const Eigen::MatrixXd>& table) {
  if (table.rows() == 0) return {Eigen::MatrixXd(0, table.cols()), Eigen::VectorXi(0)};
  std::vector<std::vector<double>> values;
  Eigen::MatrixXi index(table.rows(), table.cols());
  for (Index c = 0; c < table.cols(); ++c) {
    values.push_back(sorted_distinct(table.col(c)));
    index.col(c) = positions(table.col(c), values.back());
  }
  if (table.cols() == 1)
    return {
        Eigen::Map<const Eigen::VectorXd>(values[0].data(), static_cast<Index>(values[0].size())),
        index.col(0)};
  std::vector<Index> first;
  DistinctRows result{{}, Eigen::VectorXi(table.rows())};
  for (const std::int32_t row : lexicographic_order(index, Significance::first_column)) {
    if (first.empty() || index.row(row) != index.row(first.back())) first.push_back(row);
    result.number[row] = static_cast<int>(first.size()) - 1;
  }
  result.rows = table(first, Eigen::all);
  return result;
}

Eigen::MatrixXd rows_at(const std::vector<Eigen::MatrixXd>& coordinates,
                        const Eigen::MatrixXi& index) {
  Index columns = 0;
  for (const Eigen::MatrixXd& x : coordinates) columns += x.cols();
  Eigen::MatrixXd result(index.rows(), columns);
  Index column = 0;
  for (std::size_t k = 0; k < coordinates.size(); ++k) {
    for (Index n = 0; n < index.rows(); ++n)
      result.row(n).segment(column, coordinates[k].cols()) =
          coordinates[k].row(index(n, static_cast<Index>(k)));
    column += coordinates[k].cols();
  }
  return result;
}

}  // namespace tessera::tucker
