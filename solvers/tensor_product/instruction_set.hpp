#pragma once

#include <string_view>

namespace tessera {

/// Levels that kernels are compiled for; the best one that the processor has is taken at run time.
enum class InstructionSet {
  automatic,  ///< the best here, or what the environment variable TESSERA_INSTRUCTION_SET names
  generic,    ///< what the compiler takes for granted
  x86_64_v3,  ///< AVX2 and FMA
  x86_64_v4   ///< AVX-512
};

/// The level that `wanted` stands for on this machine; never `automatic`. Throws
/// std::invalid_argument for a level that the processor or this build does not have, and for an
/// environment variable that names none.
InstructionSet resolve_instruction_set(InstructionSet wanted);

/// `generic`, `x86-64-v3`, `x86-64-v4`.
std::string_view name(InstructionSet level);

}  // namespace tessera
