#pragma once

#include <filesystem>
#include <string>

#include "data/deck/location.hpp"
#include "solvers/tensor_product/method_rule.hpp"

namespace tessera::product {

/// The rule as JSON text.
std::string method_rule_json(const MethodRule& rule);

/// Reads such a file; relative names start at the deck's folder. Throws DataError with the place in
/// the deck.
MethodRule read_method_rule(const LocatedText& file, const std::filesystem::path& deck_folder);

}  // namespace tessera::product
