#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tessera::sphere {

/// An expression as it was written; what names mean is not known yet.
struct ExpressionNode {
  enum class Kind { number, name, sum, product, power, call };
  Kind kind = Kind::number;
  std::size_t position = 0;  ///< of the operator, name or number that makes the node
  std::size_t begin = 0;     ///< the node's text is [begin, end)
  std::size_t end = 0;
  double number = 0;
  std::string name;  ///< of a symbol or of what is called
  std::vector<ExpressionNode> operands;
  std::vector<bool> inverted;  ///< sum: operand is subtracted; product: it divides
};

/// The grammar of models/formula with calls of any name. Throws FormulaError: syntax, nesting
/// deeper than 100.
ExpressionNode parse_expression(std::string_view text);
/// Left and right side; positions count from the start of the whole text.
std::pair<ExpressionNode, ExpressionNode> parse_sides(std::string_view text);

}  // namespace tessera::sphere
