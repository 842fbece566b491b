#define TESSERA_TAPE_KERNEL tape_kernel_generic
#include "models/formula/tape_kernels.inc"
