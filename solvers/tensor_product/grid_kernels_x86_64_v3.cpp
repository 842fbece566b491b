#define TESSERA_GRID_KERNELS grid_kernels_x86_64_v3
#include "solvers/tensor_product/grid_kernels.inc"
