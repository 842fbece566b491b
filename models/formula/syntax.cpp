#include "models/formula/syntax.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numbers>

#include "models/formula/functions.hpp"
#include "models/formula/grammar_faults.hpp"
#include "models/formula/name_lookup.hpp"
#include "models/formula/tokens.hpp"

namespace tessera {

namespace {

using Kind = SyntaxNode::Kind;

constexpr int maximum_depth = 100;
constexpr double maximum_degree = 100;

/// A constant as messages show it; negative ones in parentheses.
std::string short_number(long double value) {
  char buffer[64];
  const auto rounded = static_cast<double>(value);
  const bool integer = std::fabs(rounded) < 1e15 && rounded == std::floor(rounded);
  const auto result =
      integer
          ? std::to_chars(buffer, buffer + sizeof buffer, static_cast<long long>(rounded))
          : std::to_chars(buffer, buffer + sizeof buffer, rounded, std::chars_format::general, 6);
  const std::string text(buffer, result.ptr);
  return value < 0 ? "(" + text + ")" : text;
}

/// Recursive descent over the tokens of one expression. From loosest to tightest: sums, products,
/// signs, powers (right associative), operands.
class Parser {
 public:
  Parser(std::string_view text, const std::vector<Token>& tokens, std::size_t first,
         const FormulaNames& names)
      : text_(text), tokens_(tokens), at_(first), names_(names) {}

  /// The whole of a formula, or of one side of an equation.
  SyntaxNode run(Token::Kind last) {
    SyntaxNode result = sum();
    if (peek().kind != last) unexpected();
    return result;
  }

 private:
  /// Counts how deep the text is nested for as long as it lives.
  class Depth {
   public:
    Depth(Parser& parser, std::size_t position) : parser_(parser) {
      if (++parser_.depth_ > maximum_depth) {
        parser_.fail("The formula is nested more than 100 levels deep.", position);
      }
    }
    ~Depth() { --parser_.depth_; }
    Depth(const Depth&) = delete;
    Depth& operator=(const Depth&) = delete;

   private:
    Parser& parser_;
  };

  [[noreturn]] void fail(const std::string& message, std::size_t position) const {
    throw FormulaError(message, std::string(text_), position);
  }

  const Token& peek() const { return tokens_[at_]; }
  const Token& take() { return tokens_[at_++]; }

  // ---- grammar ----

  SyntaxNode sum() {
    const Depth depth(*this, peek().position);
    SyntaxNode node{Kind::sum, peek().position, 0, {}, {}, {}, {}, 0};
    add_operand(node, product(), false);
    while (peek().kind == Token::Kind::plus || peek().kind == Token::Kind::minus) {
      const Token& sign = take();
      if (node.operands.size() == 1) node.position = sign.position;
      add_operand(node, product(), sign.kind == Token::Kind::minus);
    }
    if (node.operands.size() == 1) return std::move(node.operands[0]);
    return checked_sum(std::move(node));
  }

  SyntaxNode product() {
    SyntaxNode node{Kind::product, peek().position, 0, {}, {}, {}, {}, 0};
    add_operand(node, signed_factor(), false);
    while (peek().kind == Token::Kind::star || peek().kind == Token::Kind::slash) {
      const Token& sign = take();
      if (node.operands.size() == 1) node.position = sign.position;
      const bool divides = sign.kind == Token::Kind::slash;
      add_operand(node, signed_factor(), divides);
      if (divides && node.operands.back().value == 0.0L) fail("Division by zero.", sign.position);
    }
    if (node.operands.size() == 1) return std::move(node.operands[0]);
    return checked_product(std::move(node));
  }

  SyntaxNode signed_factor() {
    if (peek().kind != Token::Kind::minus && peek().kind != Token::Kind::plus) return power();
    const Token& sign = take();
    const Depth depth(*this, sign.position);
    SyntaxNode operand = signed_factor();
    if (sign.kind == Token::Kind::plus) return operand;
    SyntaxNode node{Kind::sum, sign.position, 0, {}, {}, {}, {}, 0};
    add_operand(node, std::move(operand), true);
    return checked_sum(std::move(node));
  }

  SyntaxNode power() {
    SyntaxNode base = operand();
    if (peek().kind != Token::Kind::power) {
      refuse_missing_operator(text_, tokens_, at_);
      return base;
    }
    const Token& sign = take();
    const Depth depth(*this, sign.position);
    SyntaxNode node{Kind::power, sign.position, 0, {}, {}, {}, {}, 0};
    add_operand(node, std::move(base), false);
    add_operand(node, signed_factor(), false);
    return checked_power(std::move(node));
  }

  SyntaxNode operand() {
    const Token& token = peek();
    switch (token.kind) {
      case Token::Kind::number: {
        take();
        return constant(token.position, token.number);
      }
      case Token::Kind::name:
        return name();
      case Token::Kind::open: {
        take();
        if (peek().kind == Token::Kind::close) {
          fail("There is nothing between the parentheses.", peek().position);
        }
        SyntaxNode inner = sum();
        close(token);
        return inner;
      }
      default:
        refuse_in_place_of_operand(text_, tokens_, at_);
    }
  }

  SyntaxNode name() {
    const Token& token = take();
    if (peek().kind == Token::Kind::open) return call(token);
    if (token.text == "pi" || token.text == "e") {
      SyntaxNode node = constant(token.position, 0);
      node.kind = token.text == "pi" ? Kind::pi : Kind::euler;
      node.value =
          token.text == "pi" ? std::numbers::pi_v<long double> : std::numbers::e_v<long double>;
      return node;
    }
    try {
      const NameMeaning meaning = look_up(token.text, names_);
      if (meaning.value) return constant(token.position, *meaning.value);
      return symbol(token.position, meaning.symbol);
    } catch (const NameFault& fault) {
      fail(fault.message, token.position + fault.offset);
    }
  }

  SyntaxNode call(const Token& token) {
    if (token.text == "d") return derivative(token);
    const FunctionInfo* function = find_function(token.text);
    if (function == nullptr) fail(not_a_function(token.text, names_), token.position);
    const Token& open = take();
    SyntaxNode node{Kind::call, token.position, 0, std::string(token.text), {}, {}, {}, 1};
    if (peek().kind != Token::Kind::close) {
      add_operand(node, sum(), false);
      while (peek().kind == Token::Kind::comma) {
        take();
        add_operand(node, sum(), false);
      }
    }
    close(open);
    if (static_cast<int>(node.operands.size()) != function->arguments) {
      fail(node.name + " takes " + std::to_string(function->arguments) +
               (function->arguments == 1 ? " argument, not " : " arguments, not ") +
               std::to_string(node.operands.size()) + ".",
           token.position);
    }
    return checked_call(std::move(node), function->code);
  }

  /// d(u, x, y)
  SyntaxNode derivative(const Token& token) {
    const Token& open = take();
    std::vector<const Token*> arguments;
    do {
      if (!arguments.empty()) take();
      if (peek().kind != Token::Kind::name) {
        fail(arguments.empty() ? "d(...) takes the name of an unknown or a given function first."
                               : "The name of an axis must stand here.",
             peek().position);
      }
      arguments.push_back(&take());
    } while (peek().kind == Token::Kind::comma);
    close(open);
    std::vector<std::string_view> axes;
    for (std::size_t i = 1; i < arguments.size(); ++i) axes.push_back(arguments[i]->text);
    try {
      return symbol(token.position,
                    derivative_name(look_up_derivative(arguments[0]->text, axes, names_), names_));
    } catch (const NameFault& fault) {
      fail(fault.message, arguments[fault.offset]->position);
    }
  }

  void close(const Token& open) {
    const Token& token = peek();
    if (token.kind == Token::Kind::end || token.kind == Token::Kind::equals) {
      fail("This parenthesis is never closed.", open.position);
    }
    if (token.kind != Token::Kind::close) unexpected();
    take();
  }

  // ---- nodes and their checks ----

  static SyntaxNode constant(std::size_t position, double value) {
    return {Kind::number, position, value, {}, {}, {}, static_cast<long double>(value), 0};
  }
  static SyntaxNode symbol(std::size_t position, const std::string& name) {
    return {Kind::name, position, 0, name, {}, {}, {}, 1};
  }
  static void add_operand(SyntaxNode& node, SyntaxNode operand, bool inverted) {
    node.operands.push_back(std::move(operand));
    node.inverted.push_back(inverted);
  }
  static bool is_constant(const SyntaxNode& node) {
    return std::all_of(node.operands.begin(), node.operands.end(),
                       [](const SyntaxNode& operand) { return operand.value.has_value(); });
  }
  static bool is_finite(long double value) { return std::isfinite(static_cast<double>(value)); }

  SyntaxNode checked_sum(SyntaxNode node) const {
    for (const SyntaxNode& operand : node.operands) {
      node.degree = std::max(node.degree, operand.degree);
    }
    if (!is_constant(node)) return node;
    long double value = 0;
    for (std::size_t i = 0; i < node.operands.size(); ++i) {
      value += node.inverted[i] ? -*node.operands[i].value : *node.operands[i].value;
    }
    if (!is_finite(value))
      fail("The value of this sum is too large (beyond 1.8e308).", node.position);
    node.value = value;
    return node;
  }

  SyntaxNode checked_product(SyntaxNode node) const {
    for (const SyntaxNode& operand : node.operands) node.degree += operand.degree;
    check_degree(node);
    if (!is_constant(node)) return node;
    long double value = 1;
    for (std::size_t i = 0; i < node.operands.size(); ++i) {
      value = node.inverted[i] ? value / *node.operands[i].value : value * *node.operands[i].value;
    }
    if (!is_finite(value)) {
      fail("The value of this product is too large (beyond 1.8e308).", node.position);
    }
    node.value = value;
    return node;
  }

  SyntaxNode checked_power(SyntaxNode node) const {
    const SyntaxNode& base = node.operands[0];
    const SyntaxNode& exponent = node.operands[1];
    if (is_constant(node)) {
      const long double value = apply(TapeOperation::Code::power, *base.value, *exponent.value);
      const std::string written = short_number(*base.value) + "^" + short_number(*exponent.value);
      if (*base.value == 0 && *exponent.value == 0) fail("0^0 is not defined.", node.position);
      if (*base.value == 0 && *exponent.value < 0) fail("Division by zero.", node.position);
      if (std::isnan(value)) {
        fail(written + " is complex; only real values are allowed.", node.position);
      }
      if (!is_finite(value)) fail(written + " is too large (beyond 1.8e308).", node.position);
      node.value = value;
    } else if (base.value && *base.value <= 0) {
      fail("A power with a name in its exponent needs a positive base, not " +
               short_number(*base.value) + ".",
           node.position);
    } else if (exponent.value) {
      const auto size = static_cast<double>(std::fabs(*exponent.value));
      if (size > maximum_degree) {
        fail("The exponent " + short_number(*exponent.value) +
                 " is too large: powers of names go up to 100.",
             exponent.position);
      }
      node.degree = std::max(1.0, base.degree * size);
      check_degree(node);
    } else {
      node.degree = 1;
    }
    return node;
  }

  void check_degree(const SyntaxNode& node) const {
    if (node.degree > maximum_degree) {
      fail("The degree of this polynomial is beyond 100.", node.position);
    }
  }

  SyntaxNode checked_call(SyntaxNode node, TapeOperation::Code code) const {
    if (code == TapeOperation::Code::sqrt) {
      node.degree = std::max(1.0, node.operands[0].degree / 2);
    }
    if (!is_constant(node)) return node;
    const long double a = *node.operands[0].value;
    const long double value =
        apply(code, a, node.operands.size() > 1 ? *node.operands[1].value : 0.0L);
    std::string argument = short_number(a);
    if (a < 0) argument = argument.substr(1, argument.size() - 2);
    if (std::isnan(value)) {
      fail(node.name + "(" + argument + ") is complex; only real values are allowed.",
           node.position);
    }
    if (!is_finite(value)) fail(node.name + "(" + argument + ") is not finite.", node.position);
    node.value = value;
    node.degree = 0;
    return node;
  }

  [[noreturn]] void unexpected() const {
    refuse_unexpected(text_, tokens_, at_, "Something is missing at the end.");
  }

  std::string_view text_;
  const std::vector<Token>& tokens_;
  std::size_t at_;
  const FormulaNames& names_;
  int depth_ = 0;
};

}  // namespace

SyntaxNode parse_syntax(std::string_view text, const FormulaNames& names) {
  const std::vector<Token> tokens = tokenise(text);
  return Parser(text, tokens, 0, names).run(Token::Kind::end);
}

SyntaxNode parse_equation_syntax(std::string_view text, const FormulaNames& names) {
  const std::vector<Token> tokens = tokenise(text);
  const auto is_equals = [](const Token& token) { return token.kind == Token::Kind::equals; };
  const auto equals = std::find_if(tokens.begin(), tokens.end(), is_equals);
  if (equals == tokens.end()) {
    throw FormulaError("An equation needs \"=\": write lhs = rhs.", std::string(text), text.size());
  }
  const auto second = std::find_if(equals + 1, tokens.end(), is_equals);
  if (second != tokens.end()) {
    throw FormulaError("An equation has only one \"=\".", std::string(text), second->position);
  }
  const auto right = static_cast<std::size_t>(equals - tokens.begin()) + 1;
  SyntaxNode node{Kind::sum, equals->position, 0, {}, {}, {}, {}, 0};
  node.operands.push_back(Parser(text, tokens, 0, names).run(Token::Kind::equals));
  node.operands.push_back(Parser(text, tokens, right, names).run(Token::Kind::end));
  node.inverted = {false, true};
  return node;
}

}  // namespace tessera
