#include <cmath>
#include <numbers>
#include <string>

#include <boost/test/unit_test.hpp>

#include "solvers/comparators/comparator.hpp"
#include "tests/solvers/comparators/equations.hpp"

using namespace tessera;
using namespace tessera::comparators;

namespace {

double error_of(const ComparatorResult& result, const TestProblem& t) {
  return relative_error(result.values, sample(uniform_grid(t.problem, 60), t.exact));
}

/// Solves at the given points and on the ladder up to them.
void check(const TestProblem& t, const std::vector<Index>& points, double error,
           double ladder_error) {
  const auto grid = uniform_grid(t.problem, 60);
  const auto result = chebyshev(t.problem, points, grid);
  BOOST_TEST(result.solved);
  BOOST_TEST(result.remark == "");
  BOOST_TEST(error_of(result, t) < error);
  const auto smallest = chebyshev_smallest(t.problem, points, grid);
  BOOST_TEST(smallest.solved);
  BOOST_TEST(smallest.points[0] <= points[0]);
  BOOST_TEST(error_of(smallest, t) < ladder_error);
}

Exact smooth() {
  return {{1, sine(20), sine(15, 0.3)}, {0.3, exponential(1), power(1)}};
}

}  // namespace

BOOST_AUTO_TEST_CASE(helmholtz_between_resonances_is_solved_to_rounding) {
  check(resonant_helmholtz(), {120, 110}, 3e-12, 3e-12);
}

BOOST_AUTO_TEST_CASE(diffusion_with_variable_coefficients_takes_few_iterations_at_any_size) {
  for (const double amplitude : {0.5, 0.9}) {
    const TestProblem t = variable_diffusion(amplitude, sine_product(30, 20));
    check(t, {80, 80}, 1e-13, 1e-12);
    const auto grid = uniform_grid(t.problem, 20);
    const auto coarse = chebyshev(t.problem, {60, 60}, grid);
    const auto fine = chebyshev(t.problem, {120, 120}, grid);
    BOOST_TEST(fine.operator_applications <= 30);
    BOOST_TEST(std::abs(fine.operator_applications - coarse.operator_applications) <= 3);
  }
}

BOOST_AUTO_TEST_CASE(heat_in_space_and_time_is_solved_from_initial_values) {
  check(heat(0.01), {90, 80}, 1e-13, 1e-12);
}

BOOST_AUTO_TEST_CASE(waves_in_space_and_time_are_solved_from_two_initial_conditions) {
  check(wave(1), {90, 90}, 1e-11, 1e-11);
  check(wave(2), {120, 120}, 5e-11, 5e-11);
}

BOOST_AUTO_TEST_CASE(advection_needs_inflow_and_initial_values_alone) {
  check(advection(200), {60, 200}, 1e-12, 1e-12);
  const TestProblem t = advection(200);
  const auto result = chebyshev(t.problem, {200, 200}, uniform_grid(t.problem, 60));
  BOOST_TEST(error_of(result, t) < 1e-12);
}

BOOST_AUTO_TEST_CASE(burgers_equation_is_solved_by_newtons_method) {
  check(burgers(0.02, 20), {60, 50}, 1e-12, 1e-11);
}

BOOST_AUTO_TEST_CASE(the_clamped_biharmonic_equation_is_solved_as_far_as_rounding_lets) {
  check(biharmonic({{1, sine(30), sine(20)}, {1, power(2), power(1)}}), {70, 60}, 1e-10, 1e-10);
}

BOOST_AUTO_TEST_CASE(mixed_derivatives_are_taken_along_both_axes) {
  check(mixed_derivative(smooth()), {60, 70}, 1e-12, 1e-11);
}

BOOST_AUTO_TEST_CASE(neumann_and_robin_sides_hold_exactly) {
  check(robin_poisson(smooth()), {70, 70}, 1e-11, 1e-11);
}

BOOST_AUTO_TEST_CASE(neumann_sides_on_both_ends_leave_a_mirror_image) {
  const Exact u = smooth();
  const TestProblem t =
      make({{0, 1}, {0, 1}}, separable(2, {{2, 0}, {0, 2}, {0, 0}}, {1, 1, -4}), u,
           {{0, false, {0, 1}}, {0, true, {0, 1}}, {1, false, {0, 1}}, {1, true, {0, 1}}});
  check(t, {60, 60}, 1e-11, 1e-11);
}

BOOST_AUTO_TEST_CASE(a_poisson_problem_with_neumann_sides_alone_has_no_unique_solution) {
  const TestProblem t =
      make({{0, 1}, {0, 1}}, separable(2, {{2, 0}, {0, 2}}, {1, 1}), smooth(),
           {{0, false, {0, 1}}, {0, true, {0, 1}}, {1, false, {0, 1}}, {1, true, {0, 1}}});
  const auto result = chebyshev(t.problem, {40, 40}, uniform_grid(t.problem, 10));
  BOOST_TEST((!result.solved || !result.remark.empty()));
}

BOOST_AUTO_TEST_CASE(a_singular_constant_part_still_preconditions) {
  // u_xx + u_yy - (1 + x) u = f with Neumann sides, the Laplacian as constant part.
  Equation e;
  e.fields = {{2, 0}, {0, 2}, {0, 0}};
  e.constant = {{0, 0, 1}, {0, 0, 1}};
  e.separable = false;
  e.slopes = [](const Array& x, const Array&, const Fields&) {
    return std::vector<Array>{Array::Ones(x.size()), Array::Ones(x.size()), -1 - x};
  };
  e.value = [](const Array& x, const Array&, const Fields& v) {
    return Array(v[0] + v[1] - (1 + x) * v[2]);
  };
  check(make({{0, 1}, {0, 1}}, e, smooth(),
             {{0, false, {0, 1}}, {0, true, {0, 1}}, {1, false, {0, 1}}, {1, true, {0, 1}}}),
        {60, 60}, 1e-11, 1e-11);
}

BOOST_AUTO_TEST_CASE(periodic_axes_take_part_as_fourier_series) {
  for (const double nu : {0.0, 0.05})
    for (const Index n : {40, 41}) {
      TestProblem t = periodic_advection_diffusion(nu);
      check(t, {n, 40}, 1e-12, 1e-11);
    }
  // Both axes: u_xx + u_y + 2 u = f.
  const double w = 2 * std::numbers::pi;
  const Exact u = {{1, sine(2 * w, 0.1), cosine(w)}, {0.2, power(0), sine(5 * w)}};
  check(make({{0, 1}, {0, 1}}, separable(2, {{2, 0}, {0, 1}, {0, 0}}, {1, 1, 2}), u, {},
             {true, true}),
        {24, 25}, 1e-12, 1e-11);
}

BOOST_AUTO_TEST_CASE(derivatives_of_third_order_take_conditions_at_unequal_ends) {
  // u_t + u_xxx = f with u at both ends and u_x at the upper one.
  const Exact u = {{1, sine(9, 0.4), exponential(-1)}, {0.5, power(2), cosine(3)}};
  check(make({{0, 1}, {0, 1}}, separable(2, {{0, 1}, {3, 0}}, {1, 1}), u,
             {{0, false, {1}}, {0, true, {1}}, {0, true, {0, 1}}, {1, false, {1}}}),
        {40, 30}, 1e-11, 1e-10);
}

BOOST_AUTO_TEST_CASE(one_axis_takes_fourth_order_variable_coefficients_and_robin_ends) {
  check(beam(30), {60}, 1e-10, 1e-10);
  check(convection(60), {130}, 1e-11, 1e-11);
  // An initial-value problem: u'' + 100 u = f.
  const TestProblem oscillator =
      make({{0, 3}}, separable(1, {{2}, {0}}, {1, 100}), {{1, sine(10, 0.2)}, {1, power(2)}},
           {{0, false, {1}}, {0, false, {0, 1}}});
  check(oscillator, {80}, 1e-11, 1e-11);
}

BOOST_AUTO_TEST_CASE(a_nonlinear_problem_on_one_axis_takes_derivatives_in_its_terms) {
  // u u' - 0.1 u'' = f.
  Equation e;
  e.fields = {{0}, {1}, {2}};
  e.constant = {{0, 0, -0.1}};
  e.linear = e.separable = false;
  e.value = [](const Array&, const Array&, const Fields& v) {
    return Array(v[0] * v[1] - 0.1 * v[2]);
  };
  e.slopes = [](const Array& x, const Array&, const Fields& v) {
    return std::vector<Array>{v[1], v[0], Array::Constant(x.size(), -0.1)};
  };
  check(make({{0, 1}}, e, {{0.5, sine(20)}, {1, power(1)}}, dirichlet(1)), {80}, 1e-11, 1e-10);
}
