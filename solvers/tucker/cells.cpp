#include "solvers/tucker/cells.hpp"

#include <algorithm>
#include <cmath>

#include "solvers/tucker/distinct_rows.hpp"

namespace tessera::tucker {
namespace {

/// Whether every entry stands in a cell of its own, in the cells' order.
bool are_cells(const Eigen::MatrixXi& index) {
  const auto ascend = [&](Index n) {
    Index k = index.cols() - 1;
    while (k > 0 && index(n, k) == index(n + 1, k)) --k;
    return index(n, k) < index(n + 1, k);
  };
  for (Index n = 0; n + 1 < index.rows(); ++n)
    if (!ascend(n)) return false;
  return true;
}

Cells single_cells(Entries entries) {
  Cells cells;
  cells.counts.setOnes(entries.values.size());
  cells.total = static_cast<double>(entries.values.size());
  cells.entries = std::move(entries);
  return cells;
}

/// Makes repeats that are copies count once.
void find_copies(const Eigen::VectorXd& values, double copy_tolerance, Cells& cells) {
  const double mean = values.mean();
  const double spread = (values.array() - mean).square().mean();
  const auto count = static_cast<double>(cells.counts.size());
  if (cells.total == count ||
      cells.within_square_sum > copy_tolerance * copy_tolerance * spread * cells.total)
    return;
  cells.within_square_sum = 0;
  cells.copies = true;
  cells.counts.setOnes();
  cells.total = count;
}

}  // namespace

Cells gather_cells(Entries entries, double copy_tolerance) {
  if (are_cells(entries.index)) return single_cells(std::move(entries));
  const std::vector<std::int32_t> order =
      lexicographic_order(entries.index, Significance::last_column);
  // Cell j holds the rows order[start[j]], ..., order[start[j + 1] - 1].
  std::vector<std::int32_t> start;
  for (std::size_t n = 0; n < order.size(); ++n)
    if (n == 0 || entries.index.row(order[n]) != entries.index.row(order[n - 1]))
      start.push_back(static_cast<std::int32_t>(n));
  const auto count = static_cast<Index>(start.size());
  start.push_back(static_cast<std::int32_t>(order.size()));
  Cells cells;
  cells.entries.index.resize(count, entries.index.cols());
  cells.entries.values.resize(count);
  cells.counts.resize(count);
  cells.total = static_cast<double>(order.size());
  for (Index j = 0; j < count; ++j) {
    const std::int32_t* const first = order.data() + start[static_cast<std::size_t>(j)];
    const std::int32_t* const last = order.data() + start[static_cast<std::size_t>(j) + 1];
    cells.counts[j] = static_cast<double>(last - first);
    cells.entries.index.row(j) = entries.index.row(*first);
    double sum = 0;
    for (const std::int32_t* n = first; n != last; ++n) sum += entries.values[*n];
    cells.entries.values[j] = sum / cells.counts[j];
    for (const std::int32_t* n = first; n != last; ++n) {
      const double difference = entries.values[*n] - cells.entries.values[j];
      cells.within_square_sum += difference * difference;
    }
  }
  find_copies(entries.values, copy_tolerance, cells);
  return cells;
}

}  // namespace tessera::tucker
