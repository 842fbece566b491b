#include "solvers/tensor_product/options.hpp"

#include <cstdlib>
#include <stdexcept>

namespace tessera {

Irreps vector_field_irreps(int degree) {
  if (degree < 0) throw std::invalid_argument("a vector field has a degree of at least 0");
  Irreps irreps;
  for (int l = 0; l <= degree; ++l)
    for (int j = std::abs(l - 1); j <= l + 1; ++j)
      irreps.blocks.push_back({1, {j, l % 2 == 0 ? -1 : 1}});
  return irreps;
}

}  // namespace tessera
