#include "solvers/tensor_product/instruction_set.hpp"

#include <array>
#include <cstdlib>
#include <stdexcept>
#include <string>

namespace tessera {
namespace {

constexpr std::array levels{InstructionSet::generic, InstructionSet::x86_64_v3,
                            InstructionSet::x86_64_v4};

bool is_available(InstructionSet level) {
  switch (level) {
    case InstructionSet::generic:
      return true;
#ifdef TESSERA_X86_64_LEVELS
    case InstructionSet::x86_64_v3:
      return __builtin_cpu_supports("x86-64-v3") != 0;
    case InstructionSet::x86_64_v4:
      return __builtin_cpu_supports("x86-64-v4") != 0;
#endif
    default:
      return false;
  }
}

InstructionSet from_environment(const char* text) {
  for (const InstructionSet level : levels)
    if (name(level) == text) return level;
  throw std::invalid_argument("TESSERA_INSTRUCTION_SET is \"" + std::string(text) +
                              "\"; allowed: generic, x86-64-v3, x86-64-v4");
}

}  // namespace

InstructionSet resolve_instruction_set(InstructionSet wanted) {
  if (wanted == InstructionSet::automatic) {
    if (const char* text = std::getenv("TESSERA_INSTRUCTION_SET"); text != nullptr)
      return resolve_instruction_set(from_environment(text));
    InstructionSet best = InstructionSet::generic;
    for (const InstructionSet level : levels)
      if (is_available(level)) best = level;
    return best;
  }
  if (!is_available(wanted))
    throw std::invalid_argument("this processor or this build has no kernels for " +
                                std::string(name(wanted)));
  return wanted;
}

std::string_view name(InstructionSet level) {
  switch (level) {
    case InstructionSet::automatic:
      return "automatic";
    case InstructionSet::generic:
      return "generic";
    case InstructionSet::x86_64_v3:
      return "x86-64-v3";
    case InstructionSet::x86_64_v4:
      return "x86-64-v4";
  }
  return "";
}

}  // namespace tessera
