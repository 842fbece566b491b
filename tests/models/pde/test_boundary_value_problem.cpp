#include <cmath>

#include <boost/test/unit_test.hpp>

#include "models/pde/boundary_value_problem.hpp"

using namespace tessera;

namespace {

BoundaryValueProblem problem(const std::string& equation, const std::vector<std::string>& axes,
                             const std::vector<std::string>& functions = {"f"}) {
  BoundaryValueProblem result;
  result.names = {axes, {"u"}, functions, {{"nu", 0.02}}};
  result.residual = parse_equation(equation, result.names);
  return result;
}

double evaluate(const Formula& formula, double x, double y) {
  const Tape::Input values[] = {{&x, 0}, {&y, 0}};
  double result = 0;
  double* const output = &result;
  Formula::compile({formula}, {"x", "y"}).evaluate(values, &output, 1);
  return result;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(boundary_value_problem)

BOOST_AUTO_TEST_CASE(equations_are_classified) {
  struct Case {
    const char* equation;
    std::vector<std::string> axes;
    bool linear, constant;
    int order;
    std::vector<std::string> derivatives, coefficients;
  };
  const std::vector<std::string> x{"x"}, xy{"x", "y"}, xt{"x", "t"};
  const Case cases[] = {
      {"u_xx = f", x, true, true, 2, {"u_xx"}, {"1"}},
      {"u_xx + u*(u^2 - 1) = f", x, false, false, 2, {"u", "u_xx"}, {"3*u^2 - 1", "1"}},
      {"u_xx + u_yy = f", xy, true, true, 2, {"u_xx", "u_yy"}, {"1", "1"}},
      {"u_xx + u_yy + u*(u^2 - 1) = f",
       xy,
       false,
       false,
       2,
       {"u", "u_xx", "u_yy"},
       {"3*u^2 - 1", "1", "1"}},
      {"200*u_x + u_y = 0", xy, true, true, 1, {"u_x", "u_y"}, {"200", "1"}},
      {"u_xx + u_yy + 3000*u = f", xy, true, true, 2, {"u", "u_xx", "u_yy"}, {"3000", "1", "1"}},
      {"u_t = nu*u_xx", xt, true, true, 2, {"u_t", "u_xx"}, {"1", "-0.02"}},
      {"(1 + x^2)*u_xx + 2*x*u_x = f", x, true, false, 2, {"u_x", "u_xx"}, {"2*x", "x^2 + 1"}},
      {"u_t + u*u_x = nu*u_xx",
       xt,
       false,
       false,
       2,
       {"u", "u_t", "u_x", "u_xx"},
       {"u_x", "1", "u", "-0.02"}},
      {"u_xxxx + 2*u_xxyy + u_yyyy = f",
       xy,
       true,
       true,
       4,
       {"u_xxxx", "u_xxyy", "u_yyyy"},
       {"1", "2", "1"}},
      {"(u + 1)^2 - u^2 + (x + 1)*u_x - x*u_x = 0", x, true, true, 1, {"u", "u_x"}, {"2", "1"}},
      {"abs(u) = 1", x, false, false, 0, {"u"}, {"2*step(u) - 1"}}};
  for (const Case& c : cases) {
    const Classification found = classify(problem(c.equation, c.axes));
    BOOST_TEST_CONTEXT(c.equation) {
      BOOST_TEST(found.linear == c.linear);
      BOOST_TEST(found.constant_coefficients == c.constant);
      BOOST_TEST(found.order == c.order);
      BOOST_TEST(found.derivatives == c.derivatives, boost::test_tools::per_element());
      std::vector<std::string> coefficients;
      for (const Formula& coefficient : found.coefficients) {
        coefficients.push_back(coefficient.text());
      }
      BOOST_TEST(coefficients == c.coefficients, boost::test_tools::per_element());
    }
  }
}

BOOST_AUTO_TEST_CASE(the_inhomogeneity_is_what_is_left_without_the_unknown) {
  BOOST_TEST(inhomogeneity(problem("u_xx + (u + 2)^2 = sin(x)*f", {"x"})).text() ==
             "-f*sin(x) + 4");
  BOOST_TEST(inhomogeneity(problem("u_xx = u", {"x"})).text() == "0");
  BOOST_CHECK_THROW(inhomogeneity(problem("u_xx = 1/u", {"x"})), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(the_source_of_a_manufactured_solution_is_its_residual) {
  const FormulaNames names{{"x", "y"}, {"u"}, {}, {{"k", 100}}};
  const Formula exact = Formula::parse(
      "(sin(x) + 0.1*sin(20*x) + cos(k*x)) * (sin(y) + 0.1*sin(20*y) + cos(k*y))", names);
  const Formula source =
      insert_solution(Formula::parse("u_xx + u_yy + u*(u^2 - 1)", names), exact, names);
  const auto h = [](double s) { return std::sin(s) + 0.1 * std::sin(20 * s) + std::cos(100 * s); };
  const auto h2 = [](double s) {
    return -std::sin(s) - 40 * std::sin(20 * s) - 1e4 * std::cos(100 * s);
  };
  for (const double x : {0.0, 0.31, 0.77, 1.0}) {
    for (const double y : {0.05, 0.5, 0.93}) {
      const double u = h(x) * h(y);
      const double expected = h2(x) * h(y) + h(x) * h2(y) + u * (u * u - 1);
      BOOST_TEST(std::fabs(evaluate(source, x, y) - expected) < 1e-9);
    }
  }
  BOOST_TEST(!source.depends_on_any({"u", "u_xx", "u_yy"}));
}

BOOST_AUTO_TEST_CASE(a_solution_of_the_equation_leaves_nothing) {
  const FormulaNames names{{"x", "y"}, {"u"}, {}, {}};
  const Formula residual = insert_solution(Formula::parse("200*u_x + u_y", names),
                                           Formula::parse("sin(x - 200*y)", names), names);
  BOOST_TEST(residual.expanded().constant_value().value() == 0);
}

BOOST_AUTO_TEST_CASE(a_problem_has_one_unknown) {
  const FormulaNames names{{"x"}, {"u", "v"}, {}, {}};
  const Formula u = Formula::parse("u", names);
  BOOST_CHECK_THROW(insert_solution(u, u, names), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
