#pragma once

#include <cstddef>
#include <cstdint>

namespace tessera::tucker {

/// Doubles that the loops over entries treat as one.
inline constexpr int lanes = 4;
/// Lane groups of one pass: what the registers of a processor hold.
inline constexpr int largest_group = 8;

/// The entries of one fiber.
struct Fiber {
  std::size_t count = 0;
  const std::int32_t* others = nullptr;  ///< `tables` indices an entry
  const double* values = nullptr;
  const double* weights = nullptr;  ///< null: all 1
};

/// sum[p] = sum over the fiber's entries of w (p < first_lanes: w y) times the product over the
/// `tables` tables of table[j][width * index_j + p], for p < width; width = groups * lanes,
/// 1 <= groups <= largest_group. Tables and sum are aligned to lanes * 8 bytes.
using FiberKernel = void (*)(const Fiber& fiber, const double* const* table, int tables, int groups,
                             int first_lanes, double* sum);

/// The kernel for the best instruction set that this processor has, chosen once. No fused
/// operations and the same order of additions: the same bits from each of them.
FiberKernel fiber_kernel();

}  // namespace tessera::tucker
