#include <cmath>

#include <boost/test/unit_test.hpp>

#include "models/formula/formula.hpp"

using namespace tessera;

namespace {

const FormulaNames names{{"x", "y", "t"}, {"u", "v"}, {"f"}, {{"k", 100}}};

Formula parse(const std::string& text) {
  return Formula::parse(text, names);
}

bool is_linear(const std::string& text) {
  return parse(text).is_linear_in({"u", "u_x", "u_xx", "v"});
}

double evaluate(const Formula& formula, double x, double y, double t) {
  const Tape::Input values[] = {{&x, 0}, {&y, 0}, {&t, 0}};
  double result = 0;
  double* const output = &result;
  Formula::compile({formula}, {"x", "y", "t"}).evaluate(values, &output, 1);
  return result;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(classification)

BOOST_AUTO_TEST_CASE(affine_formulas_are_linear) {
  for (const char* text : {"u", "3", "x^2*u_xx + sin(y)*u - f", "(u + 1)*x - v/y",
                           "(u + 1)^2 - u^2", "u*(v + 1) - u*v", "k*u + abs(x)*u_x"}) {
    BOOST_TEST_CONTEXT(text) {
      BOOST_TEST(is_linear(text));
    }
  }
  for (const char* text : {"u^2", "u*u_x", "u*v", "sin(u)", "abs(u)", "step(u)", "min(u, 1)", "1/u",
                           "x^u", "u + u_x*v", "x + f*step(x - v)"}) {
    BOOST_TEST_CONTEXT(text) {
      BOOST_TEST(!is_linear(text));
    }
  }
  BOOST_TEST(parse("x^2*u").is_linear_in({"u"}));
  BOOST_TEST(!parse("x^2*u").is_linear_in({"x"}));
  BOOST_TEST(!parse("x*u").is_linear_in({"x", "u"}));
}

BOOST_AUTO_TEST_CASE(multiplying_out_stops_where_it_would_explode) {
  BOOST_TEST(parse("(x + 1)*(x - 1)").expanded().text() == "x^2 - 1");
  const Formula huge = parse("(x + y + t + u + v + 1)^40");
  BOOST_TEST(huge.expanded().text() == huge.text());
}

BOOST_AUTO_TEST_CASE(names_that_cancel_do_not_occur) {
  BOOST_TEST(parse("x + u - u + 0*y").names() == std::vector<std::string>{"x"},
             boost::test_tools::per_element());
  BOOST_TEST(parse("f_x + u_t*t").names() == (std::vector<std::string>{"f_x", "t", "u_t"}),
             boost::test_tools::per_element());
  BOOST_TEST(!parse("x - x + 2").depends_on("x"));
  BOOST_TEST(parse("x - x + 2").constant_value().value() == 2);
  BOOST_TEST(!parse("x").constant_value().has_value());
}

BOOST_AUTO_TEST_CASE(products_of_functions_of_one_axis_are_separated) {
  const char* const products[] = {"sin(x)*cos(y)",
                                  "(sin(x)+0.1*sin(20*x)+cos(k*x))*(sin(y)+0.1*sin(20*y)+cos(k*y))",
                                  "exp(-x^2 - y^2 + t)",
                                  "exp((x + 1)*2 - y)*2^(x + t)",
                                  "3*x/(y^2*t)",
                                  "x*y + x + y + 1",
                                  "2*sin(x)*cos(y) + 3*sin(x)*cos(y)",
                                  "sin(x)*cos(y)*exp(t) + x*sin(x)*cos(y)*exp(t)",
                                  "(x*y + x + y + 1)^-2*t",
                                  "sqrt(x)*y^0.3",
                                  "7",
                                  "y"};
  for (const char* text : products) {
    const Formula formula = parse(text);
    const auto factors = formula.separate(names.axes);
    BOOST_TEST_CONTEXT(text) {
      BOOST_REQUIRE(factors.has_value());
      BOOST_REQUIRE(factors->size() == 3U);
      for (std::size_t a = 0; a < 3; ++a) {
        for (std::size_t b = 0; b < 3; ++b) {
          BOOST_TEST((a == b || !(*factors)[a].depends_on(names.axes[b])));
        }
      }
      for (const double s : {0.3, 0.9, 1.7}) {
        const double product = evaluate((*factors)[0], s, 0, 0) *
                               evaluate((*factors)[1], 0, s + 0.2, 0) *
                               evaluate((*factors)[2], 0, 0, s + 0.5);
        const double whole = evaluate(formula, s, s + 0.2, s + 0.5);
        BOOST_TEST(product == whole, boost::test_tools::tolerance(1e-13));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(what_is_no_product_is_not_separated) {
  for (const char* text :
       {"sin(x) + y", "sin(x*y)", "sin(x + y)", "x*y + 1", "exp(x*y)", "x^y",
        "sqrt((x - 2)*(y - 2))", "atan2(x, y)", "u*x", "x*(y + t)", "abs(x - y)"}) {
    BOOST_TEST_CONTEXT(text) {
      BOOST_TEST(!parse(text).separate(names.axes).has_value());
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
