#include "models/formula/tape_kernels.hpp"

namespace tessera {

using Code = TapeOperation::Code;

void tape_kernel_generic(Code, const double*, std::size_t, const double*, std::size_t, std::int32_t,
                         double*, std::size_t);
#ifdef TESSERA_X86_64_LEVELS
void tape_kernel_v3(Code, const double*, std::size_t, const double*, std::size_t, std::int32_t,
                    double*, std::size_t);
void tape_kernel_v4(Code, const double*, std::size_t, const double*, std::size_t, std::int32_t,
                    double*, std::size_t);

bool is_available(InstructionSet set) {
  switch (set) {
    case InstructionSet::generic:
      return true;
    case InstructionSet::x86_64_v3:
      return __builtin_cpu_supports("x86-64-v3");
    case InstructionSet::x86_64_v4:
      return __builtin_cpu_supports("x86-64-v4");
  }
  return false;
}

TapeKernel tape_kernel(InstructionSet set) {
  switch (set) {
    case InstructionSet::x86_64_v3:
      return tape_kernel_v3;
    case InstructionSet::x86_64_v4:
      return tape_kernel_v4;
    default:
      return tape_kernel_generic;
  }
}
#else
bool is_available(InstructionSet set) {
  return set == InstructionSet::generic;
}

TapeKernel tape_kernel(InstructionSet) {
  return tape_kernel_generic;
}
#endif

TapeKernel best_tape_kernel() {
  static const TapeKernel best = [] {
    for (const InstructionSet set : {InstructionSet::x86_64_v4, InstructionSet::x86_64_v3}) {
      if (is_available(set)) return tape_kernel(set);
    }
    return tape_kernel(InstructionSet::generic);
  }();
  return best;
}

}  // namespace tessera
