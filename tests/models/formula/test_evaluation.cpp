#include <cmath>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "models/formula/formula.hpp"
#include "tests/models/formula/random_formula.hpp"

using namespace tessera;

namespace {

const FormulaNames names{{"x", "y"}, {"u"}, {}, {{"nu", 0.1}, {"k", 100}}};
const std::vector<std::string> inputs{"x", "y", "u"};

double evaluate(const Formula& formula, double x, double y, double u) {
  const Tape::Input values[] = {{&x, 0}, {&y, 0}, {&u, 0}};
  double result = 0;
  double* const output = &result;
  Formula::compile({formula}, inputs).evaluate(values, &output, 1);
  return result;
}

double evaluate(const std::string& text, double x = 0, double y = 0, double u = 0) {
  return evaluate(Formula::parse(text, names), x, y, u);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(evaluation)

BOOST_AUTO_TEST_CASE(precedence_and_associativity_are_those_of_mathematics) {
  BOOST_TEST(evaluate("-x^2", 3) == -9);
  BOOST_TEST(evaluate("2^-1") == 0.5);
  BOOST_TEST(evaluate("2^3^2") == 512);
  BOOST_TEST(evaluate("x - y - u", 10, 3, 2) == 5);
  BOOST_TEST(evaluate("x / y / u", 12, 3, 2) == 2);
  BOOST_TEST(evaluate("x / y * u", 12, 3, 2) == 8);
  BOOST_TEST(evaluate("-x*-y", 3, 4) == 12);
  BOOST_TEST(evaluate("2^-x^2", 2) == 0.0625);
  BOOST_TEST(evaluate("+x - +y", 1, 2) == -1);
  BOOST_TEST(evaluate("1.5e2 + .5 + 2.", 0) == 152.5);
}

BOOST_AUTO_TEST_CASE(a_decimal_number_is_the_nearest_double) {
  BOOST_TEST(evaluate("0.1") == 0.1);
  BOOST_TEST(evaluate("0.1*x", 1) == 0.1);
  BOOST_TEST(evaluate("nu*x", 1) == 0.1);
  BOOST_TEST(evaluate("0.1 + 0.2") == 0.30000000000000004);
  BOOST_TEST(evaluate("x/3", 1) == 1.0 / 3.0);
  BOOST_TEST(Formula::constant(0.1).constant_value().value() == 0.1);
  BOOST_TEST(Formula::constant(-5e-324).constant_value().value() == -5e-324);
  BOOST_TEST(Formula::constant(1.7976931348623157e308).constant_value().value() ==
             1.7976931348623157e308);
}

BOOST_AUTO_TEST_CASE(constants_are_folded_to_the_nearest_double) {
  BOOST_TEST(evaluate("pi") == 3.141592653589793);
  BOOST_TEST(evaluate("e") == 2.718281828459045);
  BOOST_TEST(evaluate("sqrt(2)*sqrt(2)") == 2);
  BOOST_TEST(evaluate("exp(1) - e") == 0);
  BOOST_TEST(evaluate("pi/3") == 1.0471975511965979);  // pi/3 = 1.047197551196597746...
  BOOST_TEST(evaluate("k^-1") == 0.01);
  // 1.0000001^10000, from 60-digit arithmetic.
  BOOST_TEST(evaluate("(1.0000001^100)^100") == 1.001000500117246,
             boost::test_tools::tolerance(1e-13));
  BOOST_TEST(evaluate("0.5^100*2^100") == 1);
  const Tape tape = Formula::compile({Formula::parse("2*pi*x/3 + sqrt(2)*sin(1)", names)}, inputs);
  BOOST_TEST(tape.operations().size() == 5U);  // x, c, *, c, +
}

BOOST_AUTO_TEST_CASE(every_function_has_its_usual_value) {
  struct Case {
    const char* text;
    double expected;
  };
  const double x = 0.7;
  const double y = -0.4;
  const Case cases[] = {{"sin(x)", std::sin(x)},
                        {"cos(x)", std::cos(x)},
                        {"tan(x)", std::tan(x)},
                        {"asin(x)", std::asin(x)},
                        {"acos(x)", std::acos(x)},
                        {"atan(x)", std::atan(x)},
                        {"sinh(x)", std::sinh(x)},
                        {"cosh(x)", std::cosh(x)},
                        {"tanh(x)", std::tanh(x)},
                        {"exp(x)", std::exp(x)},
                        {"log(x)", std::log(x)},
                        {"sqrt(x)", std::sqrt(x)},
                        {"abs(y)", 0.4},
                        {"step(x)", 1},
                        {"step(y)", 0},
                        {"step(x - x*y/y)", 1},
                        {"atan2(y, x)", std::atan2(y, x)},
                        {"min(x, y)", y},
                        {"max(x, y)", x},
                        {"x^y", std::pow(x, y)},
                        {"2^x", std::exp2(x)},
                        {"e^x", std::exp(x)},
                        {"x^1.5", std::pow(x, 1.5)},
                        {"x^-2", 1 / (x * x)},
                        {"1/sqrt(x)", 1 / std::sqrt(x)}};
  for (const Case& c : cases) {
    BOOST_TEST_CONTEXT(c.text) {
      BOOST_TEST(evaluate(c.text, x, y) == c.expected, boost::test_tools::tolerance(2e-15));
    }
  }
}

BOOST_AUTO_TEST_CASE(outside_a_functions_domain_the_value_is_not_a_number) {
  BOOST_TEST(std::isnan(evaluate("sqrt(x)", -1)));
  BOOST_TEST(std::isnan(evaluate("log(x)", -1)));
  BOOST_TEST(std::isnan(evaluate("x^0.3", -1)));
  BOOST_TEST(std::isinf(evaluate("1/x", 0)));
  for (const char* text :
       {"min(x, y)", "min(y, x)", "max(x, y)", "max(y, x)", "step(x)", "abs(x)"}) {
    BOOST_TEST_CONTEXT(text) {
      BOOST_TEST(std::isnan(evaluate(text, std::nan(""), 1)));
    }
  }
}

BOOST_AUTO_TEST_CASE(random_formulas_have_the_value_of_a_straightforward_evaluation) {
  std::mt19937_64 random(20240611);
  int formulas = 0;
  int compared = 0;
  while (formulas < 300) {
    const test::RandomFormula reference(random, inputs, 5);
    const std::string text = reference.text();
    Formula formula;
    try {
      formula = Formula::parse(text, names);
    } catch (const FormulaError&) {
      continue;  // a constant part that is complex or not finite
    }
    ++formulas;
    for (int point = 0; point < 8; ++point) {
      std::uniform_real_distribution<double> value(-2.0, 2.0);
      const double x = value(random);
      const double y = value(random);
      const double u = value(random);
      const test::Bounded expected = reference.evaluate({{"x", x}, {"y", y}, {"u", u}});
      const bool usable = std::isfinite(expected.value) && std::fabs(expected.value) < 1e200L &&
                          expected.error < 1e-6L * (1 + std::fabs(expected.value));
      if (!usable) continue;
      ++compared;
      const auto difference = std::fabs(evaluate(formula, x, y, u) - expected.value);
      BOOST_TEST_CONTEXT(text << " = " << formula.text() << " at " << x << ", " << y << ", " << u) {
        BOOST_TEST(difference <= 20 * expected.error + 1e-300L);
      }
    }
  }
  BOOST_TEST(compared > 1200);
}

BOOST_AUTO_TEST_CASE(names_are_never_taken_for_the_symbolic_engines_own) {
  const FormulaNames odd{{"I", "D"}, {"E"}, {"Pi"}, {{"Euler", 2}, {"Catalan", 3}}};
  const Formula formula = Formula::parse("I + D*10 + E*100 + Pi*1000 + Euler*Catalan*10000", odd);
  const double one = 1;
  const Tape::Input values[] = {{&one, 0}, {&one, 0}, {&one, 0}, {&one, 0}};
  double result = 0;
  double* const output = &result;
  Formula::compile({formula}, {"I", "D", "E", "Pi"}).evaluate(values, &output, 1);
  BOOST_TEST(result == 61111);
}

BOOST_AUTO_TEST_SUITE_END()
