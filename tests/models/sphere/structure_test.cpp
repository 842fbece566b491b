#include <algorithm>
#include <cstdio>
#include <string>

#include <boost/test/unit_test.hpp>

#include "models/sphere/sphere_equations.hpp"

using namespace tessera;
using namespace tessera::sphere;

namespace {

using Given = GivenField::Kind;
using Kind = Projection::Kind;

/// "2*s0 - 3*lap^1 s1 + 1*lon s2"
std::string written(const SpectralField& field) {
  std::string result;
  for (const SpectralTerm& t : field) {
    char text[80];
    std::snprintf(text, sizeof text, "%s%.10g*", result.empty() ? "" : " + ", t.coefficient);
    result += text;
    if (t.laplacian_power != 0) result += "lap^" + std::to_string(t.laplacian_power) + " ";
    if (t.zonal) result += "lon ";
    if (t.without_mean) result += "mean-free ";
    result += "s" + std::to_string(t.source);
  }
  return result.empty() ? "0" : result;
}

/// "1*a0*a0*dot(0,1)*v2 + ..." with scalar leaves a and vector leaves.
std::string written(const Projection& projection) {
  std::string result = projection.kind == Kind::scalar       ? "scalar:"
                       : projection.kind == Kind::divergence ? "div:"
                                                             : "curl:";
  for (const Monomial& m : projection.sum) {
    char text[40];
    std::snprintf(text, sizeof text, " %.10g", m.coefficient);
    result += text;
    for (const Index k : m.scalars) result += "*a" + std::to_string(k);
    for (const auto& [a, b] : m.dots) {
      result += "*dot(" + std::to_string(a) + "," + std::to_string(b) + ")";
    }
    for (const auto& [a, b] : m.crosses) {
      result += "*cross(" + std::to_string(a) + "," + std::to_string(b) + ")";
    }
    if (m.vector) result += "*v" + std::to_string(*m.vector);
  }
  return result;
}

SphereNames shallow_water() {
  SphereNames names;
  names.radius = 2;
  names.unknowns = {"zeta", "delta", "h"};
  names.arrays = {"b"};
  names.parameters = {{"Omega", 0.5}, {"g", 9.5}, {"nu", 0.25}};
  names.definitions = {{"u", "skew_grad(inverse_lap(zeta)) + grad(inverse_lap(delta))"},
                       {"f", "2*Omega*sin(latitude)"}};
  return names;
}

SphereNames one_unknown() {
  SphereNames names;
  names.unknowns = {"u"};
  names.definitions = {{"f", "sin(latitude)"}};
  names.parameters = {{"eps", 0.5}};
  return names;
}

/// The only output of a program.
std::string output(const std::string& text, const SphereNames& names) {
  return written(compile_program({text}, names).outputs[0]);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(structure)

BOOST_AUTO_TEST_CASE(allen_cahn_has_one_projection_of_the_cube) {
  const SphereEquations allen_cahn =
      compile_equations({"u_t = lap(u) + (u - u^3)/eps^2"}, one_unknown());
  BOOST_TEST(written(allen_cahn.linear[0]) == "4*s0 + 1*lap^1 s0");
  const GalerkinProgram& program = allen_cahn.nonlinear;
  BOOST_TEST(program.given.empty());
  BOOST_TEST(program.vectors.empty());
  BOOST_REQUIRE(program.scalars.size() == 1u);
  BOOST_TEST(written(program.scalars[0]) == "1*s0");
  BOOST_REQUIRE(program.projections.size() == 1u);
  BOOST_TEST(written(program.projections[0]) == "scalar: 1*a0*a0*a0");
  BOOST_TEST(program.projections[0].sum[0].factors() == 3);
  BOOST_TEST(written(program.outputs[0]) == "-4*s1");
}

BOOST_AUTO_TEST_CASE(coriolis_in_the_vorticity_equation_is_linear) {
  SphereNames names = shallow_water();
  names.unknowns = {"zeta"};
  names.definitions = {{"psi", "inverse_lap(zeta)"}, {"coriolis", "2*Omega*sin(latitude)"}};
  const SphereEquations vorticity =
      compile_equations({"zeta_t = -jacobian(psi, zeta + coriolis)"}, names);
  BOOST_TEST(written(vorticity.linear[0]) == "-0.25*lap^-1 lon s0");
  const GalerkinProgram& program = vorticity.nonlinear;
  BOOST_TEST(program.given.empty());
  BOOST_TEST(program.scalars.empty());
  BOOST_REQUIRE(program.vectors.size() == 2u);
  BOOST_TEST(written(program.vectors[0].spheroidal) == "1*lap^-1 s0");
  BOOST_TEST(written(program.vectors[1].spheroidal) == "1*s0");
  BOOST_TEST(program.vectors[0].toroidal.empty());
  BOOST_REQUIRE(program.projections.size() == 1u);
  BOOST_TEST(written(program.projections[0]) == "scalar: 1*cross(0,1)");
  BOOST_TEST(written(program.outputs[0]) == "-1*s1");
}

BOOST_AUTO_TEST_CASE(shallow_water_has_two_scalars_one_vector_and_four_projections) {
  const SphereEquations equations = compile_equations(
      {"zeta_t = -div((zeta + f)*u) + nu*(lap(zeta) + 2/R^2*zeta)", "h_t = -div(h*u)",
       "delta_t = curl((zeta + f)*u) - lap(g*(h + b) + dot(u, u)/2)"},
      shallow_water());
  BOOST_TEST(written(equations.linear[0]) == "0.125*s0 + 0.25*lap^1 s0");
  BOOST_TEST(written(equations.linear[1]) == "-9.5*lap^1 s2");
  BOOST_TEST(equations.linear[2].empty());
  const GalerkinProgram& program = equations.nonlinear;
  BOOST_REQUIRE(program.given.size() == 2u);
  BOOST_TEST(program.given[0].formula.text() == "sin(latitude)");
  BOOST_TEST((program.given[1].kind == Given::array));
  BOOST_TEST(program.given[1].name == "b");
  BOOST_REQUIRE(program.scalars.size() == 2u);
  BOOST_TEST(written(program.scalars[0]) == "1*s0 + 1*s3");
  BOOST_TEST(written(program.scalars[1]) == "1*s2");
  BOOST_REQUIRE(program.vectors.size() == 1u);
  BOOST_TEST(written(program.vectors[0].spheroidal) == "1*lap^-1 s1");
  BOOST_TEST(written(program.vectors[0].toroidal) == "1*lap^-1 s0");
  BOOST_REQUIRE(program.projections.size() == 4u);
  BOOST_TEST(written(program.projections[0]) == "div: 1*a0*v0");
  BOOST_TEST(written(program.projections[1]) == "div: 1*a1*v0");
  BOOST_TEST(written(program.projections[2]) == "curl: 1*a0*v0");
  BOOST_TEST(written(program.projections[3]) == "scalar: 1*dot(0,0)");
  BOOST_TEST(written(program.outputs[0]) == "-1*s5");
  BOOST_TEST(written(program.outputs[1]) == "-9.5*lap^1 s4 + 1*s7 + -0.5*lap^1 s8");
  BOOST_TEST(written(program.outputs[2]) == "-1*s6");
}

BOOST_AUTO_TEST_CASE(a_mean_depth_makes_gravity_waves_linear) {
  const SphereEquations equations = compile_equations(
      {"zeta_t = 0", "delta_t = -g*lap(h)", "h_t = -div((100 + h)*u)"}, shallow_water());
  BOOST_TEST(written(equations.linear[2]) == "-100*mean-free s1");
  BOOST_TEST(equations.nonlinear.projections.size() == 1u);
}

BOOST_AUTO_TEST_CASE(linear_combinations_need_no_projection) {
  const SphereNames names = one_unknown();
  BOOST_TEST(output("2*u - 3*lap(lap(u))", names) == "2*s0 + -3*lap^2 s0");
  BOOST_TEST(output("inverse_lap(u + 7)", names) == "1*lap^-1 s0");
  BOOST_TEST(output("lap(inverse_lap(lap(u)))", names) == "1*lap^1 s0");
  BOOST_TEST(output("inverse_lap(lap(u))", names) == "1*mean-free s0");
  BOOST_TEST(output("u + 2*f - u", names) == "2*s1");
  BOOST_TEST(output("div(grad(u) + skew_grad(f)) - curl(grad(u))", names) == "1*lap^1 s0");
  BOOST_TEST(output("0*u^2", names) == "0");
}

BOOST_AUTO_TEST_CASE(products_keep_sums_of_fields_as_one_factor) {
  const GalerkinProgram program =
      compile_program({"(u + f)^2", "-2*(-u - f)^3", "(2*u - 3*lap(u))*u"}, one_unknown());
  BOOST_REQUIRE(program.scalars.size() == 3u);
  BOOST_TEST(written(program.scalars[0]) == "1*s0 + 1*s1");
  BOOST_TEST(written(program.projections[1]) == "scalar: 1*a0*a0*a0");
  BOOST_TEST(written(program.outputs[1]) == "2*s3");
  BOOST_TEST(written(program.projections[2]) == "scalar: 1*a1*a2");
}

BOOST_AUTO_TEST_CASE(constants_in_sums_are_multiplied_out) {
  const SphereEquations equations = compile_equations({"u_t = u*(1 - u)*(1 + u)"}, one_unknown());
  BOOST_TEST(written(equations.linear[0]) == "1*s0");
  BOOST_REQUIRE(equations.nonlinear.projections.size() == 1u);
  BOOST_TEST(written(equations.nonlinear.projections[0]) == "scalar: 1*a0*a0*a0");
  BOOST_TEST(written(equations.nonlinear.outputs[0]) == "-1*s1");
}

BOOST_AUTO_TEST_CASE(terms_with_one_operator_share_a_projection) {
  const GalerkinProgram program = compile_program(
      {"lap(u^2) + u^3 + 2*lap(u^3) - 5*u^2 + div(u*grad(u)) - div(u^2*grad(u))"}, one_unknown());
  BOOST_TEST(program.projections.size() == 3u);
  BOOST_TEST(program.outputs[0].size() == 3u);
}

BOOST_AUTO_TEST_CASE(equal_projections_of_different_outputs_are_one) {
  const GalerkinProgram program = compile_program({"3*u^2", "lap(-u*u)", "u^2 + u"}, one_unknown());
  BOOST_TEST(program.projections.size() == 1u);
  BOOST_TEST(written(program.outputs[0]) == "3*s1");
  BOOST_TEST(written(program.outputs[1]) == "-1*lap^1 s1");
  BOOST_TEST(written(program.outputs[2]) == "1*s0 + 1*s1");
}

BOOST_AUTO_TEST_CASE(given_functions_are_multiplied_before_they_are_projected) {
  const GalerkinProgram program =
      compile_program({"u*f*3*cos(longitude)", "f^2/exp(f)"}, one_unknown());
  BOOST_REQUIRE(program.given.size() == 2u);
  BOOST_TEST(program.given[0].formula.text() == "cos(longitude)*sin(latitude)");
  BOOST_TEST(program.given[1].formula.depends_on("latitude"));
  BOOST_TEST(written(program.projections[0]) == "scalar: 1*a0*a1");
  BOOST_TEST(written(program.outputs[0]) == "3*s3");
  BOOST_TEST(written(program.outputs[1]) == "1*s2");
}

BOOST_AUTO_TEST_CASE(given_functions_of_time_are_marked_and_joined) {
  const GalerkinProgram program = compile_program(
      {"cos(t)*f + sin(3*t)*longitude + f + t*u", "div(vector(t, 0))"}, one_unknown());
  const auto in_time = std::count_if(program.given.begin(), program.given.end(),
                                     [](const GivenField& g) { return g.in_time; });
  BOOST_TEST(program.given.size() == 4u);  // f, t, the sum of two, the vector's potential
  BOOST_TEST(in_time == 3);
  BOOST_TEST(written(program.outputs[0]).find("*s1") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(jacobians_are_antisymmetric) {
  SphereNames names = one_unknown();
  names.unknowns = {"u", "v"};
  BOOST_TEST(output("jacobian(u, u)", names) == "0");
  BOOST_TEST(output("jacobian(u, -2*u)", names) == "0");
  BOOST_TEST(output("jacobian(2*u, v) + jacobian(v, u)", names) == "1*s2");
  BOOST_TEST(output("jacobian(u, v) + jacobian(v, u)", names) == "0");
  BOOST_TEST(output("jacobian(f, 3*f + 1)", names) == "0");
}

BOOST_AUTO_TEST_CASE(only_functions_affine_in_the_sine_of_latitude_are_split_off) {
  SphereNames names = one_unknown();
  names.radius = 0.5;
  BOOST_TEST(output("jacobian(u, 3*f + 2)", names) == "12*lon s0");
  BOOST_TEST(output("jacobian(u, cos(pi/2 - latitude))", names).find("lon") == std::string::npos);
  const GalerkinProgram program = compile_program(
      {"jacobian(u, f + sin(latitude)^2 + t*sin(latitude) + cos(longitude)*f)"}, names);
  BOOST_TEST(written(program.outputs[0]).substr(0, 8) == "4*lon s0");
  BOOST_TEST(program.projections.size() == 1u);
  // A second derivative along longitude is a product again.
  BOOST_TEST(compile_program({"jacobian(jacobian(u, f), f)"}, names).projections.size() == 1u);
}

BOOST_AUTO_TEST_CASE(programs_without_unknowns_serve_initial_conditions) {
  SphereNames names = shallow_water();
  names.unknowns.clear();
  const GalerkinProgram program =
      compile_program({"inverse_lap(curl(f*vector(cos(latitude), 0)))", "3", "b^2 - 2*b"}, names);
  BOOST_REQUIRE(program.given.size() == 6u);
  BOOST_TEST((program.given[1].kind == Given::spheroidal));
  BOOST_TEST((program.given[2].kind == Given::toroidal));
  BOOST_TEST(program.given[2].formula.text() == "cos(latitude)");
  BOOST_TEST(written(program.outputs[0]) == "1*lap^-1 s6");
  BOOST_TEST(program.given[3].formula.constant_value().value() == 1);
  BOOST_TEST(written(program.outputs[1]) == "3*s3");
  BOOST_TEST(program.given[4].formula.text() == "b^2");
  BOOST_TEST(written(program.outputs[2]) == "1*s4 + -2*s5");
}

BOOST_AUTO_TEST_CASE(the_radius_has_a_name_unless_it_is_taken) {
  SphereNames names = one_unknown();
  names.radius = 3;
  BOOST_TEST(output("R^2*u", names) == "9*s0");
  names.parameters.emplace_back("R", 5.0);
  BOOST_TEST(output("R^2*u", names) == "25*s0");
}

BOOST_AUTO_TEST_CASE(given_formulas_come_with_their_definitions) {
  SphereNames names = shallow_water();
  names.definitions = {{"a", "c^n*cos(t)"}, {"c", "2*Omega*sin(latitude) + R"}, {"n", "4/2"}};
  const Formula formula = given_formula("a*exp(longitude)", names);
  const Formula expected = Formula::parse("(sin(latitude) + 2)^2*cos(t)*exp(longitude)",
                                          {{"latitude", "longitude", "t"}, {}, {}, {}});
  BOOST_TEST((formula.expanded() - expected.expanded()).expanded().constant_value().value() == 0);
}

BOOST_AUTO_TEST_CASE(reserved_names_are_known) {
  for (const char* name : {"lap", "skew_grad", "latitude", "longitude", "pi", "sin"}) {
    BOOST_TEST(is_reserved_sphere_name(name));
  }
  for (const char* name : {"u", "R", "latitudes", "t"}) BOOST_TEST(!is_reserved_sphere_name(name));
}

BOOST_AUTO_TEST_SUITE_END()
