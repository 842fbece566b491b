#pragma once

#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/formula/tape.hpp"

namespace tessera {

/// A fault in a formula's text. `position` is the 0-based offset of the fault in the text.
class FormulaError : public std::invalid_argument {
 public:
  FormulaError(const std::string& message, std::string text, std::size_t position)
      : std::invalid_argument(message), text_(std::move(text)), position_(position) {}
  const std::string& text() const { return text_; }
  std::size_t position() const { return position_; }
  /// The text and, on the line below it, a caret under the fault (long texts are cut around it).
  std::string caret() const;

 private:
  std::string text_;
  std::size_t position_;
};

/// The names a formula may use and what they mean.
struct FormulaNames {
  std::vector<std::string> axes;      ///< x, y, t, latitude, ...
  std::vector<std::string> unknowns;  ///< u, v: functions of all axes
  std::vector<std::string>
      functions;  ///< f, a: given functions of the axes (sources, coefficients)
  std::vector<std::pair<std::string, double>> parameters;  ///< replaced by their values
};

/// A partial derivative of an unknown or a given function as it stands in a formula.
struct DerivativeName {
  std::string function;
  std::vector<int> orders;  ///< one per axis of FormulaNames::axes
};

/// A real formula in closed form: parsed, differentiated, classified, compiled. Immutable, cheap to
/// copy.
///
/// Grammar: numbers, names, + - * / ^ (right associative), parentheses, sin cos tan asin acos atan
/// sinh cosh tanh exp log sqrt abs step atan2(y, x) min(a, b) max(a, b), `pi` and `e`. Derivatives
/// of unknowns and functions: `u_xxy` where all the axes named are one letter long, else and also
/// `d(u, latitude, latitude, t)`. Both spellings give the same canonical name, `u_xx` style where
/// every axis name has one letter, `d(u,latitude,latitude)` else; axes in the order of
/// FormulaNames::axes.
class Formula {
 public:
  /// The constant 0.
  Formula();

  /// Throws FormulaError: syntax, unknown name (with the nearest known one), `**` for `^`, a name
  /// that is a function without parentheses, wrong argument count, nesting deeper than 100, text
  /// longer than 10,000 characters, exponents that make a constant overflow or a polynomial degree
  /// beyond 100, constants that are complex or not finite.
  static Formula parse(std::string_view text, const FormulaNames& names);
  static Formula constant(double value);
  /// The bare name (an axis, an unknown, a canonical derivative name).
  static Formula name(const std::string& name);

  /// Deterministic text that `parse` accepts (with the same names).
  std::string text() const;

  /// All names that occur after simplification, sorted: axes, unknowns, functions and canonical
  /// derivative names.
  std::vector<std::string> names() const;
  bool depends_on(const std::string& name) const;
  bool depends_on_any(const std::vector<std::string>& names) const;
  /// The value where no name occurs.
  std::optional<double> constant_value() const;

  /// Partial derivative with respect to a name; every other name (also derivatives of unknowns) is
  /// held fixed. Kinks are differentiated piecewise, and at the kink the value is that of one side:
  /// step(a)' = 0 with step(0) = 1; abs(a)' = (2 step(a) - 1) a', so +a' at a = 0;
  /// min(a, b)' and max(a, b)' are a' where a = b. Throws std::invalid_argument where a constant
  /// divides by zero.
  Formula derivative(const std::string& name) const;
  /// Replaces names by formulas, all at once.
  /// Throws std::invalid_argument where a constant becomes complex or not finite (1/x at x = 0).
  Formula substitute(const std::map<std::string, Formula>& replacements) const;
  /// Multiplied out and like terms collected; unchanged where that would make over 2,000 terms.
  Formula expanded() const;

  /// Affine in the given names together (the derivative with respect to each contains none).
  bool is_linear_in(const std::vector<std::string>& names) const;
  /// Factors g_a with formula = prod_a g_a, each depending on at most its axis, where the formula
  /// depends on nothing but the axes and is such a product.
  std::optional<std::vector<Formula>> separate(const std::vector<std::string>& axes) const;

  /// Tape that computes several formulas at once from the values of `inputs`, sharing common
  /// subexpressions. The operations come in canonical order: the same bits on every rank and in
  /// every run. Throws std::invalid_argument when a name that occurs is not among the inputs.
  static Tape compile(const std::vector<Formula>& formulas, const std::vector<std::string>& inputs);

  friend Formula operator+(const Formula& a, const Formula& b);
  friend Formula operator-(const Formula& a, const Formula& b);
  friend Formula operator*(const Formula& a, const Formula& b);
  /// Throws std::domain_error for a division by the constant 0.
  friend Formula operator/(const Formula& a, const Formula& b);

  struct Implementation;

 private:
  friend struct FormulaAccess;
  explicit Formula(std::shared_ptr<const Implementation> implementation);
  std::shared_ptr<const Implementation> implementation_;
};

/// Splits `lhs = rhs` and returns lhs - rhs; FormulaError unless there is exactly one `=`.
Formula parse_equation(std::string_view text, const FormulaNames& names);

/// What a canonical name means: the derivative it stands for (orders all zero for the bare
/// function), or nothing for an axis or an unknown name.
std::optional<DerivativeName> derivative_of_name(const std::string& name,
                                                 const FormulaNames& names);
/// The canonical name of a derivative; the function's own name where all orders are zero.
std::string derivative_name(const DerivativeName& derivative, const FormulaNames& names);

/// True for pi, e and the names of functions: no axis, unknown or parameter may be called so.
bool is_reserved_name(std::string_view name);

/// The derivative of a formula in the axes: orders[k] times with respect to names.axes[k]. Unknowns
/// and given functions depend on all axes (chain rule: the x-derivative of u*u_y is
/// u_x*u_y + u*u_xy).
Formula differentiate(const Formula& formula, const std::vector<int>& orders,
                      const FormulaNames& names);

}  // namespace tessera
