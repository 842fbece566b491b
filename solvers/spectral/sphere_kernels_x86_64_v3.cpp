#define TESSERA_SPHERE_WIDTH 4
#define TESSERA_SPHERE_KERNELS sphere_kernels_x86_64_v3
#include "solvers/spectral/sphere_kernels.inc"
