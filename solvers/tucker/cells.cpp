#include "solvers/tucker/cells.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace tessera::tucker {

Cells gather_cells(const Entries& entries, double copy_tolerance) {
  const Index count = entries.index.rows();
  const Index modes = entries.index.cols();
  std::vector<Index> order(count);
  std::iota(order.begin(), order.end(), Index{0});
  const auto before = [&](Index a, Index b) {
    for (Index k = modes - 1; k >= 0; --k)
      if (entries.index(a, k) != entries.index(b, k))
        return entries.index(a, k) < entries.index(b, k);
    return false;
  };
  std::stable_sort(order.begin(), order.end(), before);
  Cells cells;
  cells.cell_of_entry.resize(count);
  std::vector<Index> first;
  for (Index n = 0; n < count; ++n) {
    if (n == 0 || before(order[n - 1], order[n])) first.push_back(n);
    cells.cell_of_entry[order[n]] = static_cast<Index>(first.size()) - 1;
  }
  const auto cell_count = static_cast<Index>(first.size());
  cells.entries.index.resize(cell_count, modes);
  cells.entries.values.setZero(cell_count);
  cells.counts.setZero(cell_count);
  for (Index j = 0; j < cell_count; ++j)
    cells.entries.index.row(j) = entries.index.row(order[first[j]]);
  for (Index n = 0; n < count; ++n) {
    cells.entries.values[cells.cell_of_entry[n]] += entries.values[n];
    cells.counts[cells.cell_of_entry[n]] += 1;
  }
  cells.entries.values.array() /= cells.counts.array();
  for (Index n = 0; n < count; ++n) {
    const double difference = entries.values[n] - cells.entries.values[cells.cell_of_entry[n]];
    cells.within_square_sum += difference * difference;
  }
  cells.total = static_cast<double>(count);
  const double mean = entries.values.mean();
  const double spread = (entries.values.array() - mean).square().mean();
  if (cells.total > static_cast<double>(cell_count) &&
      cells.within_square_sum <= copy_tolerance * copy_tolerance * spread * cells.total) {
    cells.within_square_sum = 0;
    cells.copies = true;
    cells.counts.setOnes();
    cells.total = static_cast<double>(cell_count);
  }
  return cells;
}

}  // namespace tessera::tucker
