#include <array>
#include <limits>
#include <map>

#include <Eigen/Geometry>
#include <boost/test/unit_test.hpp>

#include "models/equivariant/gaunt.hpp"
#include "models/equivariant/wigner_d.hpp"
#include "solvers/tensor_product/method_rule.hpp"
#include "solvers/tensor_product/reference_product.hpp"
#include "tests/solvers/tensor_product/function_products.hpp"

using namespace tessera;
using namespace tessera::test;

namespace {

/// Sum over all Gaunt coefficients, of one channel.
std::vector<long double> gaunt_sum(const GauntCoefficients& gaunt, int first, int second,
                                   int out_degree, const std::vector<long double>& x,
                                   const std::vector<long double>& y) {
  std::vector<long double> z(static_cast<std::size_t>(function_size(out_degree)), 0);
  const auto at = [](int l, int m) { return static_cast<std::size_t>(l * l + l + m); };
  for (int l3 = 0; l3 <= std::min(out_degree, first + second); ++l3)
    for (int m3 = -l3; m3 <= l3; ++m3)
      for (int l1 = 0; l1 <= first; ++l1)
        for (int m1 = -l1; m1 <= l1; ++m1)
          for (int l2 = 0; l2 <= second; ++l2)
            for (int m2 = -l2; m2 <= l2; ++m2)
              z[at(l3, m3)] += gaunt(l1, m1, l2, m2, l3, m3) * x[at(l1, m1)] * y[at(l2, m2)];
  return z;
}

template <class Real>
KernelRun<Real> grid_run(
    const std::vector<int>& degrees, int out_degree, Index groups,
    InstructionSet level = resolve_instruction_set(InstructionSet::automatic)) {
  return {make_grid_kernel<Real>(degrees, out_degree, level), groups};
}

template <class Real>
void check_sums_of_gaunt_coefficients(InstructionSet level) {
  static const GauntCoefficients gaunt(10);
  constexpr std::array<std::array<int, 3>, 17> cases{{{0, 0, 0},
                                                      {0, 0, 3},
                                                      {1, 0, 0},
                                                      {0, 1, 1},
                                                      {1, 1, 2},
                                                      {1, 1, 0},
                                                      {2, 3, 4},
                                                      {3, 2, 5},
                                                      {5, 1, 6},
                                                      {1, 5, 3},
                                                      {4, 4, 8},
                                                      {6, 2, 1},
                                                      {2, 6, 0},
                                                      {0, 6, 6},
                                                      {3, 6, 2},
                                                      {5, 5, 5},
                                                      {6, 4, 10}}};
  std::mt19937 generator(1);
  for (const auto& [first, second, out] : cases) {
    const auto functions = random_functions<Real>(generator, {first, second}, 2);
    const auto z =
        grid_run<Real>({first, second}, out, 2, level).execute(functions, function_size(out));
    for (const Index group : {0, 1}) {
      const Index lane = group == 0 ? 0 : lane_count<Real> - 1;
      const auto exact = gaunt_sum(gaunt, first, second, out,
                                   channel_of(functions[0], group, function_size(first), lane),
                                   channel_of(functions[1], group, function_size(second), lane));
      BOOST_TEST_CONTEXT(first << " x " << second << " -> " << out << ", " << name(level))
      BOOST_TEST(max_norm_error(channel_of(z, group, function_size(out), lane), exact) <=
                 rounding_bound<Real>);
    }
  }
}

template <class Real>
double error_against_reference(const std::vector<int>& degrees, int out_degree) {
  std::mt19937 generator(2);
  const auto functions = random_functions<Real>(generator, degrees, 1);
  const auto z =
      grid_run<Real>(degrees, out_degree, 1).execute(functions, function_size(out_degree));
  std::vector<std::vector<long double>> channels;
  for (std::size_t k = 0; k < degrees.size(); ++k)
    channels.push_back(channel_of(functions[k], 0, function_size(degrees[k]), 3));
  return max_norm_error(channel_of(z, 0, function_size(out_degree), 3),
                        reference_gaunt_product(degrees, out_degree, channels));
}

/// <x, x> / sqrt(4 pi) is the mean part of the square.
constexpr double mean_part = 0.28209479177387814;

}  // namespace

BOOST_AUTO_TEST_SUITE(grid_products)

BOOST_AUTO_TEST_CASE(sums_over_gaunt_coefficients_are_matched_on_every_instruction_set) {
  for (const InstructionSet level : available_levels()) {
    check_sums_of_gaunt_coefficients<double>(level);
    check_sums_of_gaunt_coefficients<float>(level);
  }
}

BOOST_AUTO_TEST_CASE(a_grid_of_twice_the_points_in_long_double_is_matched_to_degree_64) {
  BOOST_TEST(error_against_reference<double>({16, 16}, 32) <= 1e-14);
  BOOST_TEST(error_against_reference<double>({32, 32}, 64) <= 1e-14);
  BOOST_TEST(error_against_reference<double>({32, 32}, 32) <= 1e-14);
  BOOST_TEST(error_against_reference<double>({64, 64}, 128) <= 1e-13);
  BOOST_TEST(error_against_reference<double>({64, 20}, 40) <= 1e-13);
  BOOST_TEST(error_against_reference<float>({16, 16}, 32) <= 2e-6);
  BOOST_TEST(error_against_reference<float>({64, 64}, 128) <= 2e-6);
}

BOOST_AUTO_TEST_CASE(three_and_four_factors_are_repeated_products_of_two) {
  std::mt19937 generator(3);
  for (const std::vector<int>& degrees :
       {std::vector<int>{3, 1, 4}, {2, 2, 2}, {0, 3, 0}, {1, 3, 2, 2}, {4, 0, 1, 3}})
    for (const int out : {0, 3, 20}) {
      const auto functions = random_functions<double>(generator, degrees, 1);
      LaneArray<double> product = functions[0];
      int degree = degrees[0];
      for (std::size_t k = 1; k < degrees.size(); ++k) {
        const int next = k + 1 == degrees.size() ? out : degree + degrees[k];
        product = grid_run<double>({degree, degrees[k]}, next, 1)
                      .execute({product, functions[k]}, function_size(next));
        degree = next;
      }
      const auto z = grid_run<double>(degrees, out, 1).execute(functions, function_size(out));
      BOOST_TEST(max_norm_error(z, product) <= 1e-14);
    }
}

BOOST_AUTO_TEST_CASE(coefficients_beyond_the_degree_of_the_product_are_zero) {
  std::mt19937 generator(4);
  const auto functions = random_functions<float>(generator, {2, 1}, 2);
  const auto z = grid_run<float>({2, 1}, 5, 2).execute(functions, 36);
  for (Index group = 0; group < 2; ++group)
    for (Index i = 16; i < 36; ++i)
      for (Index lane = 0; lane < lane_count<float>; ++lane)
        BOOST_TEST(z[lane_index<float>(group, 36, i, lane)] == 0);
}

BOOST_AUTO_TEST_CASE(gradients_obey_the_adjoint_identity_for_each_factor) {
  std::mt19937 generator(5);
  for (const InstructionSet level : available_levels())
    for (const auto& [degrees, out] :
         std::vector<std::pair<std::vector<int>, int>>{{{0, 0}, 0},
                                                       {{1, 0}, 4},
                                                       {{4, 4}, 8},
                                                       {{5, 2}, 3},
                                                       {{2, 7}, 1},
                                                       {{9, 8}, 17},
                                                       {{33, 20}, 40},
                                                       {{48, 47}, 95},
                                                       {{90, 90}, 180},
                                                       {{40, 41, 12}, 60},
                                                       {{2, 3, 1}, 6},
                                                       {{3, 1, 4}, 2},
                                                       {{1, 2, 1, 2}, 6}}) {
      auto run = grid_run<double>(degrees, out, 2, level);
      const auto functions = random_functions<double>(generator, degrees, 2);
      const auto out_bar = random_lanes<double>(generator, 2, function_size(out));
      BOOST_TEST(run.adjoint_error(functions, out_bar, function_size(out)) <= 1e-13);
    }
}

BOOST_AUTO_TEST_CASE(one_gradient_alone_is_the_same_as_among_all) {
  std::mt19937 generator(6);
  const std::vector<int> degrees{3, 4, 2};
  auto run = grid_run<double>(degrees, 7, 1);
  const auto functions = random_functions<double>(generator, degrees, 1);
  const auto out_bar = random_lanes<double>(generator, 1, function_size(7));
  const auto all = run.adjoint(functions, out_bar);
  for (std::size_t k = 0; k < 3; ++k) {
    LaneArray<double> alone(functions[k].size());
    double* bars[] = {nullptr, nullptr, nullptr};
    bars[k] = alone.data();
    const double* const starts[] = {functions[0].data(), functions[1].data(), functions[2].data()};
    run.kernel().adjoint({0, 1, 1}, {starts, nullptr, out_bar.data(), bars, nullptr},
                         run.workspace());
    BOOST_TEST(alone == all[k], boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(the_mean_of_a_square_is_the_sum_of_squared_coefficients) {
  std::mt19937 generator(7);
  for (const int degree : {0, 1, 6, 31}) {
    const auto x = random_functions<double>(generator, {degree}, 1)[0];
    const auto z = grid_run<double>({degree, degree}, 0, 1).execute({x, x}, 1);
    for (Index lane = 0; lane < lane_count<double>; ++lane) {
      long double sum = 0;
      for (const long double c : channel_of(x, 0, function_size(degree), lane)) sum += c * c;
      BOOST_TEST(z[static_cast<std::size_t>(lane)] == static_cast<double>(sum) * mean_part,
                 boost::test_tools::tolerance(1e-14));
    }
  }
}

BOOST_AUTO_TEST_CASE(products_turn_with_their_factors_under_rotation_and_inversion) {
  constexpr int first = 5, second = 4, out = 9;
  constexpr Index groups = 100 / lane_count<double> + 1;
  std::mt19937 generator(8);
  std::normal_distribution<double> normal;
  auto run = grid_run<double>({first, second}, out, groups);
  const auto functions = random_functions<double>(generator, {first, second}, groups);
  auto turned = functions;
  auto expected = run.execute(functions, function_size(out));
  for (Index group = 0; group < groups; ++group)
    for (Index lane = 0; lane < lane_count<double>; ++lane) {
      const Eigen::Quaterniond q(normal(generator), normal(generator), normal(generator),
                                 normal(generator));
      const WignerD rotation(out, q.normalized().toRotationMatrix());
      const bool inverted = lane % 2 == 1;
      const auto turn = [&](LaneArray<double>& array, int degree) {
        for (int l = 0; l <= degree; ++l) {
          Eigen::VectorXd c(2 * l + 1);
          const auto at = [&](int m) {
            return lane_index<double>(group, function_size(degree), l * l + m, lane);
          };
          for (int m = 0; m <= 2 * l; ++m) c[m] = array[at(m)];
          c = (inverted && l % 2 == 1 ? -1.0 : 1.0) * (rotation(l) * c).eval();
          for (int m = 0; m <= 2 * l; ++m) array[at(m)] = c[m];
        }
      };
      turn(turned[0], first);
      turn(turned[1], second);
      turn(expected, out);
    }
  BOOST_TEST(max_norm_error(run.execute(turned, function_size(out)), expected) <= 1e-12);
}

BOOST_AUTO_TEST_CASE(a_constant_factor_scales_the_other) {
  std::mt19937 generator(9);
  const auto x = random_functions<double>(generator, {7}, 1)[0];
  const LaneArray<double> one(static_cast<std::size_t>(lane_count<double>), 1 / mean_part);
  const auto z = grid_run<double>({7, 0}, 7, 1).execute({x, one}, function_size(7));
  BOOST_TEST(max_norm_error(z, x) <= 1e-14);
}

BOOST_AUTO_TEST_CASE(an_empty_range_writes_nothing) {
  auto run = grid_run<float>({2, 2}, 4, 1);
  const float* const none[] = {nullptr, nullptr};
  float* const no_bars[] = {nullptr, nullptr};
  run.kernel().execute({3, 3, 1}, {none, nullptr, nullptr}, run.workspace());
  run.kernel().adjoint({0, 0, 1}, {none, nullptr, nullptr, no_bars, nullptr}, run.workspace());
}

BOOST_AUTO_TEST_CASE(a_part_of_a_batch_leaves_the_rest_alone) {
  std::mt19937 generator(10);
  auto run = grid_run<double>({3, 2}, 5, 3);
  const auto functions = random_functions<double>(generator, {3, 2}, 3);
  const auto whole = run.execute(functions, 36);
  LaneArray<double> part(whole.size(), -1);
  const double* const starts[] = {functions[0].data(), functions[1].data()};
  run.kernel().execute({1, 2, 3}, {starts, nullptr, part.data()}, run.workspace());
  const std::size_t group = part.size() / 3;
  for (std::size_t i = 0; i < part.size(); ++i)
    BOOST_TEST(part[i] == (i / group == 1 ? whole[i] : -1));
}

BOOST_AUTO_TEST_CASE(not_a_number_in_gives_not_a_number_out_and_stays_in_its_channel) {
  std::mt19937 generator(11);
  for (const int degree : {0, 3, 40})
    for (const Index place : {Index{0}, function_size(degree) - 1}) {
      auto functions = random_functions<float>(generator, {degree, degree}, 1);
      functions[1][lane_index<float>(0, 0, place, 5)] = std::numeric_limits<float>::quiet_NaN();
      const auto z = grid_run<float>({degree, degree}, 2 * degree, 1)
                         .execute(functions, function_size(2 * degree));
      for (Index i = 0; i < function_size(2 * degree); ++i) {
        BOOST_TEST(!std::isnan(z[lane_index<float>(0, 0, i, 4)]));
        if (place == 0 && i < function_size(degree))
          BOOST_TEST(std::isnan(z[lane_index<float>(0, 0, i, 5)]));
      }
      BOOST_TEST(std::isnan(z[lane_index<float>(0, 0, 0, 5)]));
    }
}

BOOST_AUTO_TEST_CASE(instruction_sets_agree_within_rounding) {
  std::mt19937 generator(12);
  const std::vector<int> degrees{13, 11};
  const auto functions = random_functions<float>(generator, degrees, 2);
  const auto generic = grid_run<float>(degrees, 24, 2, InstructionSet::generic)
                           .execute(functions, function_size(24));
  for (const InstructionSet level : available_levels())
    BOOST_TEST(
        max_norm_error(grid_run<float>(degrees, 24, 2, level).execute(functions, function_size(24)),
                       generic) <= 1e-6);
}

BOOST_AUTO_TEST_CASE(operations_are_those_of_the_rule_less_what_drops_out_near_the_poles) {
  const auto made = [](const std::vector<int>& degrees, int out) {
    return make_grid_kernel<double>(degrees, out, InstructionSet::generic)->operations();
  };
  const std::vector<int> small{4, 3, 2}, large{64, 64};
  BOOST_TEST(made(small, 9) == grid_operations(small, 9));
  BOOST_TEST(made(large, 128) < grid_operations(large, 128));
  BOOST_TEST(made(large, 128) > 0.5 * grid_operations(large, 128));
}

BOOST_AUTO_TEST_CASE(fewer_than_two_factors_and_negative_degrees_are_refused) {
  const auto make = [](const std::vector<int>& degrees, int out) {
    return make_grid_kernel<double>(degrees, out, InstructionSet::generic);
  };
  BOOST_CHECK_THROW(make({3}, 3), std::invalid_argument);
  BOOST_CHECK_THROW(make({3, -1}, 3), std::invalid_argument);
  BOOST_CHECK_THROW(make({3, 1}, -1), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
