#include <cmath>
#include <stdexcept>

#include <boost/test/unit_test.hpp>

#include "models/equivariant/spherical_harmonics.hpp"
#include "tests/solvers/sphere/example_programs.hpp"
#include "tests/solvers/sphere/smooth_fields.hpp"

namespace {

using namespace tessera;
using namespace tessera::sphere;
using namespace tessera::sphere::testing;
using tessera::testing::difference;

constexpr int degree = 6;

GalerkinProgram show(const std::vector<GivenField>& given) {
  GalerkinProgram program;
  program.given = given;
  for (std::size_t k = 0; k < given.size(); ++k)
    program.outputs.push_back({{.source = static_cast<Index>(k)}});
  return program;
}

GivenField function(const char* text, bool in_time = false) {
  GivenField field;
  field.formula = angle_formula(text, {"mountain"});
  field.in_time = in_time;
  return field;
}

/// Values of a function at random points.
template <class Function>
void check_values(const std::vector<double>& coefficients, Function function) {
  const SphericalHarmonics harmonics(degree);
  std::vector<double> values(49);
  for (const double latitude : {-1.5, -0.4, 0.0, 0.7, 1.2})
    for (const double longitude : {-3.0, -1.0, 0.1, 2.0}) {
      const double s = std::cos(latitude);
      const double xyz[] = {s * std::cos(longitude), s * std::sin(longitude), std::sin(latitude)};
      harmonics.evaluate(1, xyz, values.data());
      double sum = 0;
      for (std::size_t i = 0; i < 49; ++i) sum += values[i] * coefficients[i];
      BOOST_TEST(std::fabs(sum - function(latitude, longitude)) < 1e-13);
    }
}

BOOST_AUTO_TEST_SUITE(given_fields)

BOOST_AUTO_TEST_CASE(a_polynomial_of_the_angles_is_projected_exactly) {
  const std::vector<double> c = evaluate(
      show({function("1 + sin(latitude)^3 + cos(latitude)^4*sin(latitude)*cos(4*longitude)")}),
      degree, {}, {});
  check_values(c, [](double y, double x) {
    return 1 + std::pow(std::sin(y), 3) + std::pow(std::cos(y), 4) * std::sin(y) * std::cos(4 * x);
  });
}

BOOST_AUTO_TEST_CASE(longitudes_go_from_minus_pi_to_pi) {
  // Half of them are negative, so that the mean nearly vanishes; longitude goes with its sine.
  const std::vector<double> c = evaluate(show({function("longitude")}), degree, {}, {});
  BOOST_TEST(std::fabs(c[0]) < 0.5);
  BOOST_TEST(c[1] > 1);
}

BOOST_AUTO_TEST_CASE(the_derivative_along_longitude_has_the_right_sign) {
  GalerkinProgram program = show({function("cos(latitude)^2*cos(2*longitude)")});
  program.outputs[0][0].zonal = true;
  check_values(evaluate(program, degree, {}, {}, 5),
               [](double y, double x) { return -2 * std::pow(std::cos(y), 2) * std::sin(2 * x); });
}

BOOST_AUTO_TEST_CASE(functions_of_time_follow_it) {
  // The first is a function of time times one of space, the second is not.
  const GalerkinProgram program = show({function("cos(3*t)*sin(latitude)", true),
                                        function("sin(latitude) + t*cos(latitude)^2", true)});
  for (const double t : {0.0, 0.4}) {
    const std::vector<double> c = evaluate(program, degree, {}, {}, 1, t);
    check_values(std::vector<double>(c.begin(), c.begin() + 49),
                 [t](double y, double) { return std::cos(3 * t) * std::sin(y); });
    check_values(std::vector<double>(c.begin() + 49, c.end()),
                 [t](double y, double) { return std::sin(y) + t * std::pow(std::cos(y), 2); });
  }
}

BOOST_AUTO_TEST_CASE(a_given_vector_is_told_by_its_potentials) {
  // r x grad of sin(latitude) is westwards, cos(latitude) / R.
  GivenField vector = function("cos(latitude)");
  vector.northward = angle_formula("0");
  vector.kind = GivenField::Kind::toroidal;
  const double radius = 3;
  check_values(evaluate(show({vector}), degree, {}, {}, radius),
               [&](double y, double) { return -radius * std::sin(y); });
  vector.kind = GivenField::Kind::spheroidal;
  check_values(evaluate(show({vector}), degree, {}, {}, radius),
               [](double, double) { return 0.0; });
  // The gradient of sin(latitude) is northwards.
  std::swap(vector.formula, vector.northward);
  check_values(evaluate(show({vector}), degree, {}, {}, radius),
               [&](double y, double) { return radius * std::sin(y); });
}

/// x = cos(latitude) cos(longitude), and how often it was asked.
class Mountain final : public SphereArray {
 public:
  std::vector<double> values(const std::vector<double>& latitudes,
                             const std::vector<double>& longitudes) const override {
    std::vector<double> result;
    for (std::size_t i = 0; i < latitudes.size(); ++i)
      result.push_back(std::cos(latitudes[i]) * std::cos(longitudes[i]));
    return result;
  }
};

BOOST_AUTO_TEST_CASE(arrays_stand_alone_and_in_formulas) {
  GivenField alone;
  alone.kind = GivenField::Kind::array;
  alone.name = "mountain";
  const GalerkinProgram program = show({alone, function("mountain*sin(latitude)")});
  std::vector<double> c(2 * 49);
  GalerkinEvaluator(program, degree, 1, {}, {{"mountain", std::make_shared<Mountain>()}})
      .evaluate(0, {}, c);
  check_values(std::vector<double>(c.begin(), c.begin() + 49),
               [](double y, double x) { return std::cos(y) * std::cos(x); });
  check_values(std::vector<double>(c.begin() + 49, c.end()),
               [](double y, double x) { return std::cos(y) * std::cos(x) * std::sin(y); });
  BOOST_CHECK_THROW(GalerkinEvaluator(program, degree, 1, {}), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(products_of_given_fields_alone_are_those_of_unknowns_with_their_values) {
  // Constant steps of the schedule against changing ones.
  GalerkinProgram constant = every_product(), mixed = constant;
  const char* first = "sin(latitude) + cos(latitude)^3*cos(3*longitude)";
  const char* second = "cos(latitude)^2*sin(2*longitude) - sin(latitude)^4";
  constant.unknowns = {};
  constant.given = {function(first), function(second)};
  mixed.unknowns = {"a"};
  mixed.given = {function(second)};
  const std::vector<double> fields = evaluate(show(constant.given), degree, {}, {});
  const std::vector<double> a(fields.begin(), fields.begin() + 49);
  const EvaluatorOptions options{.method = ProductMethod::transform};
  const std::vector<double> expected = evaluate(every_product(), degree, options, fields);
  BOOST_TEST(difference(evaluate(constant, degree, options, {}), expected).largest < 1e-12);
  BOOST_TEST(difference(evaluate(mixed, degree, options, a), expected).largest < 1e-12);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
