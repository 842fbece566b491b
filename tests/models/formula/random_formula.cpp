#include "tests/models/formula/random_formula.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace tessera::test {

namespace {

constexpr long double unit = 1.2e-16L;

/// f(a) where f has the value v and the slope s there; library functions err by up to 4 units.
Bounded rounded(long double v, long double s, const Bounded& a) {
  return {v, std::fabs(s) * a.error + 8 * unit * std::fabs(v)};
}

Bounded function(const std::string& name, const Bounded& a) {
  const long double x = a.value;
  if (name == "sin") return rounded(std::sin(x), std::cos(x), a);
  if (name == "cos") return rounded(std::cos(x), std::sin(x), a);
  if (name == "exp") return rounded(std::exp(x), std::exp(x), a);
  if (name == "tanh") return rounded(std::tanh(x), 1, a);
  if (name == "atan") return rounded(std::atan(x), 1, a);
  if (name == "sinh") return rounded(std::sinh(x), std::cosh(x), a);
  if (name == "abs") return rounded(std::fabs(x), 1, a);
  if (name == "sqrt") return rounded(std::sqrt(x), 0.5L / std::sqrt(x), a);
  if (name == "log") return rounded(std::log(x), 1 / x, a);
  throw std::logic_error("no such function: " + name);
}

}  // namespace

RandomFormula::RandomFormula(std::mt19937_64& random, const std::vector<std::string>& names,
                             int depth) {
  const auto pick = [&](std::size_t n) { return random() % n; };
  if (depth == 0 || pick(8) == 0) {
    static const std::vector<std::string> numbers{"2",    "0.1", "3.25", "7",
                                                  "1e-3", "0.3", "pi",   "12"};
    kind_ = pick(3) == 0 ? numbers[pick(numbers.size())] : names[pick(names.size())];
    return;
  }
  static const std::vector<std::string> kinds{"+",    "-",    "*",   "+",    "-",   "*",
                                              "/",    "^",    "sin", "cos",  "exp", "tanh",
                                              "atan", "sinh", "abs", "sqrt", "log"};
  kind_ = kinds[pick(kinds.size())];
  const bool binary = kind_ == "+" || kind_ == "-" || kind_ == "*" || kind_ == "/";
  if (kind_ == "^") exponent_ = static_cast<int>(pick(5)) - 2;
  for (int i = 0; i < (binary ? 2 : 1); ++i) operands_.emplace_back(random, names, depth - 1);
}

std::string RandomFormula::text() const {
  if (operands_.empty()) return kind_;
  const std::string a = operands_[0].text();
  if (operands_.size() == 2) return "(" + a + kind_ + operands_[1].text() + ")";
  if (kind_ == "^") return "(" + a + ")^" + std::to_string(exponent_);
  return kind_ + "(" + a + ")";
}

Bounded RandomFormula::evaluate(const std::map<std::string, double>& values) const {
  if (operands_.empty()) {
    const auto found = values.find(kind_);
    if (found != values.end()) return {found->second, 0};
    if (kind_ == "pi") return {std::acos(-1.0L), 4e-16L};
    return {std::stod(kind_), 0};
  }
  const Bounded a = operands_[0].evaluate(values);
  if (kind_ == "^") {
    const long double v = std::pow(a.value, exponent_);
    return rounded(v, exponent_ * v / a.value, a);
  }
  if (operands_.size() == 1) return function(kind_, a);
  const Bounded b = operands_[1].evaluate(values);
  const auto result = [](long double v, long double error) {
    return Bounded{v, error + unit * std::fabs(v)};
  };
  if (kind_ == "+") return result(a.value + b.value, a.error + b.error);
  if (kind_ == "-") return result(a.value - b.value, a.error + b.error);
  const long double products = std::fabs(a.value) * b.error + std::fabs(b.value) * a.error;
  if (kind_ == "*") return result(a.value * b.value, products);
  return result(a.value / b.value, products / (b.value * b.value));
}

}  // namespace tessera::test
