#pragma once

#include <string>
#include <vector>

#include "solvers/tensor_product/tensor_product_plan.hpp"

namespace tessera::product {

/// A plan of every kind there is.
struct PlanKind {
  std::string name;  ///< `gaunt grid per degree`
  TensorProductPlan<double> plan;
  ProductWeights weights;
  Index second_channels = 1;
};

/// Couplings x methods x weights that exist, for factors of this degree, and a product of three
/// functions.
std::vector<PlanKind> plan_kinds(int degree);

}  // namespace tessera::product
