#include <limits>
#include <string>

#include <boost/test/unit_test.hpp>

#include "models/equivariant/gaunt.hpp"
#include "tests/solvers/tensor_product/function_products.hpp"

using namespace tessera;
using namespace tessera::test;

namespace {

template <class Real>
KernelRun<Real> fourier_run(const std::vector<int>& degrees, int out_degree, Index groups) {
  return {make_fourier_kernel<Real>(degrees, out_degree), groups};
}

template <class Real>
double difference_to_grid(const std::vector<int>& degrees, int out) {
  std::mt19937 generator(31);
  const auto functions = random_functions<Real>(generator, degrees, 1);
  KernelRun<Real> grid{make_grid_kernel<Real>(degrees, out, InstructionSet::generic), 1};
  return max_norm_error(fourier_run<Real>(degrees, out, 1).execute(functions, function_size(out)),
                        grid.execute(functions, function_size(out)));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(fourier_products)

BOOST_AUTO_TEST_CASE(unit_coefficients_give_gaunt_coefficients_also_in_truncated_products) {
  constexpr int first = 2, second = 3;
  const GauntCoefficients gaunt(5);
  for (const int out : {1, 3, 5}) {
    auto run = fourier_run<double>({first, second}, out, 1);
    for (int l1 = 0; l1 <= first; ++l1)
      for (int m1 = -l1; m1 <= l1; ++m1) {
        std::vector<LaneArray<double>> units{LaneArray<double>(9 * 8), LaneArray<double>(16 * 8)};
        for (Index lane = 0; lane < 8; ++lane) {
          units[0][lane_index<double>(0, 9, l1 * l1 + l1 + m1, lane)] = 1;
          units[1][lane_index<double>(0, 16, 2 * lane, lane)] = 1;
        }
        const auto z = run.execute(units, function_size(out));
        for (Index lane = 0; lane < 8; ++lane) {
          const int l2 = static_cast<int>(std::sqrt(2 * lane));
          const int m2 = static_cast<int>(2 * lane) - l2 * l2 - l2;
          for (int l3 = 0; l3 <= out; ++l3)
            for (int m3 = -l3; m3 <= l3; ++m3)
              BOOST_TEST(std::abs(z[lane_index<double>(0, 0, l3 * l3 + l3 + m3, lane)] -
                                  gaunt(l1, m1, l2, m2, l3, m3)) <= 1e-15);
        }
      }
  }
}

BOOST_AUTO_TEST_CASE(the_grid_gives_the_same_to_degree_16) {
  BOOST_TEST(difference_to_grid<double>({16, 16}, 32) <= 1e-14);
  BOOST_TEST(difference_to_grid<double>({16, 9}, 12) <= 1e-14);
  BOOST_TEST(difference_to_grid<double>({0, 0}, 0) <= 1e-14);
  BOOST_TEST(difference_to_grid<double>({2, 3, 1}, 6) <= 1e-14);
  BOOST_TEST(difference_to_grid<double>({2, 1, 1, 2}, 9) <= 1e-14);
  BOOST_TEST(difference_to_grid<float>({16, 16}, 32) <= 2e-6);
}

BOOST_AUTO_TEST_CASE(gradients_obey_the_adjoint_identity_for_each_factor) {
  std::mt19937 generator(32);
  for (const auto& [degrees, out] : std::vector<std::pair<std::vector<int>, int>>{
           {{0, 0}, 0}, {{4, 3}, 7}, {{3, 5}, 2}, {{1, 2}, 6}, {{2, 1, 3}, 4}}) {
    auto run = fourier_run<double>(degrees, out, 1);
    const auto functions = random_functions<double>(generator, degrees, 1);
    const auto out_bar = random_lanes<double>(generator, 1, function_size(out));
    BOOST_TEST(run.adjoint_error(functions, out_bar, function_size(out)) <= 1e-13);
  }
}

BOOST_AUTO_TEST_CASE(not_a_number_in_gives_not_a_number_out) {
  std::mt19937 generator(33);
  auto functions = random_functions<float>(generator, {2, 2}, 1);
  functions[1][lane_index<float>(0, 0, 8, 6)] = std::numeric_limits<float>::quiet_NaN();
  const auto z = fourier_run<float>({2, 2}, 4, 1).execute(functions, 25);
  for (Index i = 0; i < 25; ++i) {
    BOOST_TEST(std::isnan(z[lane_index<float>(0, 0, i, 6)]));
    BOOST_TEST(!std::isnan(z[lane_index<float>(0, 0, i, 7)]));
  }
}

BOOST_AUTO_TEST_CASE(a_degree_above_16_is_refused_with_the_method_to_take) {
  BOOST_CHECK_EXCEPTION(make_fourier_kernel<double>(std::vector<int>{3, 17}, 4),
                        std::invalid_argument, [](const std::invalid_argument& error) {
                          const std::string text = error.what();
                          return text.find("17") != std::string::npos &&
                                 text.find("grid") != std::string::npos;
                        });
}

BOOST_AUTO_TEST_SUITE_END()
