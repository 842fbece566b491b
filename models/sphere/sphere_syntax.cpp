#include "models/sphere/sphere_syntax.hpp"

#include "models/formula/formula.hpp"
#include "models/formula/grammar_faults.hpp"
#include "models/formula/tokens.hpp"

namespace tessera::sphere {

namespace {

using Kind = ExpressionNode::Kind;

constexpr int maximum_depth = 100;

/// Recursive descent. From loosest to tightest: sums, products, signs, powers (right associative),
/// operands.
class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text), tokens_(tokenise(text)) {}

  ExpressionNode expression(Token::Kind last) {
    ExpressionNode result = sum();
    if (peek().kind != last) unexpected();
    ++at_;
    return result;
  }

 private:
  /// Counts how deep the text is nested for as long as it lives.
  class Depth {
   public:
    explicit Depth(Parser& parser) : parser_(parser) {
      if (++parser_.depth_ > maximum_depth) {
        parser_.fail("The formula is nested more than 100 levels deep.", parser_.peek().position);
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

  ExpressionNode sum() {
    const Depth depth(*this);
    ExpressionNode node = start(Kind::sum);
    add(node, product(), false);
    while (peek().kind == Token::Kind::plus || peek().kind == Token::Kind::minus) {
      const Token& sign = take();
      if (node.operands.size() == 1) node.position = sign.position;
      add(node, product(), sign.kind == Token::Kind::minus);
    }
    return finish(std::move(node));
  }

  ExpressionNode product() {
    ExpressionNode node = start(Kind::product);
    add(node, signed_factor(), false);
    while (peek().kind == Token::Kind::star || peek().kind == Token::Kind::slash) {
      const Token& sign = take();
      if (node.operands.size() == 1) node.position = sign.position;
      add(node, signed_factor(), sign.kind == Token::Kind::slash);
    }
    return finish(std::move(node));
  }

  ExpressionNode signed_factor() {
    if (peek().kind != Token::Kind::minus && peek().kind != Token::Kind::plus) return power();
    const Depth depth(*this);
    ExpressionNode node = start(Kind::sum);
    const bool minus = take().kind == Token::Kind::minus;
    add(node, signed_factor(), minus);
    return finish(std::move(node));
  }

  ExpressionNode power() {
    ExpressionNode node = start(Kind::power);
    add(node, operand(), false);
    if (peek().kind == Token::Kind::power) {
      const Depth depth(*this);
      node.position = take().position;
      add(node, signed_factor(), false);
    } else {
      refuse_missing_operator(text_, tokens_, at_);
    }
    return finish(std::move(node));
  }

  ExpressionNode operand() {
    ExpressionNode node = start(Kind::number);
    const Token& token = peek();
    if (token.kind == Token::Kind::number) {
      node.number = take().number;
    } else if (token.kind == Token::Kind::name) {
      node.name = take().text;
      node.kind = peek().kind == Token::Kind::open ? Kind::call : Kind::name;
      if (node.kind == Kind::call) arguments(node);
    } else if (token.kind == Token::Kind::open) {
      take();
      if (peek().kind == Token::Kind::close) {
        fail("There is nothing between the parentheses.", peek().position);
      }
      node = sum();
      close(token);
      return node;
    } else {
      refuse_in_place_of_operand(text_, tokens_, at_);
    }
    node.end = tokens_[at_ - 1].position + tokens_[at_ - 1].text.size();
    return node;
  }

  void arguments(ExpressionNode& node) {
    const Token& open = take();
    if (peek().kind != Token::Kind::close) {
      add(node, sum(), false);
      while (peek().kind == Token::Kind::comma) {
        take();
        add(node, sum(), false);
      }
    }
    close(open);
  }

  void close(const Token& open) {
    const Token& token = peek();
    if (token.kind == Token::Kind::end || token.kind == Token::Kind::equals) {
      fail("This parenthesis is never closed.", open.position);
    }
    if (token.kind != Token::Kind::close) unexpected();
    take();
  }

  // ---- nodes ----

  ExpressionNode start(Kind kind) const {
    ExpressionNode node;
    node.kind = kind;
    node.position = node.begin = peek().position;
    return node;
  }
  static void add(ExpressionNode& node, ExpressionNode operand, bool inverted) {
    node.operands.push_back(std::move(operand));
    node.inverted.push_back(inverted);
  }
  /// An operation on one operand is that operand, unless it is a sign.
  ExpressionNode finish(ExpressionNode node) const {
    if (node.operands.size() == 1 && !node.inverted[0]) {
      ExpressionNode only = std::move(node.operands[0]);
      return only;
    }
    node.end = tokens_[at_ - 1].position + tokens_[at_ - 1].text.size();
    return node;
  }

  [[noreturn]] void unexpected() const {
    refuse_unexpected(text_, tokens_, at_, "An equation has two sides: \"=\" is missing.");
  }

  std::string_view text_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace

ExpressionNode parse_expression(std::string_view text) {
  return Parser(text).expression(Token::Kind::end);
}

std::pair<ExpressionNode, ExpressionNode> parse_sides(std::string_view text) {
  Parser parser(text);
  ExpressionNode left = parser.expression(Token::Kind::equals);
  ExpressionNode right = parser.expression(Token::Kind::end);
  return {std::move(left), std::move(right)};
}

}  // namespace tessera::sphere
