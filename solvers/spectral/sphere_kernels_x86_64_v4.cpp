#define TESSERA_SPHERE_WIDTH 8
#define TESSERA_SPHERE_KERNELS sphere_kernels_x86_64_v4
#include "solvers/spectral/sphere_kernels.inc"
