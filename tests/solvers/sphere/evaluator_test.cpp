#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <string>

#include <boost/test/unit_test.hpp>

#include "solvers/sphere/plain_pseudo_spectral.hpp"
#include "tests/solvers/sphere/example_programs.hpp"
#include "tests/solvers/sphere/smooth_fields.hpp"

namespace {

using namespace tessera;
using namespace tessera::sphere;
using namespace tessera::sphere::testing;

auto says(const char* text) {
  return [text](const std::invalid_argument& e) {
    return std::string(e.what()).find(text) != std::string::npos;
  };
}

BOOST_AUTO_TEST_SUITE(evaluator)

BOOST_AUTO_TEST_CASE(bits_do_not_depend_on_the_number_of_threads) {
  const std::vector<double> fields = smooth_fields(2, 20, 1);
  for (const ProductMethod method : {ProductMethod::transform, ProductMethod::grid}) {
    const std::vector<double> one =
        evaluate(every_product(), 20, {.method = method, .threads = 1}, fields);
    BOOST_TEST(one == evaluate(every_product(), 20, {.method = method, .threads = 3}, fields));
  }
}

BOOST_AUTO_TEST_CASE(what_is_not_a_number_makes_every_product_so) {
  for (const std::size_t where : {0, 5, 60}) {
    std::vector<double> fields = smooth_fields(2, 7, 2);
    fields[where] = std::numeric_limits<double>::quiet_NaN();
    for (const ProductMethod method :
         {ProductMethod::transform, ProductMethod::sparse, ProductMethod::grid}) {
      const std::vector<double> out = evaluate(every_product(), 7, {.method = method}, fields);
      for (std::size_t k = 0; k < out.size(); k += 64)
        BOOST_TEST(!std::isfinite(std::accumulate(out.begin() + static_cast<Index>(k),
                                                  out.begin() + static_cast<Index>(k) + 64, 0.0)));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_program_without_products_is_diagonal) {
  GalerkinProgram program;
  program.unknowns = {"a", "b"};
  program.outputs = {{{0, 2, 1, false}, {1, 1, 0, true}}, {}};
  const std::vector<double> fields = smooth_fields(2, 3, 3);
  const std::vector<double> out = evaluate(program, 3, {}, fields, 2);
  for (int l = 0; l <= 3; ++l)
    for (int m = -l; m <= l; ++m) {
      const auto at = static_cast<std::size_t>(l * l + l + m);
      const double expected = -2 * l * (l + 1) / 4.0 * fields[at] +
                              m * fields[16 + at - 2 * static_cast<std::size_t>(m)];
      BOOST_TEST(std::fabs(out[at] - expected) < 1e-14);
      BOOST_TEST(out[16 + at] == 0);
    }
}

BOOST_AUTO_TEST_CASE(automatic_takes_plans_at_low_degrees_only) {
  const auto method = [](int degree) {
    return GalerkinEvaluator(shallow_water(), degree, 1, {}).method();
  };
  BOOST_TEST((method(3) == ProductMethod::grid));
  BOOST_TEST((method(31) == ProductMethod::transform));
}

BOOST_AUTO_TEST_CASE(time_is_counted_per_evaluation) {
  const GalerkinEvaluator evaluator(shallow_water(), 10, 1, {.method = ProductMethod::transform});
  const std::vector<double> fields = smooth_fields(3, 10, 4);
  std::vector<double> out(fields.size());
  BOOST_TEST(evaluator.times().evaluations == 0);
  for (int i = 0; i < 3; ++i) evaluator.evaluate(0, fields, out);
  const EvaluatorTimes& times = evaluator.times();
  BOOST_TEST(times.evaluations == 3);
  BOOST_TEST(times.transforms > 0);
  BOOST_TEST(times.products > 0);
  BOOST_TEST(times.total >= times.transforms + times.products);
}

BOOST_AUTO_TEST_CASE(degrees_that_a_method_does_not_have_are_refused) {
  const auto make = [](const GalerkinProgram& program, int degree, ProductMethod method) {
    GalerkinEvaluator(program, degree, 1, {.method = method});
  };
  BOOST_CHECK_EXCEPTION(make(shallow_water(), 33, ProductMethod::sparse), std::invalid_argument,
                        says("sparse go to degree 32"));
  BOOST_CHECK_EXCEPTION(make(allen_cahn_reaction(), 17, ProductMethod::sparse),
                        std::invalid_argument, says("an intermediate product of degree 34"));
  BOOST_CHECK_EXCEPTION(make(shallow_water(), 129, ProductMethod::grid), std::invalid_argument,
                        says("take transform"));
}

BOOST_AUTO_TEST_CASE(wrong_options_sizes_and_programs_are_refused) {
  const GalerkinProgram good = allen_cahn_reaction();
  const auto make = [](const GalerkinProgram& program, int degree, double radius,
                       const EvaluatorOptions& options) {
    GalerkinEvaluator(program, degree, radius, options);
  };
  BOOST_CHECK_THROW(make(good, -1, 1, {}), std::invalid_argument);
  BOOST_CHECK_THROW(make(good, 3, 0, {}), std::invalid_argument);
  BOOST_CHECK_THROW(make(good, 3, 1, {.oversampling = 0.5}), std::invalid_argument);
  BOOST_CHECK_THROW(make(good, 3, 1, {.threads = 0}), std::invalid_argument);
  std::vector<double> in(16), out(15);
  BOOST_CHECK_THROW(GalerkinEvaluator(good, 3, 1, {}).evaluate(0, in, out), std::invalid_argument);
  BOOST_CHECK_THROW(GalerkinEvaluator(good, 3, 1, {}).evaluate(0, out, in), std::invalid_argument);
  BOOST_CHECK_THROW(PlainPseudoSpectral(good, 3, 1).evaluate(0, in, out), std::invalid_argument);
  GalerkinProgram bad = good;
  bad.scalars[0][0].source = 1;  // its own projection
  BOOST_CHECK_EXCEPTION(make(bad, 3, 1, {}), std::invalid_argument, says("needs projection 0"));
  bad.scalars[0][0].source = 2;
  BOOST_CHECK_EXCEPTION(make(bad, 3, 1, {}), std::invalid_argument, says("no source 2"));
  bad = good;
  bad.projections[0].kind = Projection::Kind::curl;
  BOOST_CHECK_EXCEPTION(make(bad, 3, 1, {}), std::invalid_argument, says("curl of a scalar"));
  bad = good;
  bad.projections[0].sum[0].vector = 0;
  BOOST_CHECK_EXCEPTION(make(bad, 3, 1, {}), std::invalid_argument, says("no vector 0"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
