#ifndef TESSERA_SOLVERS_TENSOR_PRODUCT_TENSOR_PRODUCT_H
#define TESSERA_SOLVERS_TENSOR_PRODUCT_TENSOR_PRODUCT_H

#include <stddef.h>

/* C entry points of TensorProductPlan (tensor_product_plan.hpp, which has the contract: layouts,
   order of weights, threads). Irreps are text in the notation of e3nn, one channel: "0e + 1o + 2e".
   Functions that can fail return 0, or 1 with a sentence in `message` (cut to its size; may be
   null). Handles are immutable and may be used from several threads. */

#ifdef __cplusplus
extern "C" {
#endif

typedef struct tessera_product tessera_product;

typedef enum { TESSERA_CLEBSCH_GORDAN = 0, TESSERA_GAUNT = 1, TESSERA_VECTOR = 2 } tessera_coupling;

typedef enum {
  TESSERA_METHOD_AUTOMATIC = 0,
  TESSERA_METHOD_SPARSE = 1,
  TESSERA_METHOD_GRID = 2,
  TESSERA_METHOD_FOURIER = 3
} tessera_method;

typedef enum {
  TESSERA_WEIGHTS_NONE = 0,
  TESSERA_WEIGHTS_UUU = 1,
  TESSERA_WEIGHTS_UVU = 2,
  TESSERA_WEIGHTS_PER_DEGREE = 3
} tessera_weights;

/* Zero-initialise, then fill in what differs: = {0}. */
typedef struct {
  int coupling;               /* a tessera_coupling */
  const char* const* factors; /* irreps of one channel of each factor */
  size_t factor_count;
  const char* out; /* irreps that are wanted; null or "": all */
  int method;      /* a tessera_method */
  int weights;     /* a tessera_weights */
  int weights_per_sample;
  int sum_paths;
  ptrdiff_t second_channels; /* uvu; 0 stands for 1 */
  int single_precision;      /* 1: float, 0: double */
} tessera_product_options;

/* Makes a plan; *product is null on failure. Free it with tessera_product_destroy. */
int tessera_product_create(const tessera_product_options* options, tessera_product** product,
                           char* message, size_t message_size);
void tessera_product_destroy(tessera_product* product);

/* Irreps of the output; owned by the plan. */
const char* tessera_product_out_irreps(const tessera_product* product);
/* Coefficients of one channel of the output and of a factor; weights of one channel. */
ptrdiff_t tessera_product_out_dimension(const tessera_product* product);
ptrdiff_t tessera_product_factor_dimension(const tessera_product* product, size_t factor);
ptrdiff_t tessera_product_weight_count(const tessera_product* product);
size_t tessera_product_workspace_bytes(const tessera_product* product, int threads);

/* Numbers of an array in lanes, and conversion from and to [sample][channel][coefficient]. */
size_t tessera_lanes_size_float(ptrdiff_t samples, ptrdiff_t channels, ptrdiff_t dimension);
size_t tessera_lanes_size_double(ptrdiff_t samples, ptrdiff_t channels, ptrdiff_t dimension);
void tessera_lanes_pack_float(ptrdiff_t samples, ptrdiff_t channels, ptrdiff_t dimension,
                              const float* in, float* out);
void tessera_lanes_pack_double(ptrdiff_t samples, ptrdiff_t channels, ptrdiff_t dimension,
                               const double* in, double* out);
void tessera_lanes_unpack_float(ptrdiff_t samples, ptrdiff_t channels, ptrdiff_t dimension,
                                const float* in, float* out);
void tessera_lanes_unpack_double(ptrdiff_t samples, ptrdiff_t channels, ptrdiff_t dimension,
                                 const double* in, double* out);

/* TensorProductPlan::execute and ::adjoint. Return 1, and do nothing, on a plan of the other
   precision. */
int tessera_product_execute_float(const tessera_product* product, ptrdiff_t samples,
                                  ptrdiff_t channels, int threads, const float* const* factors,
                                  const float* weights, float* out, void* workspace);
int tessera_product_execute_double(const tessera_product* product, ptrdiff_t samples,
                                   ptrdiff_t channels, int threads, const double* const* factors,
                                   const double* weights, double* out, void* workspace);
int tessera_product_adjoint_float(const tessera_product* product, ptrdiff_t samples,
                                  ptrdiff_t channels, int threads, const float* const* factors,
                                  const float* weights, const float* out_bar,
                                  float* const* factor_bars, float* weights_bar, void* workspace);
int tessera_product_adjoint_double(const tessera_product* product, ptrdiff_t samples,
                                   ptrdiff_t channels, int threads, const double* const* factors,
                                   const double* weights, const double* out_bar,
                                   double* const* factor_bars, double* weights_bar,
                                   void* workspace);

#ifdef __cplusplus
}
#endif

#endif
