#define TESSERA_FIBER_KERNEL fiber_kernel_generic
#include "solvers/tucker/entry_kernels.inc"
