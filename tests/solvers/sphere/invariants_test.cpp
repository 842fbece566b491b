#include <cmath>
#include <numbers>
#include <numeric>

#include <boost/test/unit_test.hpp>

#include "tests/solvers/sphere/example_programs.hpp"
#include "tests/solvers/sphere/pointwise_reference.hpp"
#include "tests/solvers/sphere/smooth_fields.hpp"

namespace {

using namespace tessera;
using namespace tessera::sphere;
using namespace tessera::sphere::testing;
using tessera::testing::largest;

constexpr double pi = std::numbers::pi;

double inner(const std::vector<double>& a, const std::vector<double>& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

BOOST_AUTO_TEST_SUITE(invariants)

BOOST_AUTO_TEST_CASE(exact_jacobians_conserve_energy_and_enstrophy_and_aliased_ones_do_not) {
  const int degree = 31;
  GalerkinProgram program = barotropic_vorticity();
  program.vectors[1].spheroidal.pop_back();  // without rotation of the sphere
  const std::vector<double> zeta = tessera::testing::normal_numbers(32 * 32, 1);
  std::vector<double> psi = zeta;
  tessera::testing::scale_degrees(psi, degree, tessera::testing::laplacian_power(-1));
  for (const ProductMethod method :
       {ProductMethod::transform, ProductMethod::grid, ProductMethod::aliased}) {
    const std::vector<double> rate = evaluate(program, degree, {.method = method}, zeta);
    const double size = std::sqrt(inner(rate, rate) * inner(zeta, zeta));
    const double energy = std::fabs(inner(psi, rate)), enstrophy = std::fabs(inner(zeta, rate));
    if (method == ProductMethod::aliased) {
      BOOST_TEST(energy > 1e-5 * size);
      BOOST_TEST(enstrophy > 1e-5 * size);
    } else {
      BOOST_TEST(energy < 1e-15 * size);
      BOOST_TEST(enstrophy < 1e-15 * size);
    }
  }
}

BOOST_AUTO_TEST_CASE(rates_of_divergence_form_have_no_mean) {
  const int degree = 21;
  const double radius = 3;
  const GalerkinProgram program = shallow_water();
  const std::vector<double> state = smooth_fields(3, degree, 2);
  const std::vector<double> rate = evaluate(program, degree, {}, state, radius);
  const std::size_t count = 22 * 22;
  BOOST_TEST(std::fabs(rate[2 * count]) < 1e-15);
  BOOST_TEST(std::fabs(rate[0]) < 1e-15);
  BOOST_TEST(std::fabs(rate[count]) < 1e-15);
}

/// u, u^2, u^4 and |grad u|^2 as outputs; 2 added to the first.
GalerkinProgram densities() {
  GalerkinProgram program;
  program.unknowns = {"u"};
  program.scalars = {{{.source = 0}}};
  program.vectors = {{{{.source = 0}}, {}}, {{}, {{.source = 0}}}};
  const auto power = [](std::size_t n) {
    Monomial m;
    m.scalars.assign(n, 0);
    return m;
  };
  Monomial two, slope, gradient;
  two.coefficient = 2;
  slope.dots = {{0, 0}};
  gradient.scalars = {0};
  gradient.vector = 0;
  using enum Projection::Kind;
  add_output(program, {scalar, {power(1), two}});
  add_output(program, {scalar, {power(2)}}, 0.5);
  add_output(program, {scalar, {power(4)}});
  add_output(program, {scalar, {slope}});
  add_output(program, {divergence, {gradient}});
  program.outputs.push_back({{.source = 0, .coefficient = 7}});
  program.outputs.push_back({{.source = 0, .laplacian_power = 1}});
  return program;
}

BOOST_AUTO_TEST_CASE(integrals_are_those_of_the_fields) {
  const int degree = 9;
  const double radius = 2;
  const std::vector<double> u = smooth_fields(1, degree, 3);
  const PointwiseReference reference(degree, radius, 4);
  std::vector<double> slopes = u;
  tessera::testing::scale_degrees(slopes, degree, tessera::testing::laplacian_power(1));
  const double mean = std::sqrt(4 * pi) * radius * radius * u[0];
  const std::vector<double> expected{mean + 2 * 4 * pi * radius * radius,
                                     0.5 * radius * radius * inner(u, u),
                                     reference.integral(u, [](double x) { return x * x * x * x; }),
                                     inner(u, slopes),
                                     0,
                                     7 * mean,
                                     0};
  for (const ProductMethod method :
       {ProductMethod::transform, ProductMethod::sparse, ProductMethod::grid}) {
    const GalerkinEvaluator evaluator(densities(), degree, radius, {.method = method});
    const std::vector<double> found = evaluator.integrals(0, u);
    BOOST_REQUIRE(found.size() == expected.size());
    for (std::size_t k = 0; k < found.size(); ++k)
      BOOST_TEST(std::fabs(found[k] - expected[k]) < 1e-13 * largest(expected));
    // They leave nothing behind that the next evaluation sees.
    std::vector<double> after(7 * 100);
    evaluator.evaluate(0, u, after);
    BOOST_TEST(after == evaluate(densities(), degree, {.method = method}, u, radius));
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
