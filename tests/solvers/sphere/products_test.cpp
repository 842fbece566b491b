#include <boost/test/unit_test.hpp>

#include "models/equivariant/gaunt.hpp"
#include "solvers/sphere/plain_pseudo_spectral.hpp"
#include "tests/solvers/sphere/example_programs.hpp"
#include "tests/solvers/sphere/pointwise_reference.hpp"
#include "tests/solvers/sphere/smooth_fields.hpp"

namespace {

using namespace tessera;
using namespace tessera::sphere;
using namespace tessera::sphere::testing;
using tessera::testing::difference;
using tessera::testing::largest;

BOOST_AUTO_TEST_SUITE(products)

BOOST_AUTO_TEST_CASE(every_method_gives_the_integrals_of_products_of_values_and_derivatives) {
  const double radius = 2.5;
  const GalerkinProgram program = every_product();
  for (const int degree : {0, 1, 2, 5}) {
    const std::vector<double> fields = smooth_fields(2, degree, 1);
    const std::vector<double> expected =
        PointwiseReference(degree, radius, 4).evaluate(program, fields);
    BOOST_TEST(largest(expected) > 1);
    for (const ProductMethod method :
         {ProductMethod::transform, ProductMethod::sparse, ProductMethod::grid}) {
      const std::vector<double> found =
          evaluate(program, degree, {.method = method}, fields, radius);
      BOOST_TEST(difference(found, expected).largest < 1e-13 * largest(expected));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_product_of_two_fields_is_a_sum_of_gaunt_coefficients) {
  const int degree = 4;
  GalerkinProgram program;
  program.unknowns = {"a", "b"};
  program.scalars = {{{.source = 0}}, {{.source = 1}}};
  Monomial both;
  both.scalars = {0, 1};
  add_output(program, {Projection::Kind::scalar, {both}});
  const std::vector<double> fields = smooth_fields(2, degree, 2);
  const GauntCoefficients gaunt(degree);
  const std::size_t count = 25;
  std::vector<double> expected(count);
  const auto for_all = [&](auto visit) {
    for (int l = 0; l <= degree; ++l)
      for (int m = -l; m <= l; ++m) visit(l, m, static_cast<std::size_t>(l * l + l + m));
  };
  for_all([&](int l1, int m1, std::size_t i) {
    for_all([&](int l2, int m2, std::size_t j) {
      for_all([&](int l3, int m3, std::size_t k) {
        expected[k] += gaunt(l1, m1, l2, m2, l3, m3) * fields[i] * fields[count + j];
      });
    });
  });
  for (const ProductMethod method :
       {ProductMethod::transform, ProductMethod::sparse, ProductMethod::grid})
    BOOST_TEST(difference(evaluate(program, degree, {.method = method}, fields), expected).largest <
               1e-14);
}

BOOST_AUTO_TEST_CASE(transform_sparse_and_grid_agree_at_degree_15) {
  const int degree = 15;
  const std::vector<double> fields = smooth_fields(2, degree, 3);
  GalerkinProgram program = every_product();
  const std::vector<double> transform =
      evaluate(program, degree, {.method = ProductMethod::transform}, fields);
  const std::vector<double> grid =
      evaluate(program, degree, {.method = ProductMethod::grid}, fields);
  const std::vector<double> sparse =
      evaluate(program, degree, {.method = ProductMethod::sparse}, fields);
  BOOST_TEST(difference(transform, grid).largest < 1e-12);
  BOOST_TEST(difference(transform, sparse).largest < 1e-12);
}

BOOST_AUTO_TEST_CASE(a_grid_twice_as_fine_changes_nothing_at_degree_63) {
  const int degree = 63;
  for (const GalerkinProgram& program : {every_product(), shallow_water(), allen_cahn_reaction()}) {
    const std::vector<double> fields =
        smooth_fields(static_cast<Index>(program.unknowns.size()), degree, 4);
    const EvaluatorOptions exact{.method = ProductMethod::transform};
    const EvaluatorOptions finer{.method = ProductMethod::transform, .oversampling = 2};
    const EvaluatorOptions aliased{.method = ProductMethod::aliased};
    const std::vector<double> expected = evaluate(program, degree, finer, fields);
    const double scale = std::max(1.0, largest(expected));
    BOOST_TEST(difference(evaluate(program, degree, exact, fields), expected).largest <
               1e-12 * scale);
    BOOST_TEST(difference(evaluate(program, degree, aliased, fields), expected).largest >
               1e-6 * scale);
  }
}

BOOST_AUTO_TEST_CASE(evaluation_turns_with_the_fields) {
  const int degree = 15;
  GalerkinProgram program = every_product();
  for (SpectralField* field : {&program.scalars[1], &program.vectors[1].spheroidal})
    for (SpectralTerm& term : *field) term.zonal = false;  // an axis is not equivariant
  const std::vector<double> fields = smooth_fields(2, degree, 5);
  const EvaluatorOptions options{.method = ProductMethod::transform};
  const std::vector<double> before = turned(evaluate(program, degree, options, fields), degree);
  const std::vector<double> after = evaluate(program, degree, options, turned(fields, degree));
  BOOST_TEST(difference(before, after).largest < 1e-12);
  const EvaluatorOptions aliased{.method = ProductMethod::aliased};
  BOOST_TEST(difference(turned(evaluate(program, degree, aliased, fields), degree),
                        evaluate(program, degree, aliased, turned(fields, degree)))
                 .largest > 1e-5);
}

BOOST_AUTO_TEST_CASE(the_plain_evaluation_is_the_same_for_products_of_two_fields_only) {
  const int degree = 21;
  const auto plain = [&](const GalerkinProgram& program, const std::vector<double>& fields) {
    std::vector<double> out(program.outputs.size() * 22 * 22);
    PlainPseudoSpectral(program, degree, 2).evaluate(0, fields, out);
    return out;
  };
  const std::vector<double> three = smooth_fields(3, degree, 6), one = smooth_fields(1, degree, 6);
  const EvaluatorOptions options{};
  BOOST_TEST(difference(plain(shallow_water(), three),
                        evaluate(shallow_water(), degree, options, three, 2))
                 .largest < 1e-12);
  const double cubic = difference(plain(allen_cahn_reaction(), one),
                                  evaluate(allen_cahn_reaction(), degree, options, one, 2))
                           .largest;
  BOOST_TEST(cubic > 1e-9);
  BOOST_TEST(cubic < 1e-2);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
