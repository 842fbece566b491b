#define TESSERA_TAPE_KERNEL tape_kernel_v4
#ifdef TESSERA_HAVE_LIBMVEC
#define TESSERA_VECTOR_WIDTH 8
#define TESSERA_VECTOR_FUNCTION(name) _ZGVeN8##name
#endif
#include "models/formula/tape_kernels.inc"
