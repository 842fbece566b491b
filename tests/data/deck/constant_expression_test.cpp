#include "data/deck/constant_expression.hpp"

#include <cmath>
#include <locale>
#include <memory>
#include <numbers>
#include <random>
#include <stdexcept>
#include <string>

#include <boost/test/unit_test.hpp>

using tessera::evaluate_constant;

namespace {

std::string fault_of(const std::string& text) {
  try {
    evaluate_constant(text);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "no fault";
}

/// A random expression tree, printed with as few parentheses as the precedences allow and valued
/// node by node: independent of the reader's recursion.
struct Expression {
  std::string text;
  double value = 0;
  int precedence = 4;  // 1 sum, 2 product, 3 power, 4 atom
};

std::string in_parentheses_below(const Expression& expression, int precedence) {
  return expression.precedence < precedence ? "(" + expression.text + ")" : expression.text;
}

Expression random_expression(std::mt19937_64& random, int depth) {
  if (depth == 0 || random() % 5 == 0) {
    const double value = static_cast<double>(random() % 97 + 1) / 8;
    return {std::to_string(value), value, 4};
  }
  const Expression a = random_expression(random, depth - 1);
  const Expression b = random_expression(random, depth - 1);
  switch (random() % 6) {
    case 0:
      return {a.text + " + " + in_parentheses_below(b, 2), a.value + b.value, 1};
    case 1:
      return {a.text + "-" + in_parentheses_below(b, 2), a.value - b.value, 1};
    case 2:
      return {in_parentheses_below(a, 2) + "*" + in_parentheses_below(b, 3), a.value * b.value, 2};
    case 3:
      return {in_parentheses_below(a, 2) + " / " + in_parentheses_below(b, 3), a.value / b.value,
              2};
    case 4:
      return {in_parentheses_below(a, 4) + "^2", std::pow(a.value, 2.0), 3};
    default:
      return {"cos( " + a.text + ")", std::cos(a.value), 4};
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(constant_expression)

BOOST_AUTO_TEST_CASE(values_agree_with_closed_forms) {
  BOOST_TEST(evaluate_constant("2*pi") == 2 * std::numbers::pi);
  BOOST_TEST(evaluate_constant(" 5/3 ") == 5.0 / 3.0);
  BOOST_TEST(evaluate_constant("1e-9") == 1e-9);
  BOOST_TEST(evaluate_constant(".5") == 0.5);
  BOOST_TEST(evaluate_constant("5.") == 5.0);
  BOOST_TEST(evaluate_constant("14*86400") == 1209600.0);
  BOOST_TEST(evaluate_constant("-2^2") == -4.0);
  BOOST_TEST(evaluate_constant("2^-1") == 0.5);
  BOOST_TEST(evaluate_constant("2^3^2") == 512.0);
  BOOST_TEST(evaluate_constant("2^-2^2") == 0.0625);
  BOOST_TEST(evaluate_constant("--1 + +1") == 2.0);
  BOOST_TEST(evaluate_constant("8/4/2") == 1.0);
  BOOST_TEST(evaluate_constant("8-4-2") == 2.0);
  BOOST_TEST(evaluate_constant("e^1") == std::numbers::e);
  BOOST_TEST(evaluate_constant("2*e") == 2 * std::numbers::e);
  BOOST_TEST(evaluate_constant("sqrt (2)") == std::sqrt(2.0));
  BOOST_TEST(evaluate_constant("abs(-3) * exp(log(2))") == 3 * std::exp(std::log(2.0)));
  BOOST_TEST(evaluate_constant("sin(pi/6)^2 + cos(pi/6)^2") == 1.0,
             boost::test_tools::tolerance(1e-15));
  BOOST_TEST(evaluate_constant("tan(1)") == std::tan(1.0));
}

BOOST_AUTO_TEST_CASE(random_expressions_agree_with_their_trees) {
  std::mt19937_64 random(1);
  int compared = 0;
  for (int i = 0; i < 2000; ++i) {
    const Expression expression = random_expression(random, 6);
    if (!std::isfinite(expression.value)) continue;
    BOOST_TEST_CONTEXT(expression.text) {
      BOOST_TEST(evaluate_constant(expression.text) == expression.value);
    }
    ++compared;
  }
  BOOST_TEST(compared > 1500);
}

BOOST_AUTO_TEST_CASE(faults_name_their_position) {
  BOOST_TEST(fault_of("") == "an empty text is not a number at position 1");
  BOOST_TEST(fault_of("2*pj") == "unknown name \"pj\" at position 3");
  BOOST_TEST(fault_of("2**3") == "\"**\" is not an operator, use \"^\", at position 2");
  BOOST_TEST(fault_of("2pi") == "expected an operator, found \"p\" at position 2");
  BOOST_TEST(fault_of("1,5") == "expected an operator, found \",\" at position 2");
  BOOST_TEST(fault_of("2*") == "expected a number, the text ends at position 3");
  BOOST_TEST(fault_of("(1+2") == "no \")\" closes the \"(\" at position 1");
  BOOST_TEST(fault_of("1+2)") == "expected an operator, found \")\" at position 4");
  BOOST_TEST(fault_of("sqrt 2") == "expected \"(\" after \"sqrt\", found \"2\" at position 6");
  BOOST_TEST(fault_of("3 \xE2\x82\xAC") ==
             "expected an operator, found \"\xE2\x82\xAC\" at position 3");
  BOOST_TEST(fault_of("0x10") == "expected an operator, found \"x\" at position 2");
}

BOOST_AUTO_TEST_CASE(results_that_are_not_finite_are_refused) {
  BOOST_TEST(fault_of("10^10^10") == "the result of \"^\" is not a finite number at position 3");
  BOOST_TEST(fault_of("1e400") == "a number beyond the range of double precision at position 1");
  BOOST_TEST(fault_of("1/(2-2)") == "division by zero at position 2");
  BOOST_TEST(fault_of("1e308*10") == "the result of \"*\" is not a finite number at position 6");
  BOOST_TEST(fault_of("log(0)") == "the result of \"log\" is not a finite number at position 1");
  BOOST_TEST(fault_of("1 + sqrt(-1)") ==
             "the result of \"sqrt\" is not a finite number at position 5");
  BOOST_TEST(fault_of("(-8)^(1/3)") == "the result of \"^\" is not a finite number at position 5");
  BOOST_TEST(fault_of("inf") == "unknown name \"inf\" at position 1");
}

BOOST_AUTO_TEST_CASE(deep_nesting_is_refused_and_200_levels_are_not) {
  const auto nested = [](int levels) {
    const auto count = static_cast<std::size_t>(levels);
    return std::string(count, '(') + "7" + std::string(count, ')');
  };
  BOOST_TEST(evaluate_constant(nested(200)) == 7.0);
  BOOST_TEST(fault_of(nested(1000)) == "nested deeper than 200 levels at position 201");
  std::string powers = "1";
  for (int i = 0; i < 100000; ++i) powers += "^1";
  BOOST_TEST(fault_of(powers) == "nested deeper than 200 levels at position 402");
  BOOST_TEST(evaluate_constant(std::string(100000, '-') + "3") == 3.0);
}

BOOST_AUTO_TEST_CASE(the_locale_does_not_matter) {
  struct DecimalComma : std::numpunct<char> {
    char do_decimal_point() const override { return ','; }
    char do_thousands_sep() const override { return '.'; }
    std::string do_grouping() const override { return "\3"; }
  };
  const std::locale before =
      std::locale::global(std::locale(std::locale::classic(), new DecimalComma));
  const double value = evaluate_constant("1234.5");
  std::locale::global(before);
  BOOST_TEST(value == 1234.5);
}

BOOST_AUTO_TEST_SUITE_END()
