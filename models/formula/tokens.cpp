#include "models/formula/tokens.hpp"

#include <charconv>
#include <string>
#include <system_error>

#include "models/formula/formula.hpp"

namespace tessera {

namespace {

constexpr std::size_t maximum_length = 10000;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// Characters that people type or paste for an operator, and what to write instead.
struct Replacement {
  std::string_view found, instead;
};
constexpr Replacement replacements[] = {
    {"\u2212", "-"}, {"\u2013", "-"},  {"\u00d7", "*"},  {"\u00b7", "*"},  {"\u22c5", "*"},
    {"\u00f7", "/"}, {"\u00b2", "^2"}, {"\u00b3", "^3"}, {"\u03c0", "pi"}, {"[", "("},
    {"]", ")"},      {"{", "("},       {"}", ")"}};

class Tokeniser {
 public:
  explicit Tokeniser(std::string_view text) : text_(text) {}

  std::vector<Token> run() {
    if (text_.size() > maximum_length) {
      fail("The formula is longer than 10,000 characters.", maximum_length);
    }
    while (at_ < text_.size()) {
      if (is_space(text_[at_])) {
        ++at_;
      } else {
        tokens_.push_back(next());
      }
    }
    tokens_.push_back({Token::Kind::end, text_.size(), {}, 0});
    return std::move(tokens_);
  }

 private:
  [[noreturn]] void fail(const std::string& message, std::size_t position) const {
    throw FormulaError(message, std::string(text_), position);
  }

  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  Token take(Token::Kind kind, std::size_t length) {
    const Token token{kind, at_, text_.substr(at_, length), 0};
    at_ += length;
    return token;
  }

  Token next() {
    const char c = peek();
    if (is_digit(c) || (c == '.' && is_digit(peek(1)))) return number();
    if (is_letter(c)) {
      std::size_t length = 1;
      while (is_letter(peek(length)) || is_digit(peek(length))) ++length;
      return take(Token::Kind::name, length);
    }
    switch (c) {
      case '+':
        return take(Token::Kind::plus, 1);
      case '-':
        return take(Token::Kind::minus, 1);
      case '/':
        return take(Token::Kind::slash, 1);
      case '^':
        return take(Token::Kind::power, 1);
      case '(':
        return take(Token::Kind::open, 1);
      case ')':
        return take(Token::Kind::close, 1);
      case ',':
        return take(Token::Kind::comma, 1);
      case '=':
        return take(Token::Kind::equals, 1);
      case '*':
        if (peek(1) == '*') fail("Use ^ for powers, not **.", at_);
        return take(Token::Kind::star, 1);
      default:
        unknown_character();
    }
  }

  Token number() {
    std::size_t length = 0;
    while (is_digit(peek(length))) ++length;
    if (peek(length) == '.') ++length;
    while (is_digit(peek(length))) ++length;
    if (peek(length) == '.') fail("A number has only one decimal point.", at_ + length);
    if (peek(length) == 'e' || peek(length) == 'E') {
      const std::size_t sign = peek(length + 1) == '+' || peek(length + 1) == '-' ? 1 : 0;
      if (is_digit(peek(length + 1 + sign))) {
        length += 1 + sign;
        while (is_digit(peek(length))) ++length;
      }
    }
    Token token = take(Token::Kind::number, length);
    const char* first = token.text.data();
    const auto result = std::from_chars(first, first + length, token.number);
    if (result.ec == std::errc::result_out_of_range) {
      fail("The number " + std::string(token.text) +
               " is beyond double precision (about 1e-308 to 1e308).",
           token.position);
    }
    return token;
  }

  [[noreturn]] void unknown_character() const {
    const std::string_view rest = text_.substr(at_);
    for (const Replacement& replacement : replacements) {
      if (rest.substr(0, replacement.found.size()) == replacement.found) {
        fail("Write " + std::string(replacement.instead) + " instead of " +
                 std::string(replacement.found) + ".",
             at_);
      }
    }
    if (static_cast<unsigned char>(rest[0]) < 0x20 || static_cast<unsigned char>(rest[0]) == 0x7f) {
      fail("A control character has no meaning in a formula.", at_);
    }
    std::size_t length = 1;
    while (length < rest.size() && (static_cast<unsigned char>(rest[length]) & 0xc0) == 0x80) {
      ++length;
    }
    fail("The character \"" + std::string(rest.substr(0, length)) +
             "\" has no meaning in a formula.",
         at_);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> tokenise(std::string_view text) {
  return Tokeniser(text).run();
}

}  // namespace tessera
