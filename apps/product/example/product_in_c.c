/* The cross product of two vectors through the path 1o x 1o -> 1e, from C. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "solvers/tensor_product/tensor_product.h"

int main(void) {
  const char* factors[] = {"1o", "1o"};
  const tessera_product_options options = {
      .coupling = TESSERA_CLEBSCH_GORDAN, .factors = factors, .factor_count = 2, .out = "1e"};
  char message[256];
  tessera_product* product;
  if (tessera_product_create(&options, &product, message, sizeof message) != 0) {
    fprintf(stderr, "%s\n", message);
    return 1;
  }
  /* Components of degree 1 go as y, z, x. */
  const double a[] = {2, 3, 1}, b[] = {5, -1, 4};
  const size_t size = tessera_lanes_size_double(1, 1, 3);
  double* x = malloc(size * sizeof(double));
  double* y = malloc(size * sizeof(double));
  double* z = malloc(size * sizeof(double));
  void* workspace = malloc(tessera_product_workspace_bytes(product, 1));
  tessera_lanes_pack_double(1, 1, 3, a, x);
  tessera_lanes_pack_double(1, 1, 3, b, y);
  const double* both[] = {x, y};
  tessera_product_execute_double(product, 1, 1, 1, both, NULL, z, workspace);
  double c[3];
  tessera_lanes_unpack_double(1, 1, 3, z, c);
  printf("cross product (x, y, z): %.12f %.12f %.12f\n", sqrt(6) * c[2], sqrt(6) * c[0],
         sqrt(6) * c[1]);
  free(x), free(y), free(z), free(workspace);
  tessera_product_destroy(product);
  return 0;
}
