#pragma once

#include <cstddef>
#include <cstdint>

#include "models/formula/tape.hpp"

namespace tessera {

/// One tape operation over a block of n values. A stride is 1, or 0 for one value for all points;
/// `exponent` is that of integer_power. `out` may be an operand's block.
using TapeKernel = void (*)(TapeOperation::Code code, const double* a, std::size_t a_stride,
                            const double* b, std::size_t b_stride, std::int32_t exponent,
                            double* out, std::size_t n);

/// The levels of x86-64 that the kernels are compiled for; `generic` is everywhere.
enum class InstructionSet { generic, x86_64_v3, x86_64_v4 };

/// Largest n of a TapeKernel.
inline constexpr std::size_t tape_block = 512;

bool is_available(InstructionSet set);
/// Precondition: is_available(set).
TapeKernel tape_kernel(InstructionSet set);
/// The kernel of the highest level that this processor has, chosen once.
TapeKernel best_tape_kernel();

}  // namespace tessera
