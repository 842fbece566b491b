#include "solvers/integrators/exponential_runge_kutta.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>

#include <boost/test/unit_test.hpp>

#include "solvers/integrators/phi_functions.hpp"
#include "tests/solvers/integrators/problems.hpp"

using namespace tessera;
using namespace tessera::test;

namespace {

const NonlinearPart nothing = [](double, std::span<const double>, std::span<double> n) {
  std::fill(n.begin(), n.end(), 0.0);
};

/// u' = -50 u + (51 u - u^3): u' = u - u^3 with a stiff linear part and known solution.
const NonlinearPart cubic = [](double, std::span<const double> u, std::span<double> n) {
  n[0] = 51 * u[0] - u[0] * u[0] * u[0];
};
double cubic_solution(double first, double t) {
  return first * std::exp(t) / std::sqrt(1 + first * first * std::expm1(2 * t));
}

/// The classical method of Runge and Kutta for the whole right side.
std::vector<double> classical_steps(const BurgersEquation& burgers, double end, Index steps) {
  const double h = end / static_cast<double>(steps);
  std::vector<double> u = burgers.start(), stage(u.size()), rate(u.size()), sum(u.size());
  const LinearPart linear = burgers.linear();
  const auto evaluate = [&] {
    burgers.nonlinear(0, stage, rate);
    for (Index k = 0; k < burgers.modes; ++k) {
      const Complex lu =
          linear.matrices[at(k)](0, 0) * Complex(stage[at(2 * k)], stage[at(2 * k + 1)]);
      rate[at(2 * k)] += lu.real();
      rate[at(2 * k + 1)] += lu.imag();
    }
  };
  for (Index s = 0; s < steps; ++s) {
    sum.assign(u.size(), 0.0);
    stage = u;
    for (int j = 0; j < 4; ++j) {
      evaluate();
      const double next = j == 2 ? 1 : 0.5;
      for (std::size_t i = 0; i < u.size(); ++i) {
        sum[i] += (j == 0 || j == 3 ? 1.0 : 2.0) * rate[i];
        stage[i] = u[i] + next * h * rate[i];
      }
    }
    for (std::size_t i = 0; i < u.size(); ++i) u[i] += h / 6 * sum[i];
  }
  return u;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(exponential_runge_kutta)

BOOST_AUTO_TEST_CASE(linear_equations_are_exact_at_any_step) {
  const std::vector<Complex> rates{{0, 0}, {-1e3, 4}, {0, 300}, {-1e-6, 2}};
  ExponentialRungeKutta method(complex_diagonal(rates), nothing);
  const std::vector<double> start{1, 2, 3, 4, 5, 6, 7, 8};
  for (const double step : {1e-3, 0.1, 2.0}) {
    const auto found = fixed_steps(method, start, 0, step, 1);
    for (std::size_t k = 0; k < rates.size(); ++k) {
      const Complex expected = std::exp(rates[k] * step) * Complex(start[2 * k], start[2 * k + 1]);
      BOOST_TEST(std::abs(Complex(found[2 * k], found[2 * k + 1]) - expected) <=
                 1e-15 * std::abs(expected));
    }
  }
}

BOOST_AUTO_TEST_CASE(coupled_blocks_and_numbers_without_block_move_as_their_matrices_say) {
  Eigen::MatrixXcd wave(2, 2), decay(2, 2);
  wave << Complex(0, 1), 2, -3, Complex(-0.5, 0);
  decay << -1, 4, 0, -1;
  LinearPart linear{9, {wave, decay}, {{0, {7, 0}, {3, 4}}, {1, {5, 2}, {}}}};
  ExponentialRungeKutta method(linear, nothing);
  const std::vector<double> start{1, 2, 3, 4, 5, 6, 7, 8, 9};
  const auto found = fixed_steps(method, start, 0, 0.25, 3);
  const Eigen::Vector2cd a(Complex(8, 4), Complex(1, 5)), b(6, 3);
  const Eigen::Vector2cd a_end = phi_functions(Eigen::MatrixXcd(0.75 * wave))[0] * a;
  const Eigen::Vector2cd b_end = phi_functions(Eigen::MatrixXcd(0.75 * decay))[0] * b;
  const std::vector<double> expected{
      a_end(1).real(), 2, b_end(1).real(), a_end(0).imag(), a_end(1).imag(), b_end(0).real(), 7,
      a_end(0).real(), 9};
  BOOST_TEST(distance(found, expected) < 1e-13);
}

BOOST_AUTO_TEST_CASE(the_order_is_four_for_a_stiff_equation_with_known_solution) {
  ExponentialRungeKutta method(real_diagonal({-50}), cubic);
  double former = 0;
  for (const Index steps : {512, 1024, 2048}) {
    const auto found = fixed_steps(method, {0.1}, 0, 4.0 / static_cast<double>(steps), steps);
    const double error = std::fabs(found[0] - cubic_solution(0.1, 4));
    if (former > 0) BOOST_TEST(std::log2(former / error) > 3.5);
    former = error;
  }
  BOOST_TEST(former < 1e-5);
}

BOOST_AUTO_TEST_CASE(the_order_is_four_for_dissipative_and_for_dispersive_waves) {
  for (const auto& [viscosity, dispersion] : {std::pair{0.05, 0.02}, {0.5, 0.0}, {0.0, 0.1}}) {
    const BurgersEquation burgers{12, viscosity, dispersion};
    const auto exact = classical_steps(burgers, 1.0, 24000);
    ExponentialRungeKutta method(burgers.linear(), burgers.part());
    std::vector<double> errors;
    for (const Index steps : {40, 80, 160})
      errors.push_back(distance(
          fixed_steps(method, burgers.start(), 0, 1 / static_cast<double>(steps), steps), exact));
    BOOST_TEST(errors.back() < 1e-6);
    BOOST_TEST(std::fabs(std::log2(errors[1] / errors[2]) - 4) < 0.3);
  }
}

BOOST_AUTO_TEST_CASE(the_order_is_four_for_forcing_that_depends_on_time) {
  // u' = -3 (u - cos 2 t) - 2 sin 2 t.
  const NonlinearPart forcing = [](double t, std::span<const double>, std::span<double> n) {
    n[0] = 3 * std::cos(2 * t) - 2 * std::sin(2 * t);
  };
  ExponentialRungeKutta method(real_diagonal({-3}), forcing);
  const auto error = [&](Index steps) {
    return std::fabs(fixed_steps(method, {1}, 0, 2.0 / static_cast<double>(steps), steps)[0] -
                     std::cos(4.0));
  };
  BOOST_TEST(std::fabs(std::log2(error(40) / error(80)) - 4) < 0.3);
}

BOOST_AUTO_TEST_CASE(fixed_points_stay_fixed_to_rounding) {
  // M u + N(u) = 0 at u, quadratic N, for rates of all sizes.
  const std::vector<Complex> rates{{-1e4, 0}, {0, 1e3}, {-1, 2}, {0, 0}, {-1e-5, 0}};
  std::vector<double> u(2 * rates.size());
  for (std::size_t i = 0; i < u.size(); ++i) u[i] = 1 + 0.3 * static_cast<double>(i);
  const std::vector<double> fixed = u;
  const NonlinearPart n = [&](double, std::span<const double> x, std::span<double> out) {
    for (std::size_t k = 0; k < rates.size(); ++k) {
      const Complex f(fixed[2 * k], fixed[2 * k + 1]), v(x[2 * k], x[2 * k + 1]);
      const Complex value = -rates[k] * f + 0.05 * (f * f - v * v);
      out[2 * k] = value.real();
      out[2 * k + 1] = value.imag();
    }
  };
  ExponentialRungeKutta method(complex_diagonal(rates), n);
  const auto found = fixed_steps(method, u, 0, 0.5, 20);
  BOOST_TEST(distance(found, fixed) < 1e-13);
}

BOOST_AUTO_TEST_CASE(the_estimated_error_is_of_order_four_and_no_smaller_than_the_true_one) {
  const BurgersEquation burgers{6, 0.1, 0.05};
  std::vector<double> estimates;
  for (const double step : {0.01, 0.005, 0.0025}) {
    ExponentialRungeKutta method(burgers.linear(), burgers.part());
    std::vector<double> u = burgers.start(), next(u.size());
    method.step(0, step, step, u, next, true);
    method.accept();
    u = next;
    // The second step knows the first.
    const double estimate = method.step(step, 2 * step, step, u, next, true).error[0];
    ExponentialRungeKutta fine(burgers.linear(), burgers.part());
    const auto exact = fixed_steps(fine, u, step, step / 32, 32);
    BOOST_TEST(distance(next, exact) < estimate);
    estimates.push_back(estimate);
  }
  BOOST_TEST(std::fabs(std::log2(estimates[0] / estimates[1]) - 4) < 0.4);
  BOOST_TEST(std::fabs(std::log2(estimates[1] / estimates[2]) - 4) < 0.3);
}

BOOST_AUTO_TEST_CASE(the_estimate_sees_forcing_that_depends_on_time_alone) {
  const NonlinearPart forcing = [](double t, std::span<const double>, std::span<double> n) {
    n[0] = std::cos(t);
  };
  std::vector<double> estimates;
  for (const double step : {0.1, 0.05}) {
    ExponentialRungeKutta method(real_diagonal({0}), forcing);
    std::vector<double> u{0}, next{0};
    method.step(1, 1 + step, step, u, next, true);
    method.accept();
    u = next;
    estimates.push_back(method.step(1 + step, 1 + 2 * step, step, u, next, true).error[0]);
    BOOST_TEST(std::fabs(next[0] - u[0] - std::sin(1 + 2 * step) + std::sin(1 + step)) <
               estimates.back());
  }
  BOOST_TEST(std::fabs(std::log2(estimates[0] / estimates[1]) - 4) < 0.5);
}

BOOST_AUTO_TEST_CASE(the_cfl_number_is_the_step_times_the_frequency_of_explicit_waves) {
  // A wave of frequency 7 in N, in two groups of very different units.
  const NonlinearPart wave = [](double, std::span<const double> u, std::span<double> n) {
    n[0] = 7 * u[1];
    n[1] = -7 * u[0];
    n[2] = 7 * u[3];
    n[3] = -7 * u[2];
  };
  ExponentialRungeKutta method(real_diagonal({0, 0, 0, 0}), wave, {2, 4});
  const std::vector<double> u{1, 2, 1e9, -3e9};
  std::vector<double> next(4);
  for (const bool estimate : {false, true})
    BOOST_TEST(std::fabs(method.step(0, 0.3, 0.3, u, next, estimate).cfl - 2.1) < 1e-8);
}

BOOST_AUTO_TEST_CASE(a_taken_step_hands_its_last_evaluation_on) {
  Index evaluations = 0;
  const NonlinearPart counted = [&](double t, std::span<const double> u, std::span<double> n) {
    ++evaluations;
    cubic(t, u, n);
  };
  ExponentialRungeKutta method(real_diagonal({-50}), counted);
  std::vector<double> u{0.1}, next{0};
  for (int i = 0; i < 10; ++i) {
    method.step(0, 0.1, 0.1, u, next, true);
    method.accept();
    u = next;
  }
  BOOST_TEST(evaluations == 41);
  method.forget_rates();
  method.step(0, 0.1, 0.1, u, next, false);
  BOOST_TEST(evaluations == 45);
}

BOOST_AUTO_TEST_CASE(linear_parts_that_contradict_themselves_are_refused) {
  const auto refused = [](const LinearPart& linear, std::vector<Index> groups = {}) {
    BOOST_CHECK_THROW(ExponentialRungeKutta(linear, nothing, std::move(groups)),
                      std::invalid_argument);
  };
  const Eigen::MatrixXcd one = Eigen::MatrixXcd::Constant(1, 1, -1);
  const Eigen::MatrixXcd i = Eigen::MatrixXcd::Constant(1, 1, Complex(0, 1));
  refused({2, {one}, {{0, {2}, {}}}});                // beyond the state
  refused({2, {one}, {{0, {1}, {}}, {0, {1}, {}}}});  // used twice
  refused({2, {one}, {{1, {1}, {}}}});                // no such matrix
  refused({2, {one}, {{0, {0, 1}, {}}}});             // wrong size
  refused({2, {i}, {{0, {0}, {}}}});                  // real amplitude, complex rate
  refused({2, {one * std::numeric_limits<double>::infinity()}, {}});
  refused({2, {}, {}}, {1});
  refused({2, {}, {}}, {2, 1, 2});
}

BOOST_AUTO_TEST_SUITE_END()
