#include <cmath>
#include <limits>
#include <numbers>
#include <stdexcept>
#include <string>

#include <boost/test/unit_test.hpp>

#include "solvers/comparators/comparator.hpp"
#include "tests/solvers/comparators/equations.hpp"

using namespace tessera;
using namespace tessera::comparators;

namespace {

constexpr double two_pi = 2 * std::numbers::pi;

double error_of(const ComparatorResult& result, const BoxProblem& problem, const Exact& exact,
                Index evaluation_points) {
  return relative_error(result.values, sample(uniform_grid(problem, evaluation_points), exact));
}

}  // namespace

BOOST_AUTO_TEST_CASE(errors_of_chebyshev_fall_exponentially) {
  const Exact exact = sine_product(10, 10);
  const BoxProblem problem = helmholtz({{0, 2}, {0, 2}}, {1, 1}, 0, exact);
  double former = 1;
  for (Index n : {20, 25, 30, 35}) {
    const auto result = chebyshev(problem, {n, n}, uniform_grid(problem, 50));
    const double error = error_of(result, problem, exact, 50);
    BOOST_TEST(result.solved);
    BOOST_TEST(error < 0.03 * former);
    former = error;
  }
  BOOST_TEST(former < 1e-8);
}

BOOST_AUTO_TEST_CASE(sixteen_waves_a_side_are_solved_to_rounding) {
  const Exact exact = sine_product(100, 100);
  const BoxProblem problem = helmholtz({{0, two_pi}, {0, two_pi}}, {1, 1}, 0, exact);
  const auto result = chebyshev(problem, {400, 400}, uniform_grid(problem, 300));
  BOOST_TEST(result.solved);
  BOOST_TEST(result.unknowns == 398 * 398);
  BOOST_TEST(error_of(result, problem, exact, 300) < 5e-13);
}

BOOST_AUTO_TEST_CASE(boundary_data_shift_and_unequal_axes_are_taken_into_account) {
  // u = exp(-2 x) cos(3 y) + x^2 y, not zero on any side.
  const Exact exact = {{1, exponential(-2), cosine(3)}, {1, power(2), power(1)}};
  const BoxProblem problem = helmholtz({{-1, 2.5}, {3, 4}}, {0.7, 2.1}, 5.3, exact);
  for (const std::vector<Index>& points : {std::vector<Index>{31, 18}, {30, 30}, {41, 25}}) {
    const auto result = chebyshev(problem, points, uniform_grid(problem, 40));
    BOOST_TEST(result.solved);
    BOOST_TEST(result.remark == "");
    BOOST_TEST(error_of(result, problem, exact, 40) < 1e-11);
  }
}

BOOST_AUTO_TEST_CASE(a_kink_of_the_side_data_in_the_corner_meets_at_one_value) {
  // Laplace's equation with u = x on the lower side, u = y on the left one, both 0 in the corner.
  BoxProblem problem = helmholtz({{0, 1}, {0, 1}}, {1, 1}, 0, sine_product(1, 1));
  problem.residual = [](const Coordinates& at, const std::vector<const double*>&) {
    return Eigen::VectorXd(Eigen::VectorXd::Zero(at[0].size() * at[1].size()));
  };
  for (EndCondition& c : problem.conditions)
    c.data = [](const Coordinates& at) {
      return Eigen::VectorXd(sample(at, [](double x, double y) { return std::abs(x - y); }));
    };
  const std::vector<Eigen::VectorXd> grid = uniform_grid(problem, 41);
  const auto coarse = chebyshev(problem, {30, 30}, grid);
  const auto fine = chebyshev(problem, {61, 61}, grid);
  BOOST_TEST(coarse.solved);
  const Eigen::MatrixXd u = fine.values.reshaped(41, 41);
  BOOST_TEST(std::abs(u(0, 0)) < 1e-13);
  BOOST_TEST(std::abs(u(40, 0) - 1) < 1e-13);
  BOOST_TEST((u - u.transpose()).cwiseAbs().maxCoeff() < 1e-11);
  BOOST_TEST((u.row(0) - grid[1].transpose()).cwiseAbs().maxCoeff() < 1e-12);
  // Maximum principle, and agreement between resolutions in spite of the corners.
  BOOST_TEST(u.minCoeff() > -1e-12);
  BOOST_TEST(u.maxCoeff() < 1 + 1e-12);
  BOOST_TEST((fine.values - coarse.values).cwiseAbs().maxCoeff() < 1e-4);
}

BOOST_AUTO_TEST_CASE(one_axis_is_solved_by_lu) {
  const Exact exact = sine_product(100, 0);
  const BoxProblem problem = helmholtz({{0, two_pi}}, {1}, 0, exact);
  for (Index n : {400, 401}) {
    const auto result = chebyshev(problem, {n}, uniform_grid(problem, 300));
    BOOST_TEST(result.solved);
    BOOST_TEST(error_of(result, problem, exact, 300) < 1e-9);
  }
  const BoxProblem shifted = helmholtz({{-1, 0.5}}, {-2}, 3, exact);
  BOOST_TEST(error_of(chebyshev(shifted, {140}, uniform_grid(shifted, 99)), shifted, exact, 99) <
             1e-11);
}

BOOST_AUTO_TEST_CASE(nonlinear_one_axis_converges_to_the_same_error_as_linear) {
  const Exact exact = sine_product(100, 0);
  const BoxProblem problem = allen_cahn({{0, two_pi}}, exact);
  const auto result = chebyshev(problem, {400}, uniform_grid(problem, 300));
  BOOST_TEST(result.solved);
  BOOST_TEST(result.newton_iterations <= 6);
  BOOST_TEST(error_of(result, problem, exact, 300) < 1e-9);
}

BOOST_AUTO_TEST_CASE(allen_cahn_with_sixteen_waves_a_side_is_solved_to_rounding) {
  const Exact exact = mixed_waves();
  const BoxProblem problem = allen_cahn({{0, 1}, {0, 1}}, exact);
  const auto result = chebyshev(problem, {400, 400}, uniform_grid(problem, 300));
  BOOST_TEST(result.solved);
  BOOST_TEST(result.newton_iterations <= 8);
  BOOST_TEST(error_of(result, problem, exact, 300) < 2e-12);
}

BOOST_AUTO_TEST_CASE(the_ladder_stops_at_a_sufficient_number_of_points) {
  const Exact exact = mixed_waves();
  for (const bool nonlinear : {false, true}) {
    const BoxProblem problem = nonlinear ? allen_cahn({{0, 1}, {0, 1}}, exact)
                                         : helmholtz({{0, 1}, {0, 1}}, {1, 1}, 0, exact);
    const auto result = chebyshev_smallest(problem, {400, 400}, uniform_grid(problem, 100));
    BOOST_TEST(result.name == "chebyshev_smallest");
    BOOST_TEST(result.solved);
    BOOST_TEST(result.points[0] < 120);
    BOOST_TEST(result.points[0] == result.points[1]);
    BOOST_TEST(error_of(result, problem, exact, 100) < 1e-11);
  }
}

BOOST_AUTO_TEST_CASE(the_ladder_grows_only_the_axes_that_need_it) {
  const Exact exact = sine_product(150, 1);
  const BoxProblem problem = helmholtz({{0, 1}, {0, 1}}, {1, 1}, 0, exact);
  const auto result = chebyshev_smallest(problem, {400, 400}, uniform_grid(problem, 100));
  BOOST_TEST(result.solved);
  BOOST_TEST(result.points[0] > 90);
  BOOST_TEST(result.points[1] < 30);
  BOOST_TEST(error_of(result, problem, exact, 100) < 1e-11);
}

BOOST_AUTO_TEST_CASE(the_ladder_says_where_the_limit_does_not_suffice) {
  const Exact exact = sine_product(100, 100);
  const BoxProblem problem = helmholtz({{0, two_pi}, {0, two_pi}}, {1, 1}, 0, exact);
  const auto result = chebyshev_smallest(problem, {60, 50}, uniform_grid(problem, 100));
  BOOST_TEST(!result.solved);
  BOOST_TEST(result.remark.find("limit") != std::string::npos);
  BOOST_TEST((result.points == std::vector<Index>{60, 50}));
  BOOST_TEST(result.values.size() == 100 * 100);

  // An axis at its limit does not make the others grow for nothing.
  const Exact wave = sine_product(100, 1);
  const BoxProblem narrow = helmholtz({{0, 1}, {0, 1}}, {1, 1}, 0, wave);
  const auto stopped = chebyshev_smallest(narrow, {40, 400}, uniform_grid(narrow, 50));
  BOOST_TEST(!stopped.solved);
  BOOST_TEST(stopped.points[0] == 40);
  BOOST_TEST(stopped.remark.find("limit") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_resonance_is_reported_and_not_solved) {
  // Three points a side: one unknown, second derivative -8 on each axis.
  BoxProblem problem = helmholtz({{0, 1}, {0, 1}}, {1, 1}, 16, sine_product(1, 1));
  const auto result = chebyshev(problem, {3, 3}, uniform_grid(problem, 5));
  BOOST_TEST(!result.solved);
  BOOST_TEST(result.remark.find("resonance") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(problems_the_comparators_cannot_take_are_refused) {
  const BoxProblem good = helmholtz({{0, 1}, {0, 1}}, {1, 1}, 0, sine_product(1, 1));
  const auto grid = uniform_grid(good, 5);
  BOOST_CHECK_THROW(chebyshev(good, {10}, grid), std::invalid_argument);
  BOOST_CHECK_THROW(chebyshev(good, {10, 2}, grid), std::invalid_argument);
  BOOST_CHECK_THROW(chebyshev(good, {10, 10}, {grid[0]}), std::invalid_argument);
  BoxProblem outside = good;
  BOOST_CHECK_THROW(chebyshev(good, {10, 10}, {grid[0], grid[1] * 1.1}), std::invalid_argument);
  outside.ranges[0] = {1, 1};
  BOOST_CHECK_THROW(finite_difference(outside, {10, 10}, grid), std::invalid_argument);
  BoxProblem parabolic = good;
  parabolic.conditions.pop_back();
  BOOST_CHECK_THROW(chebyshev_smallest(parabolic, {10, 10}, grid), std::invalid_argument);
  BoxProblem fifth = good;
  fifth.fields[0] = {5, 0};
  BOOST_CHECK_THROW(chebyshev(fifth, {10, 10}, grid), std::invalid_argument);
  BOOST_CHECK_THROW(finite_difference(good, {10, 10}, grid, 3), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(lapacks_own_factorisations_run_for_lines_planes_and_smallest_boxes) {
  const BoxProblem line = helmholtz({{0, 1}}, {1}, 0, sine_product(1, 0));
  const BoxProblem plane = helmholtz({{0, 1}, {0, 1}}, {1, 1}, 0, sine_product(1, 1));
  BOOST_TEST(lapack_factorisation_time_s(line, {20}) > 0);
  BOOST_TEST(lapack_factorisation_time_s(plane, {31, 40}) > 0);
  BOOST_TEST(lapack_factorisation_time_s(plane, {3, 3}) > 0);
  BOOST_TEST(lapack_factorisation_time_s(heat(1).problem, {20, 30}) > 0);
  BOOST_CHECK_THROW(lapack_factorisation_time_s(plane, {20}), std::invalid_argument);
}
