#include <cmath>
#include <string>

#include <boost/test/unit_test.hpp>

#include "solvers/comparators/comparator.hpp"
#include "tests/solvers/comparators/equations.hpp"

using namespace tessera;
using namespace tessera::comparators;

namespace {

/// Observed order between h and h / 2.
double observed_order(const TestProblem& t, Index n, Index order = 2) {
  const auto grid = uniform_grid(t.problem, 83);
  const Eigen::VectorXd values = sample(grid, t.exact);
  std::vector<Index> coarse, fine;
  for (std::size_t k = 0; k < t.problem.ranges.size(); ++k) {
    const bool periodic = !t.problem.periodic.empty() && t.problem.periodic[k];
    coarse.push_back(periodic ? n : n + 1);
    fine.push_back(periodic ? 2 * n : 2 * n + 1);
  }
  const auto first = finite_difference(t.problem, coarse, grid, order);
  const auto second = finite_difference(t.problem, fine, grid, order);
  BOOST_TEST(first.solved);
  BOOST_TEST(second.solved);
  BOOST_TEST(first.name == (order == 2 ? "finite_difference" : "finite_difference_4"));
  return std::log2(relative_error(first.values, values) / relative_error(second.values, values));
}

TestProblem dirichlet_problem(std::vector<std::pair<double, double>> ranges,
                              const std::vector<double>& coefficients, double shift,
                              const Exact& u) {
  return {helmholtz(std::move(ranges), coefficients, shift, u), u};
}

const Exact plane = {{1, exponential(-2), cosine(3)}, {1, power(2), power(1)}};
const Exact slow = {{1, sine(6), sine(5, 0.3)}, {0.3, exponential(1), power(1)}};

/// u_t = 0.1 u_xx + f.
TestProblem slow_heat() {
  const Exact u = {{1, sine(5, 0.3), exponential(-2)}, {0.5, power(1), cosine(3)}};
  return make({{0, 1}, {0, 1}}, separable(2, {{0, 1}, {2, 0}}, {1, -0.1}), u, space_time(1));
}

bool near(double order, double expected) {
  return std::abs(order - expected) < 0.25;
}

}  // namespace

BOOST_AUTO_TEST_CASE(finite_differences_are_of_second_order) {
  const TestProblem line = dirichlet_problem({{0, 2}}, {3}, -1, sine_product(9, 0));
  BOOST_TEST(std::abs(observed_order(line, 80) - 2) < 0.1);
  const TestProblem box = dirichlet_problem({{-1, 1}, {3, 4}}, {0.7, 2}, 1.5, plane);
  BOOST_TEST(std::abs(observed_order(box, 40) - 2) < 0.1);
}

BOOST_AUTO_TEST_CASE(finite_differences_of_nonlinear_problems_are_of_second_order) {
  const Exact line = sine_product(9, 0);
  const Exact box = sine_product(7, 5);
  BOOST_TEST(std::abs(observed_order({allen_cahn({{0, 2}}, line), line}, 80) - 2) < 0.1);
  BOOST_TEST(std::abs(observed_order({allen_cahn({{0, 1}, {0, 2}}, box), box}, 50) - 2) < 0.1);
}

BOOST_AUTO_TEST_CASE(finite_differences_of_all_other_equations_are_of_second_order) {
  BOOST_TEST(near(observed_order(variable_diffusion(0.5, slow), 50), 2));
  BOOST_TEST(near(observed_order(mixed_derivative(slow), 50), 2));
  BOOST_TEST(near(observed_order(robin_poisson(slow), 60), 2));
  BOOST_TEST(near(observed_order(biharmonic(slow), 50), 2));
  BOOST_TEST(near(observed_order(slow_heat(), 60), 2));
  BOOST_TEST(near(observed_order(advection(5), 60), 2));
  BOOST_TEST(near(observed_order(burgers(0.1, 6), 60), 2));
  BOOST_TEST(near(observed_order(periodic_advection_diffusion(0.1), 120), 2));
  BOOST_TEST(near(observed_order(beam(10), 80), 2));
  BOOST_TEST(near(observed_order(convection(5), 80), 2));
  const Exact standing = {{1, sine(3), cosine(3)}};
  BOOST_TEST(near(observed_order(make({{0, 1}, {0, 2}}, separable(2, {{0, 2}, {2, 0}}, {1, -1}),
                                      standing, space_time(2)),
                                 100),
                  2));
}

BOOST_AUTO_TEST_CASE(fourth_order_differences_are_of_fourth_order) {
  const TestProblem box = dirichlet_problem({{-1, 1}, {3, 4}}, {0.7, 2}, 1.5, plane);
  BOOST_TEST(near(observed_order(box, 60, 4), 4));
  BOOST_TEST(near(observed_order(robin_poisson(slow), 60, 4), 4));
  BOOST_TEST(near(observed_order(advection(5), 60, 4), 4));
  BOOST_TEST(near(observed_order(slow_heat(), 60, 4), 4));
  BOOST_TEST(near(observed_order(periodic_advection_diffusion(0.1), 100, 4), 4));
}

BOOST_AUTO_TEST_CASE(what_differences_cannot_do_is_told_in_the_remark) {
  const TestProblem t = wave(1);
  const auto result = finite_difference(t.problem, {40, 40}, uniform_grid(t.problem, 10), 4);
  BOOST_TEST(!result.solved);
  BOOST_TEST(result.remark.find("unstable") != std::string::npos);
  const TestProblem small = beam(10);
  const auto few = finite_difference(small.problem, {5}, uniform_grid(small.problem, 10));
  BOOST_TEST(!few.solved);
  BOOST_TEST(few.remark.find("5 points") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(finite_differences_are_exact_for_quadratics) {
  const Exact exact = {{1, power(0)},
                       {1, power(1)},
                       {-1, power(2)},
                       {2, power(1), power(1)},
                       {1, power(0), power(2)}};
  const TestProblem t = dirichlet_problem({{0, 1}, {0, 3}}, {1, 2}, -1, exact);
  const auto grid = uniform_grid(t.problem, 21);
  const auto result = finite_difference(t.problem, {17, 30}, grid);
  BOOST_TEST(relative_error(result.values, sample(grid, exact)) < 1e-13);
  BOOST_TEST(result.unknowns == 15 * 28);
}
