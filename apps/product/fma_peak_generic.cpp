#define TESSERA_LEVEL generic
#define TESSERA_VECTOR_BYTES 16
#define TESSERA_ACCUMULATORS 10
#include "apps/product/fma_peak_kernels.inc"
