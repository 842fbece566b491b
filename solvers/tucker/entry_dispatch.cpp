#include "solvers/tucker/entry_kernels.hpp"

namespace tessera::tucker {

void fiber_kernel_generic(const Fiber&, const double* const*, int, int, int, double*);

#ifdef TESSERA_X86_64_LEVELS
void fiber_kernel_v3(const Fiber&, const double* const*, int, int, int, double*);

FiberKernel fiber_kernel() {
  static const FiberKernel best =
      __builtin_cpu_supports("x86-64-v3") ? fiber_kernel_v3 : fiber_kernel_generic;
  return best;
}
#else
FiberKernel fiber_kernel() {
  return fiber_kernel_generic;
}
#endif

}  // namespace tessera::tucker
