#define TESSERA_GRID_KERNELS grid_kernels_generic
#include "solvers/tensor_product/grid_kernels.inc"
