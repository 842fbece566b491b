#define TESSERA_LEVEL x86_64_v4
#define TESSERA_VECTOR_BYTES 64
#define TESSERA_ACCUMULATORS 20
#include "apps/product/fma_peak_kernels.inc"
