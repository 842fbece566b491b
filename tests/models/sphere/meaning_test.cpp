#include <cmath>
#include <functional>
#include <random>

#include <boost/test/unit_test.hpp>

#include "models/sphere/sphere_equations.hpp"
#include "tests/models/sphere/direct_evaluation.hpp"

using namespace tessera;
using namespace tessera::sphere;
using namespace sphere_test;

namespace {

constexpr int degree = 8;
constexpr int low_degree = 2;
constexpr double radius = 2.5;
constexpr double t = 0.7;

SphereNames make_names() {
  SphereNames names;
  names.radius = radius;
  names.unknowns = {"u", "v"};
  names.arrays = {"b"};
  names.parameters = {{"c", 3.25}};
  names.definitions = {{"x", "cos(latitude)*cos(longitude)"},
                       {"f", "c*z + 1"},
                       {"z", "sin(latitude)"},
                       {"w", "skew_grad(inverse_lap(u)) + grad(2*v)"}};
  return names;
}

/// Random coefficients, zero beyond low_degree: products of up to four fields are within degree.
std::vector<Eigen::VectorXd> random_unknowns(unsigned seed) {
  std::mt19937 generator(seed);
  std::normal_distribution<double> normal;
  std::vector<Eigen::VectorXd> result(2, Eigen::VectorXd::Zero((degree + 1) * (degree + 1)));
  for (Eigen::VectorXd& field : result) {
    for (Index i = 0; i < (low_degree + 1) * (low_degree + 1); ++i) field[i] = normal(generator);
  }
  return result;
}

std::vector<Vector3> random_directions(int count) {
  std::mt19937 generator(7);
  std::normal_distribution<double> normal;
  std::vector<Vector3> result;
  for (int i = 0; i < count; ++i) {
    Vector3 r{normal(generator), normal(generator), normal(generator)};
    const double length = std::sqrt(dot(r, r));
    for (double& x : r) x /= length;
    result.push_back(r);
  }
  return result;
}

double array_value(const Vector3& r) {
  return r[0] * r[1] + 0.5 * r[2];
}

const DirectEvaluation& evaluation() {
  static const DirectEvaluation result = [] {
    DirectEvaluation made(degree, radius, 4);
    made.add_array("b", array_value);
    return made;
  }();
  return result;
}

/// What a formula written by hand may use at a point.
struct Place {
  PointValue u, v;
  PointValue psi;  ///< inverse_lap(u)
  Vector3 r;
  double mean_u;

  Vector3 turned(const Vector3& a) const { return cross(r, a); }
  /// d a / d longitude
  double zonal(const PointValue& a) const {
    return radius * (r[0] * a.gradient[1] - r[1] * a.gradient[0]);
  }
};

Vector3 plus(const Vector3& a, const Vector3& b, double factor) {
  return {a[0] + factor * b[0], a[1] + factor * b[1], a[2] + factor * b[2]};
}

/// The surface gradient of the coordinate z.
Vector3 gradient_of_z(const Vector3& r) {
  return plus({0, 0, 1 / radius}, r, -r[2] / radius);
}

void check(const std::string& text, const std::function<double(const Place&)>& expected) {
  const std::vector<Eigen::VectorXd> unknowns = random_unknowns(1);
  const GalerkinProgram program = compile_program({text}, make_names());
  const Eigen::VectorXd result = evaluation().evaluate(program, t, unknowns)[0];
  static const Points points(degree, random_directions(10));
  SpectralTerm inverse;
  inverse.laplacian_power = -1;
  const Eigen::VectorXd psi = evaluation().combine({inverse}, unknowns);
  const double mean = unknowns[0][0] * points.harmonic(0, 0);
  BOOST_TEST_CONTEXT(text) {
    for (std::size_t i = 0; i < points.size(); ++i) {
      const Place place{points.evaluate(unknowns[0], i, radius),
                        points.evaluate(unknowns[1], i, radius), points.evaluate(psi, i, radius),
                        points.direction(i), mean};
      BOOST_TEST(std::fabs(points.evaluate(result, i, radius).value - expected(place)) < 1e-11);
    }
  }
}

/// Both texts mean the same for fields of any degree.
void check_same(const std::string& one, const std::string& other) {
  const GalerkinProgram program = compile_program({one, other}, make_names());
  const auto results = evaluation().evaluate(program, t, random_unknowns(3));
  BOOST_TEST_CONTEXT(one << " = " << other) {
    BOOST_TEST((results[0] - results[1]).norm() < 1e-11 * (1 + results[0].norm()));
    BOOST_TEST((one == "0" || results[0].norm() > 1e-3));
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(meaning)

BOOST_AUTO_TEST_CASE(polynomials_have_their_values) {
  check("u", [](const Place& p) { return p.u.value; });
  check("u^3 - 2*u*v/4 + 1",
        [](const Place& p) { return std::pow(p.u.value, 3) - p.u.value * p.v.value / 2 + 1; });
  check("(u + v)^3", [](const Place& p) { return std::pow(p.u.value + p.v.value, 3); });
  check("u*(1 - u)*(u + 2*v)*-v", [](const Place& p) {
    return -p.u.value * (1 - p.u.value) * (p.u.value + 2 * p.v.value) * p.v.value;
  });
  check("(2 + u)^2", [](const Place& p) { return (2 + p.u.value) * (2 + p.u.value); });
  check("u^0*v^1", [](const Place& p) { return p.v.value; });
}

BOOST_AUTO_TEST_CASE(given_functions_multiply_fields) {
  check("u*x^2 + t*v", [](const Place& p) { return p.u.value * p.r[0] * p.r[0] + t * p.v.value; });
  check("x*u*z/e^2", [](const Place& p) { return p.u.value * p.r[0] * p.r[2] / std::exp(2.0); });
  check("b*u + lap(b) - b^2*x*2", [](const Place& p) {
    const double b = array_value(p.r);
    const double laplacian = (-6 * p.r[0] * p.r[1] - 2 * 0.5 * p.r[2]) / (radius * radius);
    return b * p.u.value + laplacian - 2 * b * b * p.r[0];
  });
  check("u*(c - b)", [](const Place& p) { return p.u.value * (3.25 - array_value(p.r)); });
  check("cos(t)*x + 2 + sin(t)*z",
        [](const Place& p) { return std::cos(t) * p.r[0] + 2 + std::sin(t) * p.r[2]; });
  check("sin(t)^2*R + cos(t)^2*R - R*u", [](const Place& p) { return radius * (1 - p.u.value); });
}

BOOST_AUTO_TEST_CASE(operators_are_those_of_the_sphere) {
  check("lap(u) - 3*u", [](const Place& p) { return p.u.laplacian - 3 * p.u.value; });
  check("lap(u*v)", [](const Place& p) {
    return p.u.value * p.v.laplacian + p.v.value * p.u.laplacian +
           2 * dot(p.u.gradient, p.v.gradient);
  });
  check("dot(grad(u), skew_grad(v))",
        [](const Place& p) { return dot(p.u.gradient, p.turned(p.v.gradient)); });
  check("jacobian(u, v)",
        [](const Place& p) { return dot(p.r, cross(p.u.gradient, p.v.gradient)); });
  check("inverse_lap(lap(u)) + lap(inverse_lap(u))",
        [](const Place& p) { return 2 * (p.u.value - p.mean_u); });
  check("curl(skew_grad(inverse_lap(u + 5)))", [](const Place& p) { return p.u.value - p.mean_u; });
}

BOOST_AUTO_TEST_CASE(jacobians_with_the_sine_of_latitude_are_derivatives_along_longitude) {
  const double area = radius * radius;
  check("jacobian(u, v + c*z + 1)", [&](const Place& p) {
    return dot(p.r, cross(p.u.gradient, p.v.gradient)) + 3.25 / area * p.zonal(p.u);
  });
  check("jacobian(f, u)", [&](const Place& p) { return -3.25 / area * p.zonal(p.u); });
  check("jacobian(2*u - z, u*v + z)", [&](const Place& p) {
    Vector3 left = plus({}, p.u.gradient, 2);
    left = plus(left, gradient_of_z(p.r), -1);
    Vector3 right = plus({}, p.v.gradient, p.u.value);
    right = plus(plus(right, p.u.gradient, p.v.value), gradient_of_z(p.r), 1);
    return dot(p.r, cross(left, right));
  });
  check("jacobian(lap(inverse_lap(u)), z)", [&](const Place& p) { return p.zonal(p.u) / area; });
  check("v*jacobian(u, z)", [&](const Place& p) { return p.v.value * p.zonal(p.u) / area; });
}

BOOST_AUTO_TEST_CASE(divergence_and_curl_of_products_follow_the_product_rules) {
  check("div(u*skew_grad(v))",
        [](const Place& p) { return dot(p.u.gradient, p.turned(p.v.gradient)); });
  check("curl(u*grad(v))",
        [](const Place& p) { return dot(p.r, cross(p.u.gradient, p.v.gradient)); });
  check("curl(u*skew_grad(v))",
        [](const Place& p) { return p.u.value * p.v.laplacian + dot(p.u.gradient, p.v.gradient); });
  check("div((u + f)*w)", [](const Place& p) {
    const Vector3 w = plus(p.turned(p.psi.gradient), p.v.gradient, 2);
    const Vector3 gradient = plus(p.u.gradient, gradient_of_z(p.r), 3.25);
    return dot(gradient, w) + (p.u.value + 3.25 * p.r[2] + 1) * 2 * p.v.laplacian;
  });
  check("dot(u*w, w)/2 + u*jacobian(u, v)*v", [](const Place& p) {
    const Vector3 w = plus(p.turned(p.psi.gradient), p.v.gradient, 2);
    return p.u.value * dot(w, w) / 2 +
           p.u.value * p.v.value * dot(p.r, cross(p.u.gradient, p.v.gradient));
  });
}

BOOST_AUTO_TEST_CASE(vectors_of_formulas_point_east_and_north) {
  check("dot(vector(cos(latitude), 0), grad(u))",
        [](const Place& p) { return p.zonal(p.u) / radius; });
  check("dot(vector(0, cos(latitude)), grad(u))",
        [](const Place& p) { return radius * dot(gradient_of_z(p.r), p.u.gradient); });
  check("2*curl(vector(cos(latitude), 0)) + div(vector(0, cos(latitude)))",
        [](const Place& p) { return 2 * p.r[2] / radius; });
}

BOOST_AUTO_TEST_CASE(identities_of_vector_calculus_hold) {
  check_same("0", "div(skew_grad(u*v)) + curl(grad(u^2))");
  check_same("lap(u*v)", "div(grad(u*v))");
  check_same("lap(u*v)", "curl(skew_grad(u*v))");
  check_same("div(u*grad(v))", "dot(grad(u), grad(v)) + u*lap(v)");
  check_same("jacobian(u, v)", "-jacobian(v, u)");
  check_same("jacobian(u, v)", "div(v*-skew_grad(u))*-1");
  check_same("jacobian(u, v)", "dot(skew_grad(u), grad(v))");
  check_same("jacobian(u, v^2)", "2*v*jacobian(u, v)");
  check_same("jacobian(jacobian(u, z), z)", "R^-2*div(vector(cos(latitude), 0)*jacobian(u, z))*R");
  check_same("(u - v)*(u + v)", "u^2 - v^2");
  check_same("dot(w, w)", "dot(skew_grad(inverse_lap(u)), w) + dot(2*grad(v), w)");
}

BOOST_AUTO_TEST_CASE(linear_and_nonlinear_parts_add_up_to_the_right_sides) {
  const std::vector<std::string> right{
      "-jacobian(inverse_lap(u), u + f) + 0.3*lap(u) + v - u^3 + x",
      "-div((2 + v)*w) + jacobian(v, z) - lap(lap(u)) + dot(w, w)"};
  const SphereNames names = make_names();
  const SphereEquations split =
      compile_equations({"d(v, t) = " + right[1], "u_t = " + right[0]}, names);
  const auto unknowns = random_unknowns(5);
  const auto whole = evaluation().evaluate(compile_program(right, names), t, unknowns);
  const auto nonlinear = evaluation().evaluate(split.nonlinear, t, unknowns);
  for (std::size_t k = 0; k < 2; ++k) {
    const Eigen::VectorXd linear = evaluation().combine(split.linear[k], unknowns);
    BOOST_TEST(linear.norm() > 1);
    BOOST_TEST((whole[k] - linear - nonlinear[k]).norm() < 1e-12 * whole[k].norm());
  }
}

BOOST_AUTO_TEST_CASE(factors_of_terms_are_those_of_the_direct_evaluation) {
  const auto unknowns = random_unknowns(9);
  for (const int power : {-2, -1, 0, 1, 2}) {
    SpectralTerm term;
    term.coefficient = -1.5;
    term.laplacian_power = power;
    term.without_mean = power == 0;
    const Eigen::VectorXd expected = evaluation().combine({term}, unknowns);
    for (Index l = 0; l <= low_degree; ++l) {
      BOOST_TEST(term.factor(l, radius) * unknowns[0][l * l] == expected[l * l],
                 boost::test_tools::tolerance(1e-14));
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
