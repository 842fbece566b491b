#include "solvers/tucker/sorted_entries.hpp"

#include <numeric>

namespace tessera::tucker {
namespace {

/// First position of each index of a mode when sorted by it, and the number of entries at the end.
std::vector<std::int64_t> starts(const Entries& entries, Index mode, Index indices) {
  std::vector<std::int64_t> start(indices + 1, 0);
  const int* index = entries.index.col(mode).data();
  for (Index n = 0; n < entries.index.rows(); ++n) ++start[index[n] + 1];
  std::partial_sum(start.begin(), start.end(), start.begin());
  return start;
}

/// Calls place(entry, position) for all entries: sorted by the mode, else in the order of `order`
/// (empty: their own).
template <class Place>
void counting_sort(const Entries& entries, Index mode, std::vector<std::int64_t> next,
                   const std::vector<std::int32_t>& order, Place place) {
  const int* index = entries.index.col(mode).data();
  for (Index n = 0; n < entries.index.rows(); ++n) {
    const std::int32_t entry = order.empty() ? static_cast<std::int32_t>(n) : order[n];
    place(entry, next[index[entry]]++);
  }
}

}  // namespace

SortedEntries sort_by_mode(const Entries& entries, Index mode, const std::vector<Index>& indices,
                           bool keep_entry) {
  const Index count = entries.index.rows();
  const Index modes = entries.index.cols();
  const Index within = mode == 0 ? 1 : 0;
  std::vector<std::int32_t> order(count);
  counting_sort(entries, within, starts(entries, within, indices[within]), {},
                [&](std::int32_t entry, std::int64_t position) { order[position] = entry; });
  SortedEntries sorted;
  sorted.other_modes = modes - 1;
  sorted.start = starts(entries, mode, indices[mode]);
  sorted.others.resize(count * (modes - 1));
  sorted.values.resize(count);
  if (keep_entry) sorted.entry.resize(count);
  counting_sort(entries, mode, sorted.start, order, [&](std::int32_t entry, std::int64_t position) {
    sorted.values[position] = entries.values[entry];
    if (keep_entry) sorted.entry[position] = entry;
    std::int32_t* other = sorted.others.data() + position * (modes - 1);
    for (Index k = 0; k < modes; ++k)
      if (k != mode) *other++ = entries.index(entry, k);
  });
  return sorted;
}

}  // namespace tessera::tucker
