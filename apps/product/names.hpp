#pragma once

#include <string>

#include "apps/product/options.hpp"
#include "models/equivariant/convention.hpp"
#include "solvers/tensor_product/options.hpp"

namespace tessera::product {

// Words of the deck and what they stand for.
Coupling coupling_of(const std::string& word);
TensorProductMethod method_of(const std::string& word);
ProductWeights weights_of(const std::string& word);
std::string name_of(Coupling coupling);
std::string name_of(TensorProductMethod method);
std::string name_of(ProductWeights weights);

/// The preset, `otherwise` where none is given, with the parts that are given.
Convention convention_of(const ConventionOptions& options, const Convention& otherwise);
/// For messages: `real, orthonormal, no Condon-Shortley phase, polar axis z`.
std::string description(const Convention& convention);

}  // namespace tessera::product
