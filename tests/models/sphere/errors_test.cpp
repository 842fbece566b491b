#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "models/sphere/sphere_equations.hpp"

using namespace tessera;
using namespace tessera::sphere;

namespace {

SphereNames make_names() {
  SphereNames names;
  names.unknowns = {"zeta", "h"};
  names.arrays = {"mountain"};
  names.parameters = {{"nu", 0.1}};
  names.definitions = {
      {"f", "sin(latitude)"},  {"psi", "inverse_lap(zeta)"}, {"wind", "skew_grad(psi)"},
      {"wrong", "2*(zeta + "}, {"misspelt", "1 + 2*zetta"},  {"first", "1 + second*f"},
      {"second", "third^2"},   {"third", "sin(first)"},      {"itself", "itself + 1"}};
  return names;
}

struct Fault {
  std::string text;
  std::string message;
  std::string caret;  ///< the line under the text
};

const std::string polynomial =
    " of a field is not a polynomial: fields are added, multiplied and raised to whole powers "
    "only.";
const std::string vectors =
    " takes a vector; this is a scalar. Vectors are grad(a), skew_grad(a) and vector(east, north).";
const std::string powers = "A field is raised to whole powers only: 0, 1, 2, ...";
const std::string too_many =
    "More than 8 fields are multiplied here; products of up to 8 are allowed.";

template <class Compile>
void check(const Compile& compile, const Fault& fault, const std::string& definition,
           const std::string& text) {
  BOOST_TEST_CONTEXT(fault.text) {
    try {
      compile();
      BOOST_ERROR("no fault was found");
    } catch (const SphereExpressionError& error) {
      BOOST_TEST(std::string(error.what()) == fault.message);
      BOOST_TEST(error.caret() == text + "\n" + fault.caret);
      BOOST_TEST(error.definition() == definition);
    }
  }
}

void check_expressions(const std::vector<Fault>& faults) {
  for (const Fault& fault : faults) {
    check([&] { compile_program({"h", fault.text}, make_names()); }, fault, "", fault.text);
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(errors)

BOOST_AUTO_TEST_CASE(syntax_is_checked_as_in_formulas) {
  check_expressions({
      {"", "The formula is empty.", "^"},
      {"zeta**2", "Use ^ for powers, not **.", "    ^"},
      {"2 zeta", "An operator is missing here: write 2*zeta.", "  ^"},
      {"zeta +", "Something is missing at the end.", "      ^"},
      {"lap(zeta", "This parenthesis is never closed.", "   ^"},
      {"zeta)", "There is no \"(\" for this \")\".", "    ^"},
      {"zeta*()", "There is nothing between the parentheses.", "      ^"},
      {"zeta = h", "\"=\" has no place here: a formula is one side of an equation.", "     ^"},
      {"0,5*h",
       "A comma stands only between the arguments of a function; decimals are written 0.5.", " ^"},
      {"h*/2", "A number, a name or \"(\" must stand here, not \"/\".", "  ^"},
  });
  const std::string deep = std::string(150, '(') + "h" + std::string(150, ')');
  BOOST_CHECK_THROW(compile_program({deep}, make_names()), SphereExpressionError);
  const std::string signs(5000, '-');
  BOOST_CHECK_THROW(compile_program({signs + "h"}, make_names()), SphereExpressionError);
}

BOOST_AUTO_TEST_CASE(unknown_names_come_with_the_nearest_known_one) {
  check_expressions({
      {"h + lap(zetta)",
       "\"zetta\" is not defined. Did you mean \"zeta\"? Else define it under Parameters: {zetta: "
       "...} or Definitions: {zetta: \"...\"}.",
       "        ^"},
      {"h*qqqqqq",
       "\"qqqqqq\" is not defined. Define it under Parameters: {qqqqqq: ...} or Definitions: "
       "{qqqqqq: \"...\"}.",
       "  ^"},
      {"sin(latitud)",
       "\"latitud\" is not defined. Did you mean \"latitude\"? Else define it under Parameters: "
       "{latitud: ...} or Definitions: {latitud: \"...\"}.",
       "    ^"},
      {"inverse_lab(h)", "\"inverse_lab\" is not a function. Did you mean \"inverse_lap\"?", "^"},
      {"2*h(3)", "\"h\" is not a function that can be called. For a product write h*(...).", "  ^"},
      {"lap + h", "lap is a function: write lap(...).", "^"},
      {"h*h_t",
       "\"h_t\" is not defined. Derivatives of h on the sphere are written lap(h), grad(h), ...; "
       "the one in time stands alone on the left of its equation.",
       "  ^"},
      {"h + d(h, t)",
       "d(...) stands only on the left of an equation, as in d(u, t) = ...; on the sphere, "
       "derivatives are written lap, grad, skew_grad, div, curl and jacobian.",
       "    ^"},
  });
}

BOOST_AUTO_TEST_CASE(operators_check_their_arguments) {
  check_expressions({
      {"1 + lap(h, zeta)", "lap takes 1 argument, not 2.", "    ^"},
      {"jacobian(h)", "jacobian takes 2 arguments, not 1.", "^"},
      {"div()", "div takes 1 argument, not 0.", "^"},
      {"atan2(latitude)*h", "atan2 takes 2 arguments, not 1.", "^"},
      {"lap(grad(h))", "lap takes a scalar; this is a vector.", "    ^"},
      {"jacobian(h, 2*wind)", "jacobian takes a scalar; this is a vector.", "             ^"},
      {"div(h)", "div" + vectors, "    ^"},
      {"dot(wind, 1 + h)", "dot" + vectors, "            ^"},
      {"vector(f, h)",
       "h is an unknown; vector(east, north) takes functions of latitude, longitude and time. "
       "Vectors of fields are made by grad and skew_grad.",
       "          ^"},
  });
}

BOOST_AUTO_TEST_CASE(scalars_and_vectors_are_kept_apart) {
  check_expressions({
      {"h*wind",
       "This is a vector; a scalar must stand here. Scalars of a vector v are div(v), curl(v) and "
       "dot(v, v).",
       " ^"},
      {"h + 2*wind", "A scalar and a vector cannot be added.", "     ^"},
      {"div(wind - h)", "A scalar and a vector cannot be added.", "           ^"},
      {"grad(h)*wind", "Two vectors cannot be multiplied by *: write dot(v, w).", "        ^"},
      {"h/wind", "Division by a vector.", "  ^"},
      {"wind^2", "A vector has no powers; its square is dot(v, v).", "    ^"},
  });
}

BOOST_AUTO_TEST_CASE(unknowns_occur_as_polynomials_of_degree_8) {
  const std::string divide = ". Only numbers and functions of latitude, longitude and time divide.";
  check_expressions({
      {"1 + exp(f*h)", "h is an unknown, and exp" + polynomial, "          ^"},
      {"sin(psi)", "The definition of psi has unknowns or operators, and sin" + polynomial,
       "    ^"},
      {"log(lap(mountain))", "lap is an operator on fields, and log" + polynomial, "    ^"},
      {"zeta/(1 + h)", "Division by a field: h is an unknown" + divide, "        ^"},
      {"h^0.5", powers, "  ^"},
      {"h^-1", powers, "  ^"},
      {"h^zeta", powers, "  ^"},
      {"2^h", powers, "  ^"},
      {"h^9", too_many, "  ^"},
      {"(h*zeta)^5", too_many, "        ^"},
      {"dot(wind, wind)^3*h*h*h", too_many, "                 ^"},
  });
  BOOST_CHECK_NO_THROW(compile_program({"h^8", "dot(wind, wind)^4"}, make_names()));
}

BOOST_AUTO_TEST_CASE(numbers_stay_finite_and_real) {
  check_expressions({
      {"h + 1/0", "Division by zero.", "      ^"},
      {"h/(nu - nu)", "Division by zero.", "      ^"},
      {"h*sqrt(-2)", "sqrt(-2) is complex; only real values are allowed.", "  ^"},
      {"h + f^0.5*sqrt(1 - 3)", "sqrt(-2) is complex; only real values are allowed.",
       "          ^"},
      {"1e300*h*1e300", "A coefficient is too large here (beyond 1.8e308).", "     ^"},
      {"h*2^5000", "2^5000 is too large (beyond 1.8e308).", "   ^"},
  });
}

BOOST_AUTO_TEST_CASE(very_large_sums_of_products_are_refused) {
  SphereNames names;
  std::string sum;
  for (int k = 0; k < 50; ++k) {
    const std::string u = "u" + std::to_string(k);
    names.unknowns.push_back(u);
    sum += (k == 0 ? "" : " + ") + u + "*u0";
  }
  const std::string text = "(" + sum + ")*(" + sum + ")";
  BOOST_CHECK_NO_THROW(compile_program({text}, names));
  const Fault fault{text + "^2", "Multiplied out, this has more than 2,000 products of fields.",
                    ""};
  BOOST_CHECK_EXCEPTION(
      compile_program({fault.text}, names), SphereExpressionError,
      [&](const SphereExpressionError& error) { return error.what() == fault.message; });
}

BOOST_AUTO_TEST_CASE(faults_in_definitions_are_shown_there) {
  struct {
    Fault fault;
    std::string definition, text;
  } const faults[] = {
      {{"h + wrong", "Something is missing at the end.", "          ^"}, "wrong", "2*(zeta + "},
      {{"lap(misspelt)",
        "\"zetta\" is not defined. Did you mean \"zeta\"? Else define it under Parameters: {zetta: "
        "...} or Definitions: {zetta: \"...\"}.",
        "      ^"},
       "misspelt",
       "1 + 2*zetta"},
      {{"h*first",
        "The definition of first goes round in a circle: first -> second -> third -> first.",
        "    ^"},
       "third",
       "sin(first)"},
      {{"cos(second)",
        "The definition of second goes round in a circle: second -> third -> first -> second.",
        "    ^"},
       "first",
       "1 + second*f"},
      {{"itself", "The definition of itself goes round in a circle: itself -> itself.", "^"},
       "itself",
       "itself + 1"},
  };
  for (const auto& [fault, definition, text] : faults) {
    const std::string expression = fault.text;
    check([&] { compile_program({expression}, make_names()); }, fault, definition, text);
  }
}

BOOST_AUTO_TEST_CASE(equations_have_one_derivative_in_time_on_the_left) {
  const std::string left =
      "On the left of an equation stands the derivative of an unknown in time alone: zeta_t or "
      "h_t.";
  const Fault faults[] = {
      {"lap(h) = 0", left, "^"},
      {"2*h_t = h", left, "^"},
      {"u_t = h", left, "^"},
      {"d(h, x) = h", left, "^"},
      {"h_t + h", "An equation has two sides: \"=\" is missing.", "       ^"},
      {"h_t = ", "Nothing stands on the right of \"=\".", "      ^"},
      {"= h", "Nothing stands on the left of \"=\".", "^"},
      {"h_t = 1*wind",
       "This is a vector; a scalar must stand here. Scalars of a vector v are div(v), curl(v) and "
       "dot(v, v).",
       "       ^"},
      {"h_t = f*zetta",
       "\"zetta\" is not defined. Did you mean \"zeta\"? Else define it under Parameters: {zetta: "
       "...} or Definitions: {zetta: \"...\"}.",
       "        ^"},
      {"zeta_t = h", "There are two equations for zeta.", "^"},
  };
  for (const Fault& fault : faults) {
    check(
        [&] {
          compile_equations({"d(zeta, t) = 0", fault.text}, make_names());
        },
        fault, "", fault.text);
  }
  check([] { compile_equations({"zeta_t = h"}, make_names()); },
        {"zeta_t = h", "There is no equation for h: write \"h_t = ...\".", "^"}, "", "");
  SphereNames names = make_names();
  names.time = "day";
  check([&] { compile_equations({"zeta_x = h"}, names); },
        {"zeta_x = h",
         "On the left of an equation stands the derivative of an unknown in time alone: d(zeta, "
         "day) or d(h, day).",
         "^"},
        "", "zeta_x = h");
}

BOOST_AUTO_TEST_CASE(given_formulas_have_no_unknowns_operators_and_arrays) {
  const std::string only =
      "; only functions of latitude, longitude, t and parameters may stand here.";
  const Fault faults[] = {
      {"f + h", "h is an unknown" + only, "    ^"},
      {"f*psi", "The definition of psi has unknowns or operators" + only, "  ^"},
      {"2*lap(f)", "lap is an operator on fields" + only, "  ^"},
      {"mountain^2", "mountain is an array" + only, "^"},
      {"f/0", "Division by zero.", " ^"},
      {"latitud",
       "\"latitud\" is not defined. Did you mean \"latitude\"? Else define it under Parameters: "
       "{latitud: ...} "
       "or Definitions: {latitud: \"...\"}.",
       "^"},
  };
  for (const Fault& fault : faults) {
    check([&] { given_formula(fault.text, make_names()); }, fault, "", fault.text);
  }
}

BOOST_AUTO_TEST_SUITE_END()
