#include <cmath>
#include <numbers>

#include <boost/test/unit_test.hpp>

#include "solvers/comparators/comparator.hpp"
#include "tests/solvers/comparators/problems.hpp"

using namespace tessera;
using namespace tessera::comparators;

namespace {

/// Observed order between h and h / 2.
double observed_order(const BoxProblem& problem, const Manufactured& exact, Index n) {
  const auto grid = uniform_grid(problem, 83);
  const Eigen::VectorXd values = sample(grid, exact.u);
  const std::vector<Index> coarse(problem.ranges.size(), n + 1);
  const std::vector<Index> fine(problem.ranges.size(), 2 * n + 1);
  const auto first = finite_difference(problem, coarse, grid);
  const auto second = finite_difference(problem, fine, grid);
  BOOST_TEST(first.solved);
  BOOST_TEST(second.solved);
  BOOST_TEST(first.name == "finite_difference");
  return std::log2(relative_error(first.values, values) / relative_error(second.values, values));
}

}  // namespace

BOOST_AUTO_TEST_CASE(finite_differences_are_of_second_order) {
  const Manufactured line = sine_product(9, 0);
  const Manufactured plane = {
      [](double x, double y) { return std::exp(-2 * x) * std::cos(3 * y) + x * x * y; },
      [](double x, double y) { return 4 * std::exp(-2 * x) * std::cos(3 * y) + 2 * y; },
      [](double x, double y) { return -9 * std::exp(-2 * x) * std::cos(3 * y); }};
  BOOST_TEST(std::abs(observed_order(manufacture({{0, 2}}, {3}, -1, line), line, 80) - 2) < 0.1);
  BOOST_TEST(
      std::abs(observed_order(manufacture({{-1, 1}, {3, 4}}, {0.7, 2}, 1.5, plane), plane, 40) -
               2) < 0.1);
}

BOOST_AUTO_TEST_CASE(finite_differences_of_nonlinear_problems_are_of_second_order) {
  const Manufactured line = sine_product(9, 0);
  const Manufactured plane = sine_product(7, 5);
  BOOST_TEST(std::abs(observed_order(allen_cahn({{0, 2}}, line), line, 80) - 2) < 0.1);
  BOOST_TEST(std::abs(observed_order(allen_cahn({{0, 1}, {0, 2}}, plane), plane, 50) - 2) < 0.1);
}

BOOST_AUTO_TEST_CASE(finite_differences_are_exact_for_quadratics) {
  const Manufactured exact = {[](double x, double y) { return 1 + x - x * x + 2 * x * y + y * y; },
                              [](double, double) { return -2.0; },
                              [](double, double) { return 2.0; }};
  const BoxProblem problem = manufacture({{0, 1}, {0, 3}}, {1, 2}, -1, exact);
  const auto grid = uniform_grid(problem, 21);
  const auto result = finite_difference(problem, {17, 30}, grid);
  BOOST_TEST(relative_error(result.values, sample(grid, exact.u)) < 1e-13);
  BOOST_TEST(result.unknowns == 15 * 28);
}
