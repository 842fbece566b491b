#pragma once

#include <cstdint>
#include <vector>

#include "solvers/tucker/data_terms.hpp"
#include "solvers/tucker/entry_kernels.hpp"

namespace tessera::tucker {

/// All entries in the order of one mode's fibers; within a fiber by the first of the other modes,
/// so that what is read of that mode's table follows on.
struct SortedEntries {
  std::vector<std::int64_t> start;   ///< d_k + 1
  std::vector<std::int32_t> others;  ///< K - 1 indices an entry, modes ascending without k
  std::vector<double> values;
  std::vector<std::int32_t> entry;  ///< position in the entries' own order; empty: not wanted
  std::vector<double> weights;      ///< empty: all 1
  Index other_modes = 0;

  Fiber fiber(Index i) const {
    const auto first = static_cast<std::size_t>(start[i]);
    return {static_cast<std::size_t>(start[i + 1]) - first, others.data() + first * other_modes,
            values.data() + first, weights.empty() ? nullptr : weights.data() + first};
  }
};

SortedEntries sort_by_mode(const Entries& entries, Index mode, const std::vector<Index>& indices,
                           bool keep_entry);

}  // namespace tessera::tucker
