#include <cmath>

#include <boost/test/unit_test.hpp>

#include "models/formula/formula.hpp"
#include "tests/models/formula/random_formula.hpp"

using namespace tessera;

namespace {

const FormulaNames names{{"x", "y"}, {"u"}, {"f"}, {{"k", 100}}};

std::string text_of(const std::string& text) {
  return Formula::parse(text, names).text();
}

double value_of(const Formula& formula) {
  const double at[] = {0.7, 1.3, 0.4, -0.6, 2.1};
  const Tape::Input values[] = {{at, 0},     {at + 1, 0}, {at + 2, 0}, {at + 3, 0},
                                {at + 4, 0}, {at, 0},     {at + 1, 0}};
  double result = 0;
  double* const output = &result;
  Formula::compile({formula}, {"x", "y", "u", "u_x", "f", "f_x", "u_xx"})
      .evaluate(values, &output, 1);
  return result;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(text)

BOOST_AUTO_TEST_CASE(formulas_print_in_canonical_order) {
  BOOST_TEST(text_of("u_xx + u_yy + u*(u^2-1) - f") == "u*(u^2 - 1) - f + u_xx + u_yy");
  BOOST_TEST(text_of("y*x - 2*x/(3*y)") == "x*y - 2*x/(3*y)");
  BOOST_TEST(text_of("x^(1/2) + x^-2 + x^(-1/3) + x^1.5") == "1/x^(1/3) + 1/x^2 + sqrt(x) + x^1.5");
  BOOST_TEST(text_of("(sin(x)+0.1*sin(20*x)+cos(k*x))*(sin(y)+0.1*sin(20*y)+cos(k*y))") ==
             "(cos(100*x) + 0.1*sin(20*x) + sin(x))*(cos(100*y) + 0.1*sin(20*y) + sin(y))");
  BOOST_TEST(text_of("(y - x)^3*(x - y)*u") == "-(x - y)^4*u");
  BOOST_TEST(text_of("e^x*pi") == "exp(x)*pi");
  BOOST_TEST(text_of("(-2)^2 - 4 + 0*x") == "0");
  BOOST_TEST(text_of("d(u, y, x) + u_yx") == "2*u_xy");
  BOOST_TEST(text_of("min(x, x) + atan2(x, y)") == "atan2(x, y) + min(x, x)");
  BOOST_TEST(text_of("(x - 1e-300)^-2*u") == "u/(x - 1e-300)^2");
  BOOST_TEST(Formula().text() == "0");
}

BOOST_AUTO_TEST_CASE(the_order_does_not_depend_on_how_it_was_written) {
  BOOST_TEST(text_of("x*y + u + sin(x)*u_x") == text_of("u_x*sin(x) + y*x + u"));
  BOOST_TEST(text_of("(x - y)*(u + 1)") == text_of("-(1 + u)*(y - x)"));
}

BOOST_AUTO_TEST_CASE(printed_formulas_parse_to_themselves) {
  std::mt19937_64 random(7);
  int formulas = 0;
  int unchanged = 0;
  while (formulas < 300) {
    const test::RandomFormula drawn(random, {"x", "y", "u", "u_x", "f"}, 5);
    Formula formula;
    try {
      formula = Formula::parse(drawn.text(), names);
    } catch (const FormulaError&) {
      continue;  // a constant part that is complex or not finite
    }
    ++formulas;
    for (const Formula& f : {formula, formula.derivative("x")}) {
      // Constants that only simplification brought together may be rounded on the way back.
      const Formula back = Formula::parse(f.text(), names);
      unchanged += back.text() == f.text();
      BOOST_TEST_CONTEXT(drawn.text() << " -> " << f.text() << " -> " << back.text()) {
        BOOST_TEST(text_of(back.text()) == back.text());
        const double expected = value_of(f);
        if (std::isfinite(expected)) {
          BOOST_TEST(std::fabs(value_of(back) - expected) <= 1e-9 * std::fabs(expected) + 1e-15);
        }
      }
    }
  }
  BOOST_TEST(unchanged >= 590);
}

BOOST_AUTO_TEST_CASE(derivatives_have_one_canonical_name) {
  const FormulaNames longer{{"latitude", "t"}, {"u"}, {}, {}};
  BOOST_TEST(Formula::parse("d(u, t, latitude) + u_t", longer).text() ==
             "d(u,latitude,t) + d(u,t)");
  BOOST_TEST(derivative_name({"u", {2, 1}}, names) == "u_xxy");
  BOOST_TEST(derivative_name({"u", {0, 0}}, names) == "u");
  BOOST_TEST(derivative_name({"u", {1, 2}}, longer) == "d(u,latitude,t,t)");
  const auto meaning = derivative_of_name("u_yxx", names);
  BOOST_REQUIRE(meaning.has_value());
  BOOST_TEST(meaning->function == "u");
  BOOST_TEST(meaning->orders == (std::vector<int>{2, 1}), boost::test_tools::per_element());
  BOOST_TEST(derivative_of_name("d(u,latitude,t)", longer)->orders == (std::vector<int>{1, 1}),
             boost::test_tools::per_element());
  BOOST_TEST(derivative_of_name("f", names)->orders == (std::vector<int>{0, 0}),
             boost::test_tools::per_element());
  for (const char* none : {"x", "k", "w", "u_z", "x_x", "d(u,z)", "d(w,x)", "u_"}) {
    BOOST_TEST_CONTEXT(none) {
      BOOST_TEST(!derivative_of_name(none, names).has_value());
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
