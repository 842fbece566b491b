#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "apps/common/application.hpp"
#include "apps/product/coefficients.hpp"
#include "solvers/tensor_product/tensor_product_plan.hpp"

namespace tessera::product {

/// A product of coefficients as the deck asks for it: data read, checked and converted.
struct Multiplication {
  TensorProductOptions options;    ///< the method by the deck's rule if it names one
  Irreps out;                      ///< of one channel of the result
  std::string rule;                ///< that `automatic` goes by: `shipped`, a file, or empty
  std::vector<std::string> names;  ///< of the factors
  std::vector<Coefficients> factors;
  Index samples = 1;
  Index channels = 1;
  Index weight_count = 0;
  std::vector<double> weights;  ///< [samples, or 1 if shared][channels][weight_count]
  Convention output_convention;
};

/// Throws DeckError and DataError.
Multiplication read_multiplication(const Options& options,
                                   const std::filesystem::path& deck_folder);

/// Computes and compares with the reference product; fills in the outcome.
void multiply(const Options& options, const Multiplication& multiplication, RunContext& context,
              Outcome& outcome);

}  // namespace tessera::product
