#define TESSERA_TAPE_KERNEL tape_kernel_v3
#ifdef TESSERA_HAVE_LIBMVEC
#define TESSERA_VECTOR_WIDTH 4
#define TESSERA_VECTOR_FUNCTION(name) _ZGVdN4##name
#endif
#include "models/formula/tape_kernels.inc"
