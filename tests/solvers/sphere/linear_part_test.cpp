#include <cmath>
#include <complex>
#include <set>
#include <stdexcept>

#include <boost/test/unit_test.hpp>

#include "solvers/sphere/sphere_linear_part.hpp"
#include "tests/solvers/sphere/smooth_fields.hpp"

namespace {

using namespace tessera;
using namespace tessera::sphere;
using namespace tessera::sphere::testing;
using tessera::testing::difference;

std::vector<double> apply(const LinearPart& linear, const std::vector<double>& state) {
  std::vector<double> result(state.size());
  for (const LinearPart::Block& block : linear.blocks) {
    const auto n = static_cast<Index>(block.real.size());
    Eigen::VectorXcd a(n);
    for (Index j = 0; j < n; ++j) {
      const auto k = static_cast<std::size_t>(j);
      a[j] = {state[static_cast<std::size_t>(block.real[k])],
              block.imaginary.empty() ? 0 : state[static_cast<std::size_t>(block.imaginary[k])]};
    }
    const Eigen::VectorXcd b = linear.matrices[static_cast<std::size_t>(block.matrix)] * a;
    for (Index j = 0; j < n; ++j) {
      const auto k = static_cast<std::size_t>(j);
      result[static_cast<std::size_t>(block.real[k])] += b[j].real();
      if (block.imaginary.empty()) {
        BOOST_TEST(b[j].imag() == 0);
      } else {
        result[static_cast<std::size_t>(block.imaginary[k])] += b[j].imag();
      }
    }
  }
  return result;
}

/// Gravity waves with zonal drift for the first two, diffusion for the third, nothing for the last.
const std::vector<SpectralField> equations{
    {{1, -1, 1, false}, {0, 0.3, -1, true}}, {{0, -2, 0, false}}, {{2, 0.1, 1, false}}, {}};

BOOST_AUTO_TEST_SUITE(linear_part)

BOOST_AUTO_TEST_CASE(blocks_do_what_the_terms_say) {
  const int degree = 9;
  const double radius = 1.5;
  GalerkinProgram program;
  program.unknowns = {"a", "b", "c", "d"};
  program.outputs = equations;
  const std::vector<double> state = smooth_fields(4, degree, 1);
  const LinearPart linear = sphere_linear_part(equations, degree, radius);
  BOOST_TEST(linear.dimension == 400);
  BOOST_TEST(
      difference(apply(linear, state), evaluate(program, degree, {}, state, radius)).largest <
      1e-13);
}

BOOST_AUTO_TEST_CASE(unknowns_that_are_coupled_through_others_are_one_block) {
  // 3 with 1, then 2 with 0 and 1: all four.
  const std::vector<SpectralField> chain{
      {}, {{3, 1, 0, false}}, {{0, 2, 0, false}, {1, -1, 1, false}}, {}};
  const int degree = 4;
  GalerkinProgram program;
  program.unknowns = {"a", "b", "c", "d"};
  program.outputs = chain;
  const std::vector<double> state = smooth_fields(4, degree, 3);
  const LinearPart linear = sphere_linear_part(chain, degree, 1);
  for (const LinearPart::Block& block : linear.blocks) BOOST_TEST(block.real.size() == 4U);
  BOOST_TEST(difference(apply(linear, state), evaluate(program, degree, {}, state)).largest <
             1e-13);
}

BOOST_AUTO_TEST_CASE(orders_share_a_matrix_where_nothing_is_zonal_and_zeros_are_left_out) {
  const LinearPart linear = sphere_linear_part(equations, 9, 1);
  std::set<Index> coupled, single;
  for (const LinearPart::Block& block : linear.blocks) {
    BOOST_TEST(block.real.size() <= 2U);
    (block.real.size() == 2 ? coupled : single).insert(block.matrix);
    for (const Index i : block.real) BOOST_TEST(i < 300);
  }
  BOOST_TEST(coupled.size() == 55U);  // all (l, m)
  BOOST_TEST(single.size() == 9U);    // l = 1 .. 9
}

BOOST_AUTO_TEST_CASE(hyperdiffusion_damps_the_highest_degree_in_its_time) {
  const int degree = 8;
  const double radius = 6, time = 3;
  const LinearPart linear =
      sphere_linear_part({{}, {}}, degree, radius, {hyperdiffusion(1, 4, time, degree, radius)});
  const std::vector<double> state = smooth_fields(2, degree, 2);
  std::vector<double> expected(state.size());
  for (int l = 0; l <= degree; ++l)
    for (int i = 81 + l * l; i < 81 + (l + 1) * (l + 1); ++i) {
      const auto k = static_cast<std::size_t>(i);
      expected[k] = -state[k] / time * std::pow(l * (l + 1) / 72.0, 4);
    }
  BOOST_TEST(difference(apply(linear, state), expected).largest < 1e-14);
}

BOOST_AUTO_TEST_CASE(sources_that_are_no_unknowns_and_times_that_are_not_positive_are_refused) {
  BOOST_CHECK_THROW(sphere_linear_part({{{.source = 1}}}, 3, 1), std::invalid_argument);
  BOOST_CHECK_THROW(sphere_linear_part({{}}, 3, 1, {{2, 1, 1}}), std::invalid_argument);
  BOOST_CHECK_THROW(hyperdiffusion(0, 2, 0, 3, 1), std::invalid_argument);
  BOOST_CHECK_THROW(hyperdiffusion(0, 0, 1, 3, 1), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
