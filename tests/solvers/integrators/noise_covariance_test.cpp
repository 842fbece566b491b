#include "solvers/integrators/noise_covariance.hpp"

#include <cmath>

#include <boost/test/unit_test.hpp>

#include "solvers/integrators/phi_functions.hpp"

using namespace tessera;
using Complex = std::complex<double>;

namespace {

/// Simpson's rule of integral_0^h exp(M s) D exp(M^H s) ds.
Eigen::MatrixXcd by_quadrature(const Eigen::MatrixXcd& m, const Eigen::MatrixXcd& d, double h) {
  constexpr int intervals = 200;
  Eigen::MatrixXcd sum = Eigen::MatrixXcd::Zero(m.rows(), m.cols());
  for (int i = 0; i <= intervals; ++i) {
    const double weight = i == 0 || i == intervals ? 1 : (i % 2 == 1 ? 4 : 2);
    const Eigen::MatrixXcd e = phi_functions(Eigen::MatrixXcd(m * (h * i / intervals)))[0];
    sum += weight * e * d * e.adjoint();
  }
  return sum * (h / (3 * intervals));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(noise_covariance_suite)

BOOST_AUTO_TEST_CASE(the_variance_is_free_of_cancellation) {
  BOOST_TEST(noise_variance({0, 5}, 3, 0.5) == 1.5);
  // 1 + z/2 + z^2/6 times q h, z = 2 Re(lambda) h.
  BOOST_TEST(std::fabs(noise_variance({-1e-9, 2}, 2, 1) / (2 * (1 - 1e-9)) - 1) < 1e-15);
  BOOST_TEST(std::fabs(noise_variance({-1e6, 0}, 2, 1) * 1e6 - 1) < 1e-15);
}

BOOST_AUTO_TEST_CASE(two_half_steps_add_up_to_one_step) {
  for (const double rate : {-1e-10, -0.3, -50.0, 0.7}) {
    const double half = noise_variance({rate, 1}, 2, 0.5);
    const double whole = half + std::exp(rate) * half;
    BOOST_TEST(std::fabs(noise_variance({rate, 1}, 2, 1) / whole - 1) < 1e-15);
  }
}

BOOST_AUTO_TEST_CASE(one_amplitude_is_the_scalar_case) {
  for (const Complex rate : {Complex(-2, 7), Complex(0, 3), Complex(-1e4, 0)}) {
    const Eigen::MatrixXcd m = Eigen::MatrixXcd::Constant(1, 1, rate);
    const Eigen::MatrixXcd d = Eigen::MatrixXcd::Constant(1, 1, 2.5);
    const double expected = noise_variance(rate, 2.5, 0.3);
    BOOST_TEST(std::abs(noise_covariance(m, d, 0.3)(0, 0) / expected - 1.0) < 1e-14);
  }
}

BOOST_AUTO_TEST_CASE(coupled_amplitudes_agree_with_quadrature_defective_ones_too) {
  Eigen::MatrixXcd m(2, 2), d(2, 2);
  m << Complex(-1, 2), 3, Complex(0, -0.5), Complex(-0.5, -1);
  d << 2, Complex(0.3, 0.4), Complex(0.3, -0.4), 1;
  Eigen::MatrixXcd jordan(2, 2);
  jordan << -2, 5, 0, -2;
  for (const Eigen::MatrixXcd& rates : {m, jordan}) {
    const Eigen::MatrixXcd found = noise_covariance(rates, d, 1.2);
    BOOST_TEST((found - by_quadrature(rates, d, 1.2)).norm() < 1e-8 * found.norm());
    BOOST_TEST((found - found.adjoint()).norm() == 0);
  }
}

BOOST_AUTO_TEST_CASE(a_long_stiff_step_gives_the_stationary_covariance) {
  Eigen::MatrixXcd m(2, 2);
  m << -2e4, 1e3, -1e3, Complex(-1, 50);
  const Eigen::MatrixXcd d = Eigen::MatrixXcd::Identity(2, 2);
  const Eigen::MatrixXcd q = noise_covariance(m, d, 100);
  BOOST_TEST((m * q + q * m.adjoint() + d).norm() < 1e-11);
}

BOOST_AUTO_TEST_CASE(shapes_that_do_not_fit_are_refused) {
  const Eigen::MatrixXcd two = Eigen::MatrixXcd::Identity(2, 2);
  const Eigen::MatrixXcd three = Eigen::MatrixXcd::Identity(3, 3);
  BOOST_CHECK_THROW(noise_covariance(two, three, 1), std::invalid_argument);
  BOOST_CHECK_THROW(noise_covariance(two, two, -1), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
