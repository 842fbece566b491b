#include "models/formula/expression.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numbers>
#include <numeric>
#include <tuple>

#include "models/formula/functions.hpp"

namespace tessera {

namespace {

using Kind = Expression::Kind;
using Level = Expression::Level;

/// Absolute value of a number as text: an integer, a decimal, or the parts of a fraction.
struct NumberText {
  std::string numerator;
  std::string denominator;  ///< empty unless a fraction
};

std::string shortest(double value) {
  char buffer[64];
  return std::string(buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr);
}

NumberText absolute_text(const ExactNumber& number) {
  if (number.is_integer() && number.numerator.size() < 16) return {number.numerator, {}};
  const bool small = number.numerator.size() < 8 && number.denominator.size() < 8;
  if (small && !number.exact_double) return {number.numerator, number.denominator};
  return {shortest(static_cast<double>(std::fabs(number.value))), {}};
}

std::string rounding_mark(const ExactNumber& number) {
  const bool shown_exactly = number.exact_double || !absolute_text(number).denominator.empty();
  return shown_exactly ? std::string() : "~" + number.numerator + "/" + number.denominator;
}

std::string with_level(const Expression& expression, Level least) {
  return expression.level < least ? "(" + expression.text + ")" : expression.text;
}

/// `base^exponent` for an exponent without its sign.
std::string power_text(const Expression& base, const ExactNumber& exponent) {
  const NumberText text = absolute_text(exponent);
  if (text.numerator == "1" && text.denominator.empty()) return with_level(base, Level::operand);
  if (text.numerator == "0.5") return "sqrt(" + base.text + ")";
  const std::string written = text.denominator.empty()
                                  ? text.numerator
                                  : "(" + text.numerator + "/" + text.denominator + ")";
  return with_level(base, Level::operand) + "^" + written;
}

void take_marks(Expression& result) {
  for (const ExpressionPtr& operand : result.operands) {
    result.rounded += operand->rounded;
    result.constant = result.constant && operand->constant;
  }
}

/// `|factor| * product of operands`, divisors behind one slash.
void write_product(const ExactNumber& factor, const std::vector<const Expression*>& operands,
                   std::string& text, Level& level) {
  std::string above;
  std::string below;
  int divisors = 0;
  const NumberText number = absolute_text(factor);
  bool has_divisor = !number.denominator.empty();
  for (const Expression* operand : operands) has_divisor = has_divisor || is_divisor(*operand);
  if (number.numerator != "1") above = number.numerator;
  const auto append = [](std::string& list, const std::string& item) {
    list += list.empty() ? item : "*" + item;
  };
  for (const Expression* operand : operands) {
    if (is_divisor(*operand)) {
      append(below, power_text(*operand->operands[0], operand->operands[1]->number));
      ++divisors;
    } else {
      append(above, with_level(*operand, Level::power));
    }
  }
  if (!number.denominator.empty()) {
    below = below.empty() ? number.denominator : number.denominator + "*" + below;
    ++divisors;
  }
  if (above.empty()) above = "1";
  level = has_divisor || operands.size() + (number.numerator != "1") > 1 ? Level::product
          : operands.empty()                                             ? Level::operand
                             : std::max(operands[0]->level, Level::power);
  text = !has_divisor ? above : above + "/" + (divisors > 1 ? "(" + below + ")" : below);
}

std::vector<const Expression*> factors_of(const Expression& term) {
  if (term.kind != Kind::product) return {&term};
  std::vector<const Expression*> result;
  for (const ExpressionPtr& operand : term.operands) result.push_back(operand.get());
  return result;
}

}  // namespace

bool comes_before(const ExpressionPtr& a, const ExpressionPtr& b) {
  return std::tie(a->text, a->rounded) < std::tie(b->text, b->rounded);
}

bool is_divisor(const Expression& expression) {
  return expression.kind == Kind::power && expression.operands[1]->kind == Kind::number &&
         expression.operands[1]->number.negative;
}

ExpressionPtr make_number(const ExactNumber& number) {
  auto result = std::make_shared<Expression>();
  result->number = number;
  const NumberText text = absolute_text(number);
  result->text =
      text.denominator.empty() ? text.numerator : text.numerator + "/" + text.denominator;
  if (!text.denominator.empty()) result->level = Level::product;
  if (number.negative) {
    result->text = "-" + result->text;
    result->level = Level::sum;
  }
  result->rounded = rounding_mark(number);
  return result;
}

ExpressionPtr make_pi() {
  auto result = std::make_shared<Expression>();
  result->kind = Kind::pi;
  result->text = "pi";
  return result;
}

ExpressionPtr make_name(const std::string& name) {
  auto result = std::make_shared<Expression>();
  result->kind = Kind::name;
  result->name = result->text = name;
  result->constant = false;
  return result;
}

ExpressionPtr make_sum(const ExactNumber& constant,
                       std::vector<std::pair<ExactNumber, ExpressionPtr>> terms) {
  std::sort(terms.begin(), terms.end(),
            [](const auto& a, const auto& b) { return comes_before(a.second, b.second); });
  // A positive term in front saves a change of sign.
  const auto positive = std::find_if(terms.begin(), terms.end(),
                                     [](const auto& term) { return !term.first.negative; });
  if (positive != terms.end()) std::rotate(terms.begin(), positive, positive + 1);
  auto result = std::make_shared<Expression>();
  result->kind = Kind::sum;
  result->level = Level::sum;
  result->number = constant;
  for (auto& [coefficient, operand] : terms) {
    std::string text;
    Level level{};
    write_product(coefficient, factors_of(*operand), text, level);
    const std::string sign = result->text.empty() ? (coefficient.negative ? "-" : "")
                                                  : (coefficient.negative ? " - " : " + ");
    result->text += sign + text;
    result->rounded += rounding_mark(coefficient);
    result->coefficients.push_back(coefficient);
    result->operands.push_back(std::move(operand));
  }
  if (constant.value != 0) {
    const NumberText text = absolute_text(constant);
    result->text += (constant.negative ? " - " : " + ") + text.numerator;
    if (!text.denominator.empty()) result->text += "/" + text.denominator;
    result->rounded += rounding_mark(constant);
  }
  take_marks(*result);
  return result;
}

ExpressionPtr make_product(const ExactNumber& factor, std::vector<ExpressionPtr> operands) {
  if (operands.empty()) return make_number(factor);
  if (factor.is_one() && operands.size() == 1) return operands[0];
  std::sort(operands.begin(), operands.end(), comes_before);
  auto result = std::make_shared<Expression>();
  result->kind = Kind::product;
  result->number = factor;
  result->operands = std::move(operands);
  write_product(factor, factors_of(*result), result->text, result->level);
  if (factor.negative) {
    result->text = "-" + result->text;
    result->level = Level::sum;
  }
  result->rounded = rounding_mark(factor);
  take_marks(*result);
  return result;
}

ExpressionPtr make_power(const ExpressionPtr& base, const ExpressionPtr& exponent) {
  auto result = std::make_shared<Expression>();
  result->kind = Kind::power;
  result->operands = {base, exponent};
  if (exponent->kind == Kind::number) {
    const std::string text = power_text(*base, exponent->number);
    const bool root = absolute_text(exponent->number).numerator == "0.5";
    result->text = exponent->number.negative ? "1/" + text : text;
    result->level = exponent->number.negative ? Level::product
                    : root                    ? Level::operand
                                              : Level::power;
    result->rounded = rounding_mark(exponent->number) + base->rounded;
    result->constant = base->constant;
    return result;
  }
  result->text = with_level(*base, Level::operand) + "^" + with_level(*exponent, Level::operand);
  result->level = Level::power;
  take_marks(*result);
  return result;
}

ExpressionPtr make_function(const std::string& name, std::vector<ExpressionPtr> operands) {
  auto result = std::make_shared<Expression>();
  result->kind = Kind::function;
  result->name = name;
  result->code = find_function(name)->code;
  result->text = name + "(";
  for (std::size_t i = 0; i < operands.size(); ++i) {
    result->text += (i > 0 ? ", " : "") + operands[i]->text;
  }
  result->text += ")";
  result->operands = std::move(operands);
  take_marks(*result);
  return result;
}

std::size_t natural_unit(const std::vector<double>& coefficients) {
  std::vector<std::size_t> order(coefficients.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return coefficients[a] > coefficients[b]; });
  std::size_t best = order[0];
  std::size_t best_length = static_cast<std::size_t>(-1);
  for (std::size_t i = 0; i < std::min<std::size_t>(order.size(), 8); ++i) {
    std::size_t length = 0;
    for (const double coefficient : coefficients) {
      length += shortest(coefficient / coefficients[order[i]]).size();
    }
    if (length < best_length) {
      best = order[i];
      best_length = length;
    }
  }
  return best;
}

long double fold(const Expression& expression) {
  const auto operand = [&](std::size_t i) { return fold(*expression.operands[i]); };
  switch (expression.kind) {
    case Kind::number:
      return expression.number.value;
    case Kind::pi:
      return std::numbers::pi_v<long double>;
    case Kind::sum: {
      long double value = 0;
      for (std::size_t i = 0; i < expression.operands.size(); ++i) {
        value += expression.coefficients[i].value * operand(i);
      }
      return value + expression.number.value;
    }
    case Kind::product: {
      long double value = expression.number.value;
      for (std::size_t i = 0; i < expression.operands.size(); ++i) value *= operand(i);
      return value;
    }
    case Kind::power:
      return apply(TapeOperation::Code::power, operand(0), operand(1));
    case Kind::function:
      return apply(expression.code, operand(0), expression.operands.size() > 1 ? operand(1) : 0.0L);
    case Kind::name:
      break;
  }
  throw std::invalid_argument("\"" + expression.name + "\" has no constant value.");
}

}  // namespace tessera
