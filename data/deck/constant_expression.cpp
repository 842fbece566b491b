#include "data/deck/constant_expression.hpp"

#include <charconv>
#include <cmath>
#include <numbers>
#include <stdexcept>
#include <string>
#include <system_error>

namespace tessera {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

struct Function {
  std::string_view name;
  double (*apply)(double);
};
constexpr Function functions[] = {
    {"sqrt", [](double x) { return std::sqrt(x); }}, {"exp", [](double x) { return std::exp(x); }},
    {"log", [](double x) { return std::log(x); }},   {"sin", [](double x) { return std::sin(x); }},
    {"cos", [](double x) { return std::cos(x); }},   {"tan", [](double x) { return std::tan(x); }},
    {"abs", [](double x) { return std::abs(x); }}};

/// Recursive descent over
///   sum     = product (("+" | "-") product)*
///   product = signed (("*" | "/") signed)*
///   signed  = ("+" | "-")* power
///   power   = atom ["^" signed]
///   atom    = number | name | function "(" sum ")" | "(" sum ")"
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  double read() {
    skip_spaces();
    if (at_end()) fail("an empty text is not a number", position_);
    const double value = sum();
    if (!at_end()) fail_at_token("expected an operator");
    return value;
  }

 private:
  /// Deep enough for every number a person writes, far from the end of the stack.
  static constexpr int maximum_depth = 200;

  class Level {
   public:
    explicit Level(Reader& reader) : reader_(reader) {
      if (++reader_.depth_ > maximum_depth)
        reader_.fail("nested deeper than " + std::to_string(maximum_depth) + " levels",
                     reader_.position_);
    }
    ~Level() { --reader_.depth_; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;

   private:
    Reader& reader_;
  };

  [[noreturn]] void fail(const std::string& fault, std::size_t position) const {
    throw std::invalid_argument(fault + " at position " + std::to_string(position + 1));
  }

  [[noreturn]] void fail_at_token(const std::string& expected) const {
    if (at_end()) fail(expected + ", the text ends", position_);
    std::size_t length = 1;  // a whole UTF-8 character
    while (position_ + length < text_.size() && (text_[position_ + length] & 0xC0) == 0x80)
      ++length;
    fail(expected + ", found \"" + std::string(text_.substr(position_, length)) + "\"", position_);
  }

  bool at_end() const { return position_ == text_.size(); }
  char here() const { return at_end() ? '\0' : text_[position_]; }
  void skip_spaces() {
    while (here() == ' ' || here() == '\t' || here() == '\n') ++position_;
  }
  void advance() {
    ++position_;
    skip_spaces();
  }

  double finite(double value, std::string_view what, std::size_t position) const {
    if (!std::isfinite(value))
      fail("the result of \"" + std::string(what) + "\" is not a finite number", position);
    return value;
  }

  double sum() {
    double value = product();
    while (here() == '+' || here() == '-') {
      const char sign = here();
      const std::size_t place = position_;
      advance();
      const double term = product();
      value = finite(sign == '+' ? value + term : value - term, {&sign, 1}, place);
    }
    return value;
  }

  double product() {
    double value = signed_power();
    while (here() == '*' || here() == '/') {
      const char sign = here();
      const std::size_t place = position_;
      if (text_.substr(position_, 2) == "**") fail("\"**\" is not an operator, use \"^\",", place);
      advance();
      const double factor = signed_power();
      if (sign == '/' && factor == 0) fail("division by zero", place);
      value = finite(sign == '*' ? value * factor : value / factor, {&sign, 1}, place);
    }
    return value;
  }

  double signed_power() {
    bool negative = false;
    while (here() == '+' || here() == '-') {
      negative = negative != (here() == '-');
      advance();
    }
    const double value = power();
    return negative ? -value : value;
  }

  double power() {
    const double base = atom();
    if (here() != '^') return base;
    const std::size_t place = position_;
    const Level level(*this);
    advance();
    const double exponent = signed_power();
    return finite(std::pow(base, exponent), "^", place);
  }

  double atom() {
    if (here() == '(') return parenthesis();
    if (is_digit(here()) || here() == '.') return number();
    if (is_letter(here())) return name();
    fail_at_token("expected a number");
  }

  double parenthesis() {
    const Level level(*this);
    const std::size_t place = position_;
    advance();
    const double value = sum();
    if (here() != ')') {
      if (at_end()) fail("no \")\" closes the \"(\"", place);
      fail_at_token("expected an operator or \")\"");
    }
    advance();
    return value;
  }

  double number() {
    double value = 0;
    const char* first = text_.data() + position_;
    const auto [last, error] = std::from_chars(first, text_.data() + text_.size(), value);
    if (error == std::errc::result_out_of_range)
      fail("a number beyond the range of double precision", position_);
    if (error != std::errc()) fail_at_token("expected a number");
    position_ += static_cast<std::size_t>(last - first);
    skip_spaces();
    return value;
  }

  double name() {
    const std::size_t place = position_;
    while (is_letter(here()) || is_digit(here())) ++position_;
    const std::string_view word = text_.substr(place, position_ - place);
    skip_spaces();
    if (word == "pi") return std::numbers::pi;
    if (word == "e") return std::numbers::e;
    for (const Function& function : functions) {
      if (function.name != word) continue;
      if (here() != '(') fail_at_token("expected \"(\" after \"" + std::string(word) + "\"");
      return finite(function.apply(parenthesis()), word, place);
    }
    fail("unknown name \"" + std::string(word.substr(0, 40)) + "\"", place);
  }

  std::string_view text_;
  std::size_t position_ = 0;
  int depth_ = 0;
};

}  // namespace

double evaluate_constant(std::string_view text) {
  return Reader(text).read();
}

}  // namespace tessera
