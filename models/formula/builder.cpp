#include <cmath>
#include <stdexcept>

#include "models/formula/expression.hpp"
#include "models/formula/syntax.hpp"

namespace tessera {

namespace {

Formula combine_list(const SyntaxNode& node, std::vector<Formula> operands) {
  const bool sum = node.kind == SyntaxNode::Kind::sum;
  const Formula minus_one = Formula::constant(-1);
  for (std::size_t i = 0; i < operands.size(); ++i) {
    if (!node.inverted[i]) continue;
    operands[i] = sum ? minus_one * operands[i] : FormulaAccess::power(operands[i], minus_one);
  }
  return sum ? FormulaAccess::sum(operands) : FormulaAccess::product(operands);
}

Formula combine_power(const SyntaxNode& node, const std::vector<Formula>& operands) {
  if (node.operands[0].kind == SyntaxNode::Kind::euler) {
    return FormulaAccess::call("exp", {operands[1]});
  }
  // Never built: the exact form of a constant such as sqrt(1.5)^500.
  if (node.value && (std::fabs(*node.operands[1].value) > 64 || *node.operands[0].value == 0)) {
    return Formula::constant(static_cast<double>(*node.value));
  }
  return FormulaAccess::power(operands[0], operands[1]);
}

Formula combine(const SyntaxNode& node, const std::vector<Formula>& operands) {
  switch (node.kind) {
    case SyntaxNode::Kind::number:
      return Formula::constant(node.number);
    case SyntaxNode::Kind::pi:
      return FormulaAccess::pi();
    case SyntaxNode::Kind::euler:
      return FormulaAccess::call("exp", {Formula::constant(1)});
    case SyntaxNode::Kind::name:
      return Formula::name(node.name);
    case SyntaxNode::Kind::sum:
    case SyntaxNode::Kind::product:
      return combine_list(node, operands);
    case SyntaxNode::Kind::power:
      return combine_power(node, operands);
    case SyntaxNode::Kind::call:
      if (node.name == "sqrt") return FormulaAccess::power(operands[0], Formula::constant(0.5));
      return FormulaAccess::call(node.name, operands);
  }
  throw std::logic_error("unknown kind of syntax node");
}

}  // namespace

Formula build_formula(const SyntaxNode& node, std::string_view text) {
  std::vector<Formula> operands;
  operands.reserve(node.operands.size());
  for (const SyntaxNode& operand : node.operands) operands.push_back(build_formula(operand, text));
  try {
    const Formula formula = combine(node, operands);
    // Of constants only short ones, such as sqrt(2)*pi/3, are worth an exact form.
    const bool is_long = node.value && formula.text().size() > 20;
    return is_long ? Formula::constant(static_cast<double>(*node.value)) : formula;
  } catch (const std::domain_error&) {
    const bool is_call = node.kind == SyntaxNode::Kind::call;
    throw FormulaError(is_call ? node.name + " is not finite here (a pole)." : "Division by zero.",
                       std::string(text), node.position);
  } catch (const std::invalid_argument& fault) {
    throw FormulaError(fault.what(), std::string(text), node.position);
  }
}

}  // namespace tessera
