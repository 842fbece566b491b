#include "models/formula/compiler.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <tuple>
#include <unordered_map>

namespace tessera {

namespace {

using Code = TapeOperation::Code;
using Index = std::int32_t;
using Kind = Expression::Kind;

class Compiler {
 public:
  explicit Compiler(const std::vector<std::string>& inputs) : inputs_(inputs) {}

  Index emit(const ExpressionPtr& expression) {
    const auto known = done_.find(expression.get());
    if (known != done_.end()) return known->second;
    const Index result = emit_new(*expression);
    done_.emplace(expression.get(), result);
    return result;
  }

  std::vector<TapeOperation> take() { return std::move(operations_); }

 private:
  /// The operation's place; an equal one that stands already is used again.
  Index operation(Code code, Index a = 0, Index b = 0, double value = 0) {
    const auto key = std::make_tuple(code, a, b, std::bit_cast<std::uint64_t>(value));
    const auto [place, is_new] = places_.try_emplace(key, static_cast<Index>(operations_.size()));
    if (is_new) operations_.push_back({code, a, b, value});
    return place->second;
  }

  Index constant(long double value) {
    const auto rounded = static_cast<double>(value);
    if (!std::isfinite(rounded)) {
      throw std::invalid_argument(
          std::isnan(rounded) ? "The formula has complex values; only real ones are allowed."
                              : "A constant in the formula is too large (beyond 1.8e308).");
    }
    return operation(Code::constant, 0, 0, rounded);
  }

  Index emit_new(const Expression& expression) {
    if (expression.constant) return constant(fold(expression));
    switch (expression.kind) {
      case Kind::name:
        return input(expression.name);
      case Kind::sum:
        return sum(expression);
      case Kind::product:
        return product(expression);
      case Kind::power:
        return power(expression);
      default:
        break;
    }
    const Index a = emit(expression.operands[0]);
    const Index b = expression.operands.size() > 1 ? emit(expression.operands[1]) : 0;
    return operation(expression.code, a, b);
  }

  Index input(const std::string& name) {
    const auto found = std::find(inputs_.begin(), inputs_.end(), name);
    if (found == inputs_.end()) {
      throw std::invalid_argument("The formula needs \"" + name + "\", which is not given.");
    }
    return operation(Code::input, static_cast<Index>(found - inputs_.begin()));
  }

  Index sum(const Expression& expression) {
    long double rest = expression.number.value;
    Index total = -1;
    for (std::size_t i = 0; i < expression.operands.size(); ++i) {
      const long double coefficient = expression.coefficients[i].value;
      const ExpressionPtr& operand = expression.operands[i];
      if (operand->constant) {
        rest += coefficient * fold(*operand);
        continue;
      }
      const auto [factor, term] = scaled(coefficient, operand);
      const bool subtracted = factor < 0 && total >= 0;
      const Index value = scale(subtracted ? -factor : factor, term);
      total = total < 0 ? value : operation(subtracted ? Code::subtract : Code::add, total, value);
    }
    if (rest == 0) return total;
    return rest < 0 ? operation(Code::subtract, total, constant(-rest))
                    : operation(Code::add, total, constant(rest));
  }

  /// A term of a sum as a constant and what varies: the constants inside a product come out, so
  /// that they cost one multiplication. A bare reciprocal keeps its constant as numerator.
  std::pair<long double, Index> scaled(long double coefficient, const ExpressionPtr& term) {
    if (term->kind == Kind::product) {
      const auto [above, below, inside] = split(*term);
      if (above.empty()) return {1, quotient(coefficient * inside, above, below)};
      return {coefficient * inside, quotient(1, above, below)};
    }
    if (is_divisor(*term) && std::fabs(coefficient) != 1) {
      return {1, quotient(coefficient, {}, {term})};
    }
    return {coefficient, emit(term)};
  }

  Index scale(long double factor, Index value) {
    if (factor == 1) return value;
    if (factor == -1) return operation(Code::negate, value);
    return operation(Code::multiply, value, constant(factor));
  }

  struct Split {
    std::vector<ExpressionPtr> above, below;
    long double factor = 1;
  };
  static Split split(const Expression& product) {
    Split result;
    result.factor = product.number.value;
    for (const ExpressionPtr& operand : product.operands) {
      if (operand->constant) {
        result.factor *= fold(*operand);
      } else {
        (is_divisor(*operand) ? result.below : result.above).push_back(operand);
      }
    }
    return result;
  }

  Index product(const Expression& expression) {
    const auto [above, below, factor] = split(expression);
    if (above.empty()) return quotient(factor, above, below);
    return scale(factor, quotient(1, above, below));
  }

  /// factor * above / below.
  Index quotient(long double factor, const std::vector<ExpressionPtr>& above,
                 const std::vector<ExpressionPtr>& below) {
    Index numerator = -1;
    for (const ExpressionPtr& operand : above) {
      const Index value = emit(operand);
      numerator = numerator < 0 ? value : operation(Code::multiply, numerator, value);
    }
    if (numerator < 0) numerator = constant(factor);
    if (below.empty()) return numerator;
    Index denominator = -1;
    for (const ExpressionPtr& operand : below) {
      const Index value =
          fixed_power(emit(operand->operands[0]), -operand->operands[1]->number.value);
      denominator = denominator < 0 ? value : operation(Code::multiply, denominator, value);
    }
    return operation(Code::divide, numerator, denominator);
  }

  Index power(const Expression& expression) {
    if (is_divisor(expression)) return quotient(1, {}, {std::make_shared<Expression>(expression)});
    const Index base = emit(expression.operands[0]);
    if (expression.operands[1]->constant) return fixed_power(base, fold(*expression.operands[1]));
    return operation(Code::power, base, emit(expression.operands[1]));
  }

  Index fixed_power(Index base, long double exponent) {
    if (exponent == 1) return base;
    if (exponent == 0.5L) return operation(Code::sqrt, base);
    if (exponent == std::floor(exponent) && std::fabs(exponent) <= 1000000) {
      return operation(Code::integer_power, base, static_cast<Index>(exponent));
    }
    return operation(Code::power, base, constant(exponent));
  }

  const std::vector<std::string>& inputs_;
  std::vector<TapeOperation> operations_;
  std::unordered_map<const Expression*, Index> done_;
  std::map<std::tuple<Code, Index, Index, std::uint64_t>, Index> places_;
};

}  // namespace

Tape compile_tape(const std::vector<ExpressionPtr>& expressions,
                  const std::vector<std::string>& inputs) {
  Compiler compiler(inputs);
  std::vector<Index> outputs;
  for (const ExpressionPtr& expression : expressions) outputs.push_back(compiler.emit(expression));
  return Tape(inputs, compiler.take(), outputs);
}

}  // namespace tessera
