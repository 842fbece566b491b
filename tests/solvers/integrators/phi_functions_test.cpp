#include "solvers/integrators/phi_functions.hpp"

#include <cmath>
#include <numbers>
#include <random>

#include <Eigen/LU>
#include <boost/test/unit_test.hpp>

#include "data/fields/types.hpp"
#include "tests/solvers/integrators/high_precision.hpp"

using namespace tessera;
using std::numbers::pi;
using Complex = std::complex<double>;

namespace {

double relative_error(Complex z) {
  const auto found = phi_functions(z);
  const auto expected = test::precise_phi_functions(z);
  double largest = 0;
  for (std::size_t k = 0; k < 5; ++k)
    largest = std::max(largest, std::abs(found[k] - expected[k]) / std::abs(expected[k]));
  return largest;
}

/// Largest over k, in units of the largest entry of each phi_k.
double matrix_error(const Eigen::MatrixXcd& z) {
  const auto found = phi_functions(z);
  const auto expected = test::precise_phi_functions(z);
  double largest = 0;
  for (std::size_t k = 0; k < 5; ++k)
    largest = std::max(largest, (found[k] - expected[k]).cwiseAbs().maxCoeff() /
                                    expected[k].cwiseAbs().maxCoeff());
  return largest;
}

Eigen::MatrixXcd random_matrix(Index n, unsigned seed) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> normal;
  Eigen::MatrixXcd a(n, n);
  for (Index i = 0; i < a.size(); ++i) a(i) = {normal(random), normal(random)};
  return a;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(phi_functions_suite)

BOOST_AUTO_TEST_CASE(scalars_are_right_to_rounding_in_the_left_half_plane_and_on_its_border) {
  for (double exponent = -8; exponent <= 3.01; exponent += 0.5)
    for (const double angle : {0.5, -0.5, 0.51, 0.6, -0.75, 0.9, 1.0}) {
      const Complex z = std::polar(std::pow(10.0, exponent), angle * pi);
      BOOST_TEST(relative_error(z) < 4e-16, "z = " << z << ": " << relative_error(z));
    }
}

BOOST_AUTO_TEST_CASE(scalars_are_right_around_the_change_of_the_formula_and_at_near_zeros) {
  for (const double size : {1.9, 1.9999999, 2.0000001, 2.1, 3.7})
    for (const double angle : {0.0, 0.3, 0.5, 0.8, 1.0})
      BOOST_TEST(relative_error(std::polar(size, angle * pi)) < 4e-16);
  // phi_1 has zeros at 2 pi i n.
  for (const double n : {1.0, 2.0, 50.0}) BOOST_TEST(relative_error({0.0, 2 * pi * n}) < 4e-16);
  for (const Complex z : {Complex(5, 3), Complex(20, 0), Complex(30, -100)})
    BOOST_TEST(relative_error(z) < 4e-16);
}

BOOST_AUTO_TEST_CASE(at_zero_they_are_inverse_factorials_and_far_left_they_decay) {
  const auto zero = phi_functions(Complex(0));
  const auto far = phi_functions(Complex(-1e12, 1e6));
  double factorial = 1;
  for (std::size_t k = 0; k < 5; ++k) {
    if (k > 0) factorial *= static_cast<double>(k);
    BOOST_TEST(std::abs(zero[k] - 1 / factorial) < 1e-17);
    BOOST_TEST(std::abs(far[k]) <= 1.0001e-12);
  }
}

BOOST_AUTO_TEST_CASE(diagonal_matrices_have_the_scalars_on_the_diagonal) {
  Eigen::MatrixXcd z = Eigen::MatrixXcd::Zero(3, 3);
  const std::array<Complex, 3> values{Complex(-1e4, 3), Complex(0, 700), Complex(-1e-7)};
  for (Index i = 0; i < 3; ++i) z(i, i) = values[static_cast<std::size_t>(i)];
  const auto found = phi_functions(z);
  for (Index i = 0; i < 3; ++i) {
    const auto expected = phi_functions(values[static_cast<std::size_t>(i)]);
    for (std::size_t k = 0; k < 5; ++k)
      BOOST_TEST(std::abs(found[k](i, i) - expected[k]) <= 4e-16 * std::abs(expected[k]));
  }
}

BOOST_AUTO_TEST_CASE(random_matrices_agree_with_a_hundred_digits) {
  for (const double size : {1e-6, 0.3, 3.0, 40.0})
    for (const Index n : {2, 4}) {
      Eigen::MatrixXcd z = size * random_matrix(n, 7);
      z -= 2 * size * Eigen::MatrixXcd::Identity(n, n);
      BOOST_TEST(matrix_error(z) < 2e-15, "size " << size << ", n " << n);
    }
}

BOOST_AUTO_TEST_CASE(defective_and_nearly_defective_matrices_agree_with_a_hundred_digits) {
  for (const Complex value : {Complex(0), Complex(-3), Complex(-200, 5), Complex(0, 30)})
    for (const double split : {0.0, 1e-9}) {
      Eigen::MatrixXcd z = Eigen::MatrixXcd::Zero(3, 3);
      for (Index i = 0; i < 3; ++i) z(i, i) = value + split * static_cast<double>(i);
      z(0, 1) = 2;
      z(1, 2) = -1.5;
      BOOST_TEST(matrix_error(z) < 2e-15, "value " << value << ", split " << split);
      const Eigen::MatrixXcd p = Eigen::MatrixXcd::Identity(3, 3) + 0.2 * random_matrix(3, 5);
      BOOST_TEST(matrix_error(p * z * p.inverse()) < 1e-13);
    }
}

BOOST_AUTO_TEST_CASE(stiff_matrices_agree_with_a_hundred_digits) {
  Eigen::MatrixXcd z(3, 3);
  z << -1e4, 10, 0, 5, Complex(-1, 300), 2, 0, 1, -0.01;
  BOOST_TEST(matrix_error(z) < 1e-14);
  Eigen::MatrixXcd jordan(2, 2);
  jordan << -1e4, 1e4, 0, -1e4;
  BOOST_TEST(matrix_error(jordan) < 1e-14);
}

BOOST_AUTO_TEST_CASE(gravity_waves_in_units_of_very_different_size_keep_all_digits) {
  // (delta, h): delta' = g l (l + 1) / R^2 h, h' = -H delta, a step of 600 s at degree 255.
  Eigen::MatrixXcd z = Eigen::MatrixXcd::Zero(2, 2);
  z(0, 1) = 9.80616 * 255 * 256 / (6.37122e6 * 6.37122e6) * 600;
  z(1, 0) = -1e4 * 600;
  const auto found = phi_functions(z);
  const auto expected = test::precise_phi_functions(z);
  for (std::size_t k = 0; k < 5; ++k)
    for (Index i = 0; i < 4; ++i) {
      BOOST_TEST(std::abs(found[k](i) - expected[k](i)) <= 1e-14 * std::abs(expected[k](i)));
      BOOST_TEST(found[k](i).imag() == 0);
    }
}

BOOST_AUTO_TEST_CASE(matrices_that_are_not_square_or_not_finite_are_refused) {
  BOOST_CHECK_THROW(phi_functions(Eigen::MatrixXcd(Eigen::MatrixXcd::Zero(2, 3))),
                    std::invalid_argument);
  BOOST_CHECK_THROW(phi_functions(Eigen::MatrixXcd(Eigen::MatrixXcd::Constant(2, 2, std::nan("")))),
                    std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
