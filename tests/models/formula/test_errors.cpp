#include <string>

#include <boost/test/unit_test.hpp>

#include "models/formula/formula.hpp"

using namespace tessera;

namespace {

const FormulaNames names{{"x", "y"}, {"u"}, {"f"}, {{"nu", 0.1}, {"kappa", 2}}};
const FormulaNames places{{"latitude", "t"}, {"u"}, {}, {}};

struct Fault {
  const char* text;
  const char* message;
  const char* caret;  ///< the line under the text
};

std::string repeated(const std::string& piece, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) result += piece;
  return result;
}

template <class Parse>
void check(const Parse& parse, const std::string& text, const std::string& message,
           const std::string& caret) {
  BOOST_TEST_CONTEXT(text.substr(0, 80)) {
    try {
      parse(text);
      BOOST_ERROR("no fault was found");
    } catch (const FormulaError& fault) {
      BOOST_TEST(std::string(fault.what()) == message);
      BOOST_TEST(fault.caret() == text + "\n" + caret);
      BOOST_TEST(fault.text() == text);
    }
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(errors)

BOOST_AUTO_TEST_CASE(every_fault_has_its_message_and_its_place) {
  const Fault faults[] = {
      {"", "The formula is empty.", "^"},
      {"x**2", "Use ^ for powers, not **.", " ^"},
      {"2x", "An operator is missing here: write 2*x.", " ^"},
      {"x y", "An operator is missing here: write x*y.", "  ^"},
      {"2 (x+1)", "An operator is missing here: write 2*(...).", "  ^"},
      {"(x)(y)", "An operator is missing here: write (...)*(...).", "   ^"},
      {"x +", "Something is missing at the end.", "   ^"},
      {"x + * y", "A number, a name or \"(\" must stand here, not \"*\".", "    ^"},
      {"(x + y", "This parenthesis is never closed.", "^"},
      {"sin(x", "This parenthesis is never closed.", "   ^"},
      {"x + y)", "There is no \"(\" for this \")\".", "     ^"},
      {"x*()", "There is nothing between the parentheses.", "   ^"},
      {"3,5*x",
       "A comma stands only between the arguments of a function; decimals are written 0.5.", " ^"},
      {"1.2.3", "A number has only one decimal point.", "   ^"},
      {"x + 1e999", "The number 1e999 is beyond double precision (about 1e-308 to 1e308).",
       "    ^"},
      {"x # y", "The character \"#\" has no meaning in a formula.", "  ^"},
      {"[x]", "Write ( instead of [.", "^"},
      {"x \u2212 y", "Write - instead of \u2212.", "  ^"},
      {"\u03c0*x\u00b2", "Write pi instead of \u03c0.", "^"},
      {"3*x\u00b2", "Write ^2 instead of \u00b2.", "   ^"},
      {"\u00e4*x", "The character \"\u00e4\" has no meaning in a formula.", "^"},
      {"x = 2", "\"=\" has no place here: a formula is one side of an equation.", "  ^"},
      {"x + mu*u",
       "\"mu\" is not defined. Did you mean \"nu\"? Else define it under Parameters: "
       "{mu: ...}.",
       "    ^"},
      {"lambda*u", "\"lambda\" is not defined. Define it under Parameters: {lambda: ...}.", "^"},
      {"Kappa*u",
       "\"Kappa\" is not defined. Did you mean \"kappa\"? Else define it under "
       "Parameters: {Kappa: ...}.",
       "^"},
      {"U + x",
       "\"U\" is not defined. Did you mean \"u\"? Else define it under Parameters: "
       "{U: ...}.",
       "^"},
      {"1 + sin x", "sin is a function: write sin(...).", "    ^"},
      {"foo(x)",
       "\"foo\" is not a function. The functions are sin, cos, tan, asin, acos, atan, "
       "sinh, cosh, tanh, exp, log, sqrt, abs, step, atan2, min, max.",
       "^"},
      {"Sin(x)", "\"Sin\" is not a function. Did you mean \"sin\"?", "^"},
      {"sqr(x)", "\"sqr\" is not a function. Did you mean \"sqrt\"?", "^"},
      {"u(x)", "\"u\" is not a function that can be called. For a product write u*(...).", "^"},
      {"x(y + 1)", "\"x\" is not a function that can be called. For a product write x*(...).", "^"},
      {"sin(x, y)", "sin takes 1 argument, not 2.", "^"},
      {"1 + atan2(x)", "atan2 takes 2 arguments, not 1.", "    ^"},
      {"exp()", "exp takes 1 argument, not 0.", "^"},
      {"x_x", "\"x_x\": x is an axis. Derivatives are taken of unknowns and given functions: u, f.",
       "^"},
      {"nu_x",
       "\"nu_x\": nu is a parameter. Derivatives are taken of unknowns and given "
       "functions: u, f.",
       "^"},
      {"w_xx",
       "\"w_xx\": w is not defined. Derivatives are taken of unknowns and given "
       "functions: u, f.",
       "^"},
      {"u_zz", "\"u_zz\": there is no axis z. The axes are x, y.", "  ^"},
      {"3*u_xz", "\"u_xz\": there is no axis z. The axes are x, y.", "     ^"},
      {"d(u, z)", "There is no axis z. The axes are x, y.", "     ^"},
      {"d(x, y)", "\"x\" is an axis. Derivatives are taken of unknowns and given functions: u, f.",
       "  ^"},
      {"d(u)", "An axis is missing: write d(u, x).", "  ^"},
      {"d(2*u, x)", "d(...) takes the name of an unknown or a given function first.", "  ^"},
      {"d(u, 2)", "The name of an axis must stand here.", "     ^"},
      {"10^10^10", "10^10000000000 is too large (beyond 1.8e308).", "  ^"},
      {"x^1000000", "The exponent 1000000 is too large: powers of names go up to 100.", "  ^"},
      {"(x^50)^3", "The degree of this polynomial is beyond 100.", "      ^"},
      {"x^60*y^60", "The degree of this polynomial is beyond 100.", "    ^"},
      {"sqrt(-1)", "sqrt(-1) is complex; only real values are allowed.", "^"},
      {"x*log(-2)", "log(-2) is complex; only real values are allowed.", "  ^"},
      {"asin(2)", "asin(2) is complex; only real values are allowed.", "^"},
      {"(-8)^0.25", "(-8)^0.25 is complex; only real values are allowed.", "    ^"},
      {"log(0)", "log(0) is not finite.", "^"},
      {"exp(1000)*x", "exp(1000) is not finite.", "^"},
      {"x/0", "Division by zero.", " ^"},
      {"1/(2-2)", "Division by zero.", " ^"},
      {"0^-1", "Division by zero.", " ^"},
      {"0^0", "0^0 is not defined.", " ^"},
      {"(-2)^x", "A power with a name in its exponent needs a positive base, not (-2).", "    ^"},
      {"(x-x)^y", "A power of zero needs a positive constant exponent.", "     ^"},
      {"1/(x-x)", "Division by zero.", " ^"},
      {"tan(pi/2)", "tan is not finite here (a pole).", "^"},
      {"1e200*1e200", "The value of this product is too large (beyond 1.8e308).", "     ^"},
      {"1e308 + 1e308", "The value of this sum is too large (beyond 1.8e308).", "      ^"},
      {"1e200*x*1e200", "A number in the formula is too large (beyond 1.8e308).", "^"}};
  for (const Fault& fault : faults) {
    check([](const std::string& text) { Formula::parse(text, names); }, fault.text, fault.message,
          fault.caret);
  }
}

BOOST_AUTO_TEST_CASE(axes_with_long_names_have_their_own_messages) {
  const Fault faults[] = {
      {"u_latitude",
       "\"u_latitude\": the short form is for axes of one letter. Write d(u, latitude).", "^"},
      {"d(u, longitude)", "There is no axis longitude. The axes are latitude, t.", "     ^"}};
  for (const Fault& fault : faults) {
    check([](const std::string& text) { Formula::parse(text, places); }, fault.text, fault.message,
          fault.caret);
  }
}

BOOST_AUTO_TEST_CASE(equations_have_one_equals_sign_and_two_sides) {
  const Fault faults[] = {
      {"u_xx - f", "An equation needs \"=\": write lhs = rhs.", "        ^"},
      {"u = f = 0", "An equation has only one \"=\".", "      ^"},
      {"u == f", "An equation has only one \"=\".", "   ^"},
      {"= f", "Nothing stands on the left of \"=\".", "^"},
      {"u =", "Nothing stands on the right of \"=\".", "   ^"},
      {"u + = f", "Something is missing before \"=\".", "    ^"},
      {"(u = f)", "This parenthesis is never closed.", "^"},
      {"u = f + v_xx",
       "\"v_xx\": v is not defined. Derivatives are taken of unknowns and given "
       "functions: u, f.",
       "        ^"}};
  for (const Fault& fault : faults) {
    check([](const std::string& text) { parse_equation(text, names); }, fault.text, fault.message,
          fault.caret);
  }
  BOOST_TEST(parse_equation("u_xx = f", names).text() == Formula::parse("u_xx - f", names).text());
}

BOOST_AUTO_TEST_CASE(depth_and_length_are_limited) {
  const auto message_of = [](const std::string& text) -> std::string {
    try {
      Formula::parse(text, names);
      return "no fault";
    } catch (const FormulaError& fault) {
      return fault.what();
    }
  };
  const std::string deep = "The formula is nested more than 100 levels deep.";
  BOOST_TEST(message_of(repeated("(", 1000) + "x" + repeated(")", 1000)) == deep);
  BOOST_TEST(message_of(repeated("-", 1000) + "x") == deep);
  BOOST_TEST(message_of("x" + repeated("^x", 1000)) == deep);
  BOOST_TEST(message_of(repeated("sin(", 1000) + "x" + repeated(")", 1000)) == deep);
  BOOST_TEST(message_of(repeated("(", 99) + "x" + repeated(")", 99)) == "no fault");
  BOOST_TEST(message_of(repeated("x+", 6000) + "x") ==
             "The formula is longer than 10,000 characters.");
  BOOST_TEST(message_of(repeated("x+", 4900) + "x") == "no fault");
}

BOOST_AUTO_TEST_CASE(the_caret_of_a_long_text_shows_the_part_around_the_fault) {
  const std::string text = repeated("x + ", 50) + "?" + repeated(" + y", 50);
  try {
    Formula::parse(text, names);
    BOOST_ERROR("no fault was found");
  } catch (const FormulaError& fault) {
    const std::string shown = fault.caret();
    const std::size_t line = shown.find('\n');
    BOOST_TEST(fault.position() == 200U);
    BOOST_TEST(shown[shown.size() - 1 - line - 1] == '?');
    BOOST_TEST(line < 80U);
    BOOST_TEST(shown.substr(0, 3) == "...");
    BOOST_TEST(shown.substr(line - 3, 3) == "...");
  }
}

BOOST_AUTO_TEST_CASE(no_name_of_the_language_is_free) {
  for (const char* name : {"pi", "e", "sin", "atan2", "step"}) BOOST_TEST(is_reserved_name(name));
  for (const char* name : {"x", "Pi", "E", "I", "sine", "d"}) BOOST_TEST(!is_reserved_name(name));
}

BOOST_AUTO_TEST_CASE(expensive_texts_are_answered_at_once) {
  // Each of these would keep an exact engine busy for minutes if it were let.
  for (const char* text : {"2^3^4^5^6", "(1.0000001^1000000)*x", "(sqrt(1.0001))^1000000*x",
                           "(x + y + u + f + 1)^100", "((1.1*x)^10)^10", "0.1^0.1^0.1*x",
                           "2^0.123456789*x", "sqrt(123456789012345678901234567890)*x"}) {
    try {
      const Formula formula = Formula::parse(text, names);
      BOOST_TEST(formula.is_linear_in({"f_x"}));
    } catch (const FormulaError& fault) {
      BOOST_TEST(std::string(fault.what()).find("too large") != std::string::npos);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
