#include "solvers/comparators/coordinate_index.hpp"

#include <algorithm>
#include <numeric>

namespace tessera {
namespace {

template <class A, class B>
bool before(const A& a, const B& b) {
  for (Index k = 0; k < a.size(); ++k) {
    if (a[k] != b[k]) return a[k] < b[k];
  }
  return false;
}

}  // namespace

CoordinateIndex::CoordinateIndex(const Eigen::MatrixXd& rows) {
  std::vector<Index> order(static_cast<std::size_t>(rows.rows()));
  std::iota(order.begin(), order.end(), Index{0});
  std::sort(order.begin(), order.end(),
            [&](Index a, Index b) { return before(rows.row(a), rows.row(b)); });
  of_row_.resize(order.size());
  std::vector<Index> first;
  for (std::size_t n = 0; n < order.size(); ++n) {
    if (n == 0 || before(rows.row(order[n - 1]), rows.row(order[n]))) first.push_back(order[n]);
    of_row_[static_cast<std::size_t>(order[n])] = static_cast<Index>(first.size()) - 1;
  }
  distinct_ = rows(first, Eigen::all);
}

Index CoordinateIndex::find(const Eigen::RowVectorXd& row) const {
  Index low = 0, high = size();
  while (low < high) {
    const Index middle = (low + high) / 2;
    if (before(distinct_.row(middle), row))
      low = middle + 1;
    else
      high = middle;
  }
  return low < size() && !before(row, distinct_.row(low)) ? low : -1;
}

IndexedSums sums_by_index(const std::vector<Index>& index, const Eigen::VectorXd& values,
                          Index size) {
  IndexedSums sums{Eigen::VectorXd::Zero(size), Eigen::VectorXd::Zero(size)};
  for (std::size_t n = 0; n < index.size(); ++n) {
    sums.sum[index[n]] += values[static_cast<Index>(n)];
    sums.count[index[n]] += 1;
  }
  return sums;
}

}  // namespace tessera
