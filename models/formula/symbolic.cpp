// The only file that knows GiNaC. GiNaC orders operands by hash values that change between process
// starts, and picks the sign of sums inside products and powers from that order; so nothing leaves
// this file before the Canonicaliser has chosen order and sign from names and numbers alone.
#include <algorithm>
#include <cfloat>
#include <cmath>
#include <set>
#include <sstream>

#include <ginac/ginac.h>

#include "models/formula/expression.hpp"
#include "models/formula/functions.hpp"

namespace tessera {

namespace {

using GiNaC::ex;
using GiNaC::ex_to;
using GiNaC::is_a;
using GiNaC::numeric;

// ---- real functions with piecewise derivatives ----

DECLARE_FUNCTION_1P(real_step)
DECLARE_FUNCTION_1P(real_abs)
DECLARE_FUNCTION_2P(real_min)
DECLARE_FUNCTION_2P(real_max)
DECLARE_FUNCTION_2P(real_atan2)

bool is_rational(const ex& e) {
  return is_a<numeric>(e) && ex_to<numeric>(e).is_rational();
}

ex step_derivative(const ex&, unsigned) {
  return 0;
}

ex abs_derivative(const ex& a, unsigned) {
  return 2 * real_step(a) - 1;
}

ex min_derivative(const ex& a, const ex& b, unsigned index) {
  return index == 0 ? ex(real_step(b - a)) : 1 - real_step(b - a);
}

ex max_derivative(const ex& a, const ex& b, unsigned index) {
  return min_derivative(b, a, index);
}

ex atan2_derivative(const ex& y, const ex& x, unsigned index) {
  return (index == 0 ? x : -y) / (x * x + y * y);
}

REGISTER_FUNCTION(real_step, derivative_func(step_derivative))
REGISTER_FUNCTION(real_abs, derivative_func(abs_derivative))
REGISTER_FUNCTION(real_min, derivative_func(min_derivative))
REGISTER_FUNCTION(real_max, derivative_func(max_derivative))
REGISTER_FUNCTION(real_atan2, derivative_func(atan2_derivative))

// ---- names and numbers ----

/// One symbol per name for the life of the process (never destroyed, as formulas may be static).
const GiNaC::realsymbol& symbol(const std::string& name) {
  static auto& table = *new std::map<std::string, GiNaC::realsymbol>;
  return table.try_emplace(name, name).first->second;
}

/// The rational number that a finite double is.
numeric exact_number(double value) {
  if (!std::isfinite(value)) throw std::invalid_argument("A number in a formula is not finite.");
  int exponent = 0;
  const double fraction = std::frexp(value, &exponent);
  const numeric mantissa(static_cast<long>(std::ldexp(fraction, 53)));
  return mantissa * numeric(2).power(numeric(exponent - 53));
}

constexpr const char* complex_message =
    "The formula has complex values; only real ones are allowed.";

ExactNumber describe(const numeric& number) {
  if (!number.is_rational()) throw std::invalid_argument(complex_message);
  const auto digits = [](const numeric& integer) {
    std::ostringstream out;
    out.imbue(std::locale::classic());
    out << integer;
    return out.str();
  };
  ExactNumber result;
  double nearest = number.to_double();
  if (std::fabs(nearest) < DBL_MIN) {  // GiNaC flushes these to zero
    nearest = std::ldexp((number * numeric(2).power(200)).to_double(), -200);
  }
  if (!std::isfinite(nearest)) {
    throw std::invalid_argument("A number in the formula is too large (beyond 1.8e308).");
  }
  const numeric rest = number - exact_number(nearest);
  result.negative = number.is_negative();
  result.numerator = digits(GiNaC::abs(number.numer()));
  result.denominator = digits(number.denom());
  result.exact_double = rest.is_zero();
  result.value = static_cast<long double>(nearest) + static_cast<long double>(rest.to_double());
  return result;
}

// ---- powers that cannot explode ----

bool is_small(const numeric& number) {
  return number.numer().int_length() <= 20 && number.denom().int_length() <= 20;
}

numeric rounded_power(const numeric& base, const numeric& exponent) {
  const long double value =
      apply(TapeOperation::Code::power, describe(base).value, describe(exponent).value);
  if (std::isnan(value)) throw std::invalid_argument(complex_message);
  if (!std::isfinite(static_cast<double>(value))) {
    throw std::invalid_argument("A power in the formula is too large (beyond 1.8e308).");
  }
  return exact_number(static_cast<double>(value));
}

/// base^exponent; numbers whose exact form would be unreasonably long are rounded to a double.
ex power_of(const ex& base, const ex& exponent) {
  if (!is_rational(exponent)) {
    if (!base.is_zero()) return GiNaC::pow(base, exponent);
    if (exponent.evalf().info(GiNaC::info_flags::positive)) return 0;
    throw std::invalid_argument("A power of zero needs a positive constant exponent.");
  }
  const numeric& n = ex_to<numeric>(exponent);
  if (base.is_zero() && !n.is_positive()) throw std::domain_error("division by zero");
  if (is_rational(base)) {
    const numeric& b = ex_to<numeric>(base);
    if (n.is_integer()) {
      const double length = b.numer().int_length() + b.denom().int_length();
      if (length * std::fabs(n.to_double()) > 8192 && !b.is_equal(1) && !b.is_equal(-1)) {
        return rounded_power(b, n);
      }
    } else if (b.is_negative() || !is_small(b) || !is_small(n)) {
      return b.is_zero() && !n.is_negative() ? numeric(0) : rounded_power(b, n);
    }
  } else if (std::fabs(n.to_double()) > 10000) {
    throw std::invalid_argument("An exponent in the formula is too large.");
  }
  return GiNaC::pow(base, exponent);
}

/// GiNaC finds these itself, but loses memory when it throws.
void refuse_pole(const std::string& function, const ex& argument) {
  const ex quarter_turns = function == "tan" ? 2 * argument / GiNaC::Pi : ex(0);
  const bool pole =
      (function == "log" && argument.is_zero()) || quarter_turns.info(GiNaC::info_flags::odd);
  if (pole) throw std::domain_error(function + " has a pole");
}

constexpr std::string_view own_prefix = "real_";

// ---- to canonical form ----

/// What to divide a sum with these coefficients (without signs) by before it is shown: what makes
/// them integers without a common divisor where those are small, else one of them.
numeric natural_scale_of(const std::vector<numeric>& coefficients) {
  numeric divisor = 0;
  numeric denominator = 1;
  for (const numeric& coefficient : coefficients) {
    divisor = GiNaC::gcd(divisor, coefficient.numer());
    denominator = GiNaC::lcm(denominator, coefficient.denom());
  }
  const numeric content = divisor / denominator;
  const numeric largest = *std::max_element(coefficients.begin(), coefficients.end());
  if (largest / content <= numeric(1000)) return content;
  std::vector<double> values;
  for (const numeric& coefficient : coefficients) {
    values.push_back((coefficient / largest).to_double());
  }
  return coefficients[natural_unit(values)];
}

class Canonicaliser {
 public:
  ExpressionPtr convert(const ex& e) {
    const auto known = memory_.find(e);
    if (known != memory_.end()) return known->second;
    const ExpressionPtr result = convert_new(e);
    memory_.emplace(e, result);
    return result;
  }

 private:
  struct Sum {
    numeric constant = 0;
    std::vector<std::pair<numeric, ExpressionPtr>> terms;
  };
  struct Product {
    numeric factor = 1;
    std::vector<ExpressionPtr> operands;
  };

  ExpressionPtr convert_new(const ex& e) {
    if (is_a<numeric>(e)) return make_number(describe(ex_to<numeric>(e)));
    if (e.is_equal(GiNaC::Pi)) return make_pi();
    if (is_a<GiNaC::symbol>(e)) return make_name(ex_to<GiNaC::symbol>(e).get_name());
    if (is_a<GiNaC::add>(e)) return write(split_sum(e));
    if (is_a<GiNaC::mul>(e) || is_a<GiNaC::power>(e)) {
      const Product product = split_product(e);
      return make_product(describe(product.factor), product.operands);
    }
    if (is_a<GiNaC::function>(e)) {
      std::vector<ExpressionPtr> operands;
      for (const ex& argument : e) operands.push_back(convert(argument));
      std::string name = ex_to<GiNaC::function>(e).get_name();
      if (name.starts_with(own_prefix)) name.erase(0, own_prefix.size());
      return make_function(name, std::move(operands));
    }
    throw std::logic_error("a formula holds what it cannot hold");
  }

  Sum split_sum(const ex& e) {
    Sum sum;
    for (const ex& term : e) {
      if (is_a<numeric>(term)) {
        sum.constant += ex_to<numeric>(term);
      } else {
        Product product = split_product(term);
        sum.terms.emplace_back(product.factor,
                               make_product(ExactNumber{}, std::move(product.operands)));
      }
    }
    return sum;
  }

  static ExpressionPtr write(const Sum& sum) {
    std::vector<std::pair<ExactNumber, ExpressionPtr>> terms;
    for (const auto& [coefficient, operand] : sum.terms) {
      terms.emplace_back(describe(coefficient), operand);
    }
    return make_sum(describe(sum.constant), std::move(terms));
  }

  Product split_product(const ex& e) {
    Product product;
    if (is_a<GiNaC::mul>(e)) {
      for (const ex& factor : e) append_factor(product, factor);
    } else {
      append_factor(product, e);
    }
    return product;
  }

  void append_factor(Product& product, const ex& e) {
    if (is_a<numeric>(e)) {
      product.factor *= ex_to<numeric>(e);
    } else if (is_a<GiNaC::add>(e)) {
      append_sum(product, e, 1);
    } else if (!is_a<GiNaC::power>(e)) {
      product.operands.push_back(convert(e));
    } else if (is_rational(e.op(0)) && is_rational(e.op(1)) && !is_small(ex_to<numeric>(e.op(0)))) {
      product.factor *= rounded_power(ex_to<numeric>(e.op(0)), ex_to<numeric>(e.op(1)));
    } else if (is_a<GiNaC::add>(e.op(0)) && e.op(1).info(GiNaC::info_flags::integer)) {
      append_sum(product, e.op(0), ex_to<numeric>(e.op(1)));
    } else {
      product.operands.push_back(make_power(convert(e.op(0)), convert(e.op(1))));
    }
  }

  /// sum^exponent as a factor: GiNaC has scaled it and chosen its sign; choose anew.
  void append_sum(Product& product, const ex& e, const numeric& exponent) {
    Sum sum = split_sum(e);
    const numeric scale = natural_scale(sum);
    sum.constant /= scale;
    for (auto& term : sum.terms) term.first /= scale;
    product.factor *= scale.power(exponent);
    const ExpressionPtr base = write(sum);
    product.operands.push_back(
        exponent.is_equal(1) ? base : make_power(base, make_number(describe(exponent))));
  }

  static numeric natural_scale(const Sum& sum) {
    auto first = sum.terms.begin();
    std::vector<numeric> numbers;
    for (auto term = sum.terms.begin(); term != sum.terms.end(); ++term) {
      if (comes_before(term->second, first->second)) first = term;
      numbers.push_back(GiNaC::abs(term->first));
    }
    if (!sum.constant.is_zero()) numbers.push_back(GiNaC::abs(sum.constant));
    const numeric size = natural_scale_of(numbers);
    return first->first.is_negative() ? -size : size;
  }

  std::map<ex, ExpressionPtr, GiNaC::ex_is_less> memory_;
};

// ---- rewriting ----

struct Replace : public GiNaC::map_function {
  ex operator()(const ex& e) override {
    if (is_a<GiNaC::symbol>(e)) {
      const auto found = replacements.find(ex_to<GiNaC::symbol>(e).get_name());
      return found == replacements.end() ? e : found->second;
    }
    if (is_a<GiNaC::power>(e)) return power_of((*this)(e.op(0)), (*this)(e.op(1)));
    if (is_a<GiNaC::function>(e)) {
      GiNaC::exvector arguments;  // each once: twice would double the work with every nesting
      for (const ex& argument : e) arguments.push_back((*this)(argument));
      const auto& function = ex_to<GiNaC::function>(e);
      refuse_pole(function.get_name(), arguments[0]);
      return GiNaC::function(function.get_serial(), arguments);
    }
    return e.nops() == 0 ? e : e.map(*this);
  }
  std::map<std::string, ex> replacements;
};

/// How many terms multiplying out would make.
double expanded_terms(const ex& e) {
  const bool sum = is_a<GiNaC::add>(e);
  if (sum || is_a<GiNaC::mul>(e)) {
    double terms = sum ? 0 : 1;
    for (const ex& part : e) {
      terms = sum ? terms + expanded_terms(part) : terms * expanded_terms(part);
    }
    return terms;
  }
  if (!is_a<GiNaC::power>(e)) return 1;
  // a^(b + c) would become a^b a^c, which may be a number of any length.
  if (!is_rational(e.op(1))) return is_a<GiNaC::add>(e.op(1)) ? HUGE_VAL : 1;
  const double base = expanded_terms(e.op(0));
  const double n = std::fabs(ex_to<numeric>(e.op(1)).to_double());
  if (base <= 1) return base;
  return std::exp(std::lgamma(base + n) - std::lgamma(base) - std::lgamma(n + 1));
}

ex multiply_out(const ex& e) {
  return expanded_terms(e) > 2000 ? e : e.expand();
}

/// Absolute values of the numbers in front of a sum's terms.
std::vector<numeric> coefficients(const ex& sum) {
  std::vector<numeric> result;
  for (const ex& term : sum) {
    numeric coefficient = 1;
    const bool product = is_a<GiNaC::mul>(term);
    for (const ex& factor : product ? term : ex(GiNaC::lst{term})) {
      if (is_a<numeric>(factor)) coefficient *= ex_to<numeric>(factor);
    }
    result.push_back(GiNaC::abs(coefficient));
  }
  return result;
}

void collect_names(const ex& e, std::set<std::string>& names) {
  if (is_a<GiNaC::symbol>(e)) names.insert(ex_to<GiNaC::symbol>(e).get_name());
  for (const ex& part : e) collect_names(part, names);
}

std::set<std::string> names_in(const ex& e) {
  std::set<std::string> names;
  collect_names(e, names);
  return names;
}

}  // namespace

struct Formula::Implementation {
  ex value;
};

static std::shared_ptr<const Formula::Implementation> hold(const ex& value) {
  return std::make_shared<const Formula::Implementation>(Formula::Implementation{value});
}

Formula::Formula() : implementation_(hold(0)) {}

Formula::Formula(std::shared_ptr<const Implementation> implementation)
    : implementation_(std::move(implementation)) {}

std::vector<ExpressionPtr> FormulaAccess::canonical(const std::vector<Formula>& formulas) {
  Canonicaliser canonicaliser;
  std::vector<ExpressionPtr> result;
  for (const Formula& formula : formulas) {
    result.push_back(canonicaliser.convert(formula.implementation_->value));
  }
  return result;
}

std::vector<FormulaAccess::Factor> FormulaAccess::factors(const Formula& formula) {
  std::vector<Factor> result;
  const auto append = [&](const ex& base, const ex& exponent) {
    result.push_back({Formula(hold(base)), Formula(hold(exponent))});
  };
  numeric number = 1;
  const ex& value = formula.implementation_->value;
  const bool product = is_a<GiNaC::mul>(value);
  for (std::size_t i = 0; i < (product ? value.nops() : 1); ++i) {
    const ex factor = product ? value.op(i) : value;
    const bool exponential = GiNaC::is_the_function<GiNaC::exp_SERIAL>(factor);
    const bool power = is_a<GiNaC::power>(factor);
    const ex base = power ? factor.op(0) : factor;
    const ex exponent = exponential ? factor.op(0) : power ? factor.op(1) : ex(1);
    const ex sum = multiply_out(exponent);
    if (is_a<GiNaC::add>(sum) && (exponential || names_in(base).empty())) {
      for (std::size_t k = 0; k < sum.nops(); ++k) {
        append(exponential ? GiNaC::exp(sum.op(k)) : power_of(base, sum.op(k)), 1);
      }
    } else if (is_a<numeric>(factor)) {
      number *= ex_to<numeric>(factor);
    } else if (exponential || !names_in(exponent).empty()) {
      append(factor, 1);
    } else if (is_a<GiNaC::add>(base) && exponent.info(GiNaC::info_flags::integer)) {
      const numeric scale = natural_scale_of(coefficients(base));
      number *= scale.power(ex_to<numeric>(exponent));
      append((base / scale).expand(), exponent);
    } else {
      append(base, exponent);
    }
  }
  if (!number.is_equal(1)) append(number, 1);
  return result;
}

Formula FormulaAccess::pi() {
  return Formula(hold(GiNaC::Pi));
}

Formula FormulaAccess::sum(const std::vector<Formula>& terms) {
  GiNaC::exvector parts;
  for (const Formula& term : terms) parts.push_back(term.implementation_->value);
  return Formula(hold(GiNaC::add(parts)));
}

Formula FormulaAccess::product(const std::vector<Formula>& factors) {
  GiNaC::exvector parts;
  for (const Formula& factor : factors) parts.push_back(factor.implementation_->value);
  return Formula(hold(GiNaC::mul(parts)));
}

Formula FormulaAccess::power(const Formula& base, const Formula& exponent) {
  return Formula(hold(power_of(base.implementation_->value, exponent.implementation_->value)));
}

Formula FormulaAccess::call(const std::string& name, const std::vector<Formula>& arguments) {
  GiNaC::exvector values;
  for (const Formula& argument : arguments) values.push_back(argument.implementation_->value);
  refuse_pole(name, values[0]);
  const bool own =
      name == "abs" || name == "step" || name == "min" || name == "max" || name == "atan2";
  if (name == "abs" && is_rational(values[0])) return Formula(hold(GiNaC::abs(values[0])));
  const unsigned serial = GiNaC::function::find_function(
      own ? std::string(own_prefix) + name : name, static_cast<unsigned>(values.size()));
  return Formula(hold(GiNaC::function(serial, values)));
}

Formula Formula::constant(double value) {
  return Formula(hold(exact_number(value)));
}

Formula Formula::name(const std::string& name) {
  return Formula(hold(symbol(name)));
}

std::vector<std::string> Formula::names() const {
  const std::set<std::string> names = names_in(implementation_->value);
  return {names.begin(), names.end()};
}

Formula Formula::derivative(const std::string& name) const {
  try {
    return Formula(hold(implementation_->value.diff(symbol(name))));
  } catch (const std::domain_error& fault) {
    throw std::invalid_argument(std::string("The derivative is not finite: ") + fault.what());
  }
}

Formula Formula::substitute(const std::map<std::string, Formula>& replacements) const {
  Replace replace;
  for (const auto& [name, formula] : replacements) {
    replace.replacements[name] = formula.implementation_->value;
  }
  try {
    return Formula(hold(replace(implementation_->value)));
  } catch (const std::domain_error& fault) {  // GiNaC's poles are among them
    throw std::invalid_argument(std::string("The formula is not finite there: ") + fault.what());
  }
}

Formula Formula::expanded() const {
  return Formula(hold(multiply_out(implementation_->value)));
}

Formula operator+(const Formula& a, const Formula& b) {
  return Formula(hold(a.implementation_->value + b.implementation_->value));
}
Formula operator-(const Formula& a, const Formula& b) {
  return Formula(hold(a.implementation_->value - b.implementation_->value));
}
Formula operator*(const Formula& a, const Formula& b) {
  return Formula(hold(a.implementation_->value * b.implementation_->value));
}

}  // namespace tessera
