#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/formula/formula.hpp"

namespace tessera {

/// A checked formula as it was written: every name is known and canonical, every call has its
/// arguments, and every constant part has a finite real value.
struct SyntaxNode {
  enum class Kind { number, pi, euler, name, sum, product, power, call };
  Kind kind = Kind::number;
  std::size_t position = 0;  ///< of the operator, name or number that makes the node
  double number = 0;
  std::string name;  ///< of a symbol or a called function
  std::vector<SyntaxNode> operands;
  std::vector<bool> inverted;  ///< sum: operand is subtracted; product: it divides
  /// The value where no name occurs (extended precision).
  std::optional<long double> value;
  double degree = 0;  ///< as a polynomial in its names and calls
};

/// Parses a formula, or the two sides of an equation. Throws FormulaError.
SyntaxNode parse_syntax(std::string_view text, const FormulaNames& names);
/// A sum of the left side and the subtracted right side.
SyntaxNode parse_equation_syntax(std::string_view text, const FormulaNames& names);

/// The formula that checked syntax means. `text` is what it was read from, for messages: throws
/// FormulaError where simplification finds a division by zero or a constant without a value.
Formula build_formula(const SyntaxNode& node, std::string_view text);

}  // namespace tessera
