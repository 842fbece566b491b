#define TESSERA_LEVEL x86_64_v3
#define TESSERA_VECTOR_BYTES 32
#define TESSERA_ACCUMULATORS 12
#include "apps/product/fma_peak_kernels.inc"
