#include <cmath>

#include <boost/test/unit_test.hpp>

#include "models/formula/formula.hpp"

using namespace tessera;

namespace {

const FormulaNames names{{"x", "y"}, {"u"}, {"a"}, {}};

double evaluate(const Formula& formula, double x, double y) {
  const Tape::Input values[] = {{&x, 0}, {&y, 0}};
  double result = 0;
  double* const output = &result;
  Formula::compile({formula}, {"x", "y"}).evaluate(values, &output, 1);
  return result;
}

Formula parse(const std::string& text) {
  return Formula::parse(text, names);
}

/// Eighth-order central difference in x.
double difference(const Formula& formula, double x, double y, double h) {
  const double weights[] = {4.0 / 5, -1.0 / 5, 4.0 / 105, -1.0 / 280};
  double sum = 0;
  for (int k = 1; k <= 4; ++k) {
    sum += weights[k - 1] * (evaluate(formula, x + k * h, y) - evaluate(formula, x - k * h, y));
  }
  return sum / h;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(differentiation)

BOOST_AUTO_TEST_CASE(derivatives_agree_with_finite_differences) {
  const char* const formulas[] = {"sin(3*x)*cos(y)",
                                  "tan(x/2)",
                                  "asin(x/2)*y",
                                  "acos(x/2)",
                                  "atan(x*y)",
                                  "sinh(x) + cosh(y*x)",
                                  "tanh(3*x - y)",
                                  "exp(-x^2)/(1 + y^2)",
                                  "log(1 + x^2)",
                                  "sqrt(2 + x)",
                                  "x^y",
                                  "y^x",
                                  "(2 + x)^0.3",
                                  "x^-3",
                                  "atan2(y, x)",
                                  "atan2(x, y)",
                                  "abs(sin(x) - 2)",
                                  "min(x, y) + max(x^2, y)",
                                  "step(x)*x^3",
                                  "2^(x*y)",
                                  "e^(x + y)/x",
                                  "(sin(x)+0.1*sin(20*x))*(cos(y)+x)",
                                  "x*abs(x - 5)",
                                  "1/(x + 1/(x + 1/(x + y)))"};
  const double x = 0.83;
  const double y = 0.37;
  for (const char* text : formulas) {
    const Formula formula = parse(text);
    const Formula slope = formula.derivative("x");
    BOOST_TEST_CONTEXT(text << " -> " << slope.text()) {
      BOOST_TEST(std::fabs(evaluate(slope, x, y) - difference(formula, x, y, 0.005)) < 1e-9);
      BOOST_TEST(std::fabs(evaluate(slope.derivative("x"), x, y) - difference(slope, x, y, 0.005)) <
                 1e-7);
    }
  }
}

BOOST_AUTO_TEST_CASE(derivatives_agree_with_closed_forms) {
  struct Case {
    const char *formula, *expected;
  };
  const Case cases[] = {{"x^5 - 3*x^2 + y", "5*x^4 - 6*x"},
                        {"sin(x)*y", "cos(x)*y"},
                        {"exp(2*x)", "2*exp(2*x)"},
                        {"log(x)", "1/x"},
                        {"1/x", "-1/x^2"},
                        {"sqrt(x)", "1/(2*sqrt(x))"},
                        {"abs(x)", "2*step(x) - 1"},
                        {"step(x)", "0"},
                        {"y^3", "0"}};
  for (const Case& c : cases) {
    BOOST_TEST(parse(c.formula).derivative("x").text() == parse(c.expected).text());
  }
}

BOOST_AUTO_TEST_CASE(at_a_kink_the_derivative_is_that_of_the_documented_side) {
  BOOST_TEST(evaluate(parse("abs(x)").derivative("x"), 0, 0) == 1);
  BOOST_TEST(evaluate(parse("min(x, 3*x)").derivative("x"), 0, 0) == 1);
  BOOST_TEST(evaluate(parse("max(x, 3*x)").derivative("x"), 0, 0) == 1);
  BOOST_TEST(evaluate(parse("step(x)"), 0, 0) == 1);
}

BOOST_AUTO_TEST_CASE(other_names_are_held_fixed_in_a_partial_derivative) {
  BOOST_TEST(parse("u*u_x + x*u").derivative("u").text() == "u_x + x");
  BOOST_TEST(parse("u*u_x + x*u").derivative("u_x").text() == "u");
  BOOST_TEST(parse("u*u_x + x*u").derivative("x").text() == "u");
  BOOST_TEST(parse("u").derivative("w").text() == "0");
}

BOOST_AUTO_TEST_CASE(the_derivative_in_an_axis_follows_the_chain_rule) {
  const auto along = [](const std::string& text, int in_x, int in_y) {
    return differentiate(parse(text), {in_x, in_y}, names);
  };
  const auto equal = [](const Formula& a, const std::string& b) {
    return (a - parse(b)).expanded().constant_value() == 0.0;
  };
  BOOST_TEST(equal(along("u*u_y", 1, 0), "u_x*u_y + u*u_xy"));
  BOOST_TEST(equal(along("a*u_x", 1, 0), "a_x*u_x + a*u_xx"));
  BOOST_TEST(equal(along("x^2*sin(u)", 0, 1), "x^2*cos(u)*u_y"));
  BOOST_TEST(equal(along("x^3*y^2", 2, 1), "12*x*y"));
  BOOST_TEST(equal(along("u^2", 1, 1), "2*u_x*u_y + 2*u*u_xy"));
  BOOST_CHECK_THROW(differentiate(parse("x"), {1}, names), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(names_are_replaced_all_at_once) {
  const std::map<std::string, Formula> swap{{"x", Formula::name("y")}, {"y", Formula::name("x")}};
  BOOST_TEST(parse("x - 2*y + sin(x)*x^y").substitute(swap).text() ==
             parse("y - 2*x + sin(y)*y^x").text());
  BOOST_TEST(parse("x^2 + y").substitute({{"x", parse("u + 1")}}).text() == "(u + 1)^2 + y");
  BOOST_CHECK_THROW(parse("1/x").substitute({{"x", Formula()}}), std::invalid_argument);
  BOOST_CHECK_THROW(parse("log(x)").substitute({{"x", Formula()}}), std::invalid_argument);
  BOOST_CHECK_THROW(parse("2^x").substitute({{"x", Formula::constant(1e9)}}),
                    std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
