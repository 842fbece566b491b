#define TESSERA_SPHERE_WIDTH 2
#define TESSERA_SPHERE_KERNELS sphere_kernels_generic
#include "solvers/spectral/sphere_kernels.inc"
