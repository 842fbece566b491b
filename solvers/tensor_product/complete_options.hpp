#pragma once

#include <vector>

#include "solvers/tensor_product/options.hpp"

namespace tessera {

/// Options with nothing left open, and what follows from them.
struct CompleteProduct {
  TensorProductOptions options;          ///< `out` filled in; the method may still be automatic
  std::vector<TensorProductPath> paths;  ///< empty for more than two factors
  std::vector<int> degrees;              ///< gaunt, vector: of the factors
  int out_degree = 0;                    ///< gaunt, vector
  Index weight_count = 0;
};

/// Fills in and checks; throws std::invalid_argument as TensorProductPlan says.
CompleteProduct complete_options(TensorProductOptions options);

}  // namespace tessera
