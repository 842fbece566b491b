#include "models/formula/grammar_faults.hpp"

#include <string>

#include "models/formula/formula.hpp"

namespace tessera {
namespace {

[[noreturn]] void fail(std::string_view text, const Token& token, const std::string& message) {
  throw FormulaError(message, std::string(text), token.position);
}

}  // namespace

void refuse_missing_operator(std::string_view text, const std::vector<Token>& tokens,
                             std::size_t at) {
  const Token& left = tokens[at - 1];
  const Token& right = tokens[at];
  const bool operand = right.kind == Token::Kind::number || right.kind == Token::Kind::name ||
                       right.kind == Token::Kind::open;
  if (!operand) return;
  const std::string before = left.kind == Token::Kind::close ? "(...)" : std::string(left.text);
  const std::string after = right.kind == Token::Kind::open ? "(...)" : std::string(right.text);
  fail(text, right, "An operator is missing here: write " + before + "*" + after + ".");
}

void refuse_in_place_of_operand(std::string_view text, const std::vector<Token>& tokens,
                                std::size_t at) {
  const Token& token = tokens[at];
  const bool first = at == 0 || tokens[at - 1].kind == Token::Kind::equals;
  if (token.kind == Token::Kind::end || token.kind == Token::Kind::equals) {
    const std::string where = token.kind == Token::Kind::end ? "at the end" : "before \"=\"";
    if (!first) fail(text, token, "Something is missing " + where + ".");
    fail(text, token,
         token.kind == Token::Kind::equals ? "Nothing stands on the left of \"=\"."
         : at == 0                         ? "The formula is empty."
                                           : "Nothing stands on the right of \"=\".");
  }
  fail(text, token,
       "A number, a name or \"(\" must stand here, not \"" + std::string(token.text) + "\".");
}

void refuse_unexpected(std::string_view text, const std::vector<Token>& tokens, std::size_t at,
                       std::string_view at_end) {
  const Token& token = tokens[at];
  switch (token.kind) {
    case Token::Kind::close:
      fail(text, token, "There is no \"(\" for this \")\".");
    case Token::Kind::comma:
      fail(text, token,
           "A comma stands only between the arguments of a function; decimals are written 0.5.");
    case Token::Kind::equals:
      fail(text, token, "\"=\" has no place here: a formula is one side of an equation.");
    case Token::Kind::end:
      fail(text, token, std::string(at_end));
    default:
      fail(text, token, "\"" + std::string(token.text) + "\" has no place here.");
  }
}

}  // namespace tessera
