#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "models/formula/formula.hpp"
#include "models/formula/tape.hpp"

namespace tessera {

/// An exact rational number as the symbolic engine hands it over.
struct ExactNumber {
  std::string numerator = "1";    ///< decimal digits, no sign
  std::string denominator = "1";  ///< decimal digits
  bool negative = false;
  bool exact_double = true;  ///< the double nearest to it equals it
  long double value = 1;     ///< correctly rounded to 64 bits or nearly so

  bool is_integer() const { return denominator == "1"; }
  bool is_one() const { return numerator == "1" && is_integer() && !negative; }
};

struct Expression;
using ExpressionPtr = std::shared_ptr<const Expression>;

/// A formula in canonical form: what the symbolic engine knows, with the operands in an order that
/// depends on names and numbers alone. Printed and compiled from here.
struct Expression {
  enum class Kind { number, pi, name, sum, product, power, function };
  Kind kind = Kind::number;
  ExactNumber number;  ///< number; the constant of a sum; the factor of a product
  std::string name;
  TapeOperation::Code code = TapeOperation::Code::constant;  ///< of a function
  std::vector<ExpressionPtr> operands;
  std::vector<ExactNumber> coefficients;  ///< of a sum, one per operand
  bool constant = true;                   ///< no name occurs

  /// Text that the parser reads back, and how tightly it binds.
  std::string text;
  enum class Level { sum, product, power, operand };
  Level level = Level::operand;
  /// The numbers that `text` shows rounded, exactly. Text and this determine the expression.
  std::string rounded;
};

/// The canonical order.
bool comes_before(const ExpressionPtr& a, const ExpressionPtr& b);

ExpressionPtr make_number(const ExactNumber& number);
ExpressionPtr make_pi();
ExpressionPtr make_name(const std::string& name);
/// constant + sum of coefficient * operand; sorts.
ExpressionPtr make_sum(const ExactNumber& constant,
                       std::vector<std::pair<ExactNumber, ExpressionPtr>> terms);
/// factor * product of operands; sorts; the only operand itself where the factor is 1.
ExpressionPtr make_product(const ExactNumber& factor, std::vector<ExpressionPtr> operands);
ExpressionPtr make_power(const ExpressionPtr& base, const ExpressionPtr& exponent);
ExpressionPtr make_function(const std::string& name, std::vector<ExpressionPtr> operands);

/// Which of these coefficients (without signs) to divide a sum by, so that they are short to write.
/// The symbolic engine scales sums inside products to integers, which for sin(x) + 0.1*sin(20*x)
/// have 16 digits; this finds 1 and 0.1 again.
std::size_t natural_unit(const std::vector<double>& coefficients);

/// Value of a constant expression, computed in canonical order in extended precision.
long double fold(const Expression& expression);

/// True where a power has a constant negative exponent, so that it is a divisor.
bool is_divisor(const Expression& expression);

/// What the rest of the room may ask of the symbolic engine.
struct FormulaAccess {
  /// Canonical forms that share equal parts. Throws std::invalid_argument for complex numbers.
  static std::vector<ExpressionPtr> canonical(const std::vector<Formula>& formulas);

  /// Factors base^exponent whose product is the formula; exp(a + b) counts as exp(a) exp(b), and
  /// exponents do not depend on names unless the base is constant.
  struct Factor {
    Formula base;
    Formula exponent;
  };
  static std::vector<Factor> factors(const Formula& formula);
  static Formula pi();
  static Formula sum(const std::vector<Formula>& terms);
  static Formula product(const std::vector<Formula>& factors);
  /// Rounds constants whose exact form would be long. Like `call`, throws std::domain_error for a
  /// division by zero and std::invalid_argument for complex or infinite constants.
  static Formula power(const Formula& base, const Formula& exponent);
  /// A function of the language but sqrt.
  static Formula call(const std::string& name, const std::vector<Formula>& arguments);
};

}  // namespace tessera
