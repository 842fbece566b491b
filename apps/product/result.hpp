#pragma once

#include <optional>
#include <string>
#include <vector>

#include "apps/common/application.hpp"
#include "apps/product/multiplication.hpp"

namespace tessera::product {

/// A finished product and what it took.
struct ProductResult {
  std::vector<double> coefficients;  ///< [sample][channel][coefficient], default Convention
  TensorProductMethod method = TensorProductMethod::automatic;
  std::string instruction_set;
  double setup_time_s = 0;
  double solve_time_s = 0;  ///< of one execution of the batch
  double ns_per_product = 0;
  double gflops = 0;
  double peak_gflops = 0;
  std::optional<double> reference_error;
};

void report_product(const Options& deck, const Multiplication& m, const ProductResult& result,
                    Outcome& outcome);
/// `product(sample, coefficient)` in the deck's convention and e3nn's order of memory, and what
/// each coefficient is.
void add_product_fields(const Multiplication& m, const ProductResult& result, Outcome& outcome);

}  // namespace tessera::product
