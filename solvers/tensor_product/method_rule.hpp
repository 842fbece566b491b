#pragma once

#include <array>
#include <span>

#include "solvers/tensor_product/options.hpp"

namespace tessera {

/// What `automatic` goes by: nanoseconds of one product are taken to be
///   fixed + per_operation * operations
/// for each method and precision, and the smallest estimate wins. Only ratios matter.
struct MethodRule {
  struct Cost {
    double fixed = 0;
    double per_operation = 0;
  };
  struct Costs {
    Cost sparse, grid;
  };
  Costs float_costs;
  Costs double_costs;
};

/// The rule that Tessera ships.
const MethodRule& shipped_method_rule();

/// Operations per product of functions of `degrees` to `out_degree`, as estimates count them: fused
/// multiply-adds. Sparse: of the first two; with what moves data beside them, priced in fused
/// multiply-adds, since equal degrees to 4 with full output need little of it. Grid: also those
/// that plans leave out near the poles.
double sparse_gaunt_operations(std::span<const int> degrees, int out_degree);
double grid_operations(std::span<const int> degrees, int out_degree);

/// The method for these degrees; never automatic. More than two factors never take `sparse`.
TensorProductMethod choose_method(std::span<const int> degrees, int out_degree,
                                  bool double_precision,
                                  const MethodRule& rule = shipped_method_rule());

}  // namespace tessera
