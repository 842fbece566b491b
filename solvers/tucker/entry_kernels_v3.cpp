#define TESSERA_FIBER_KERNEL fiber_kernel_v3
#include "solvers/tucker/entry_kernels.inc"
