#include "models/equivariant/spherical_harmonics.hpp"

#include <cmath>
#include <numbers>
#include <random>
#include <stdexcept>

#include <Eigen/Core>
#include <boost/math/special_functions/spherical_harmonic.hpp>
#include <boost/test/unit_test.hpp>

using namespace tessera;

namespace {

std::vector<Eigen::Vector3d> directions() {
  std::mt19937 random(5);
  std::uniform_real_distribution<double> uniform(-1, 1);
  std::vector<Eigen::Vector3d> result{{0, 0, 1}, {0, 0, -2}, {1e-9, 0, 1}, {1, 0, 0}, {0, -3, 0}};
  for (int n = 0; n < 6; ++n)
    result.emplace_back(uniform(random), uniform(random), uniform(random));
  return result;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(spherical_harmonics)

BOOST_AUTO_TEST_CASE(low_degrees_have_their_closed_forms) {
  const SphericalHarmonics harmonics(2);
  for (const Eigen::Vector3d& r : directions()) {
    const Eigen::Vector3d n = r.normalized();
    Eigen::VectorXd y(9);
    harmonics.evaluate(1, r.data(), y.data());
    const double a = std::sqrt(3 / (4 * std::numbers::pi)),
                 b = std::sqrt(15 / (4 * std::numbers::pi));
    const double expected[] = {std::sqrt(1 / (4 * std::numbers::pi)),
                               a * n.y(),
                               a * n.z(),
                               a * n.x(),
                               b * n.x() * n.y(),
                               b * n.y() * n.z(),
                               b / std::sqrt(12.0) * (3 * n.z() * n.z() - 1),
                               b * n.x() * n.z(),
                               b / 2 * (n.x() * n.x() - n.y() * n.y())};
    for (int i = 0; i < 9; ++i) BOOST_TEST(std::abs(y[i] - expected[i]) < 1e-15);
  }
}

BOOST_AUTO_TEST_CASE(values_agree_with_another_library) {
  const int degree = 30;
  const SphericalHarmonics harmonics(degree);
  double worst = 0;
  for (const Eigen::Vector3d& r : directions()) {
    Eigen::VectorXd y(harmonics.count());
    harmonics.evaluate(1, r.data(), y.data());
    const double theta = std::atan2(std::hypot(r.x(), r.y()), r.z());
    const double phi = std::atan2(r.y(), r.x());
    for (int l = 0; l <= degree; ++l)
      for (int m = 0; m <= l; ++m) {
        // With the Condon-Shortley phase there.
        const double factor = (m % 2 == 0 ? 1 : -1) * (m == 0 ? 1 : std::numbers::sqrt2);
        const auto index = static_cast<Index>(l) * l + l;
        const auto order = static_cast<unsigned>(l);
        worst = std::max(worst, std::abs(y[index + m] - factor * boost::math::spherical_harmonic_r(
                                                                     order, m, theta, phi)));
        if (m > 0)
          worst =
              std::max(worst, std::abs(y[index - m] - factor * boost::math::spherical_harmonic_i(
                                                                   order, m, theta, phi)));
      }
  }
  BOOST_TEST(worst < 1e-13);
}

BOOST_AUTO_TEST_CASE(squares_of_a_degree_sum_to_a_constant_up_to_1024) {
  const SphericalHarmonics harmonics(1024);
  double worst = 0;
  for (const Eigen::Vector3d& r : directions()) {
    Eigen::VectorXd y(harmonics.count());
    harmonics.evaluate(1, r.data(), y.data());
    for (Index l = 0; l <= 1024; ++l) {
      const double expected = static_cast<double>(2 * l + 1) / (4 * std::numbers::pi);
      worst = std::max(worst, std::abs(y.segment(l * l, 2 * l + 1).squaredNorm() / expected - 1));
    }
  }
  BOOST_TEST(worst < 1e-11);
}

BOOST_AUTO_TEST_CASE(derivatives_are_tangential_and_obey_the_eigenvalue_equation) {
  const int degree = 40;
  const SphericalHarmonics harmonics(degree);
  const Index count = harmonics.count();
  double radial = 0, laplace = 0;
  for (const Eigen::Vector3d& r : directions()) {
    Eigen::VectorXd y(count), first(3 * count), second(6 * count);
    harmonics.evaluate(1, r.data(), y.data(), first.data(), second.data());
    for (Index l = 0; l <= degree; ++l)
      for (Index i = l * l; i < (l + 1) * (l + 1); ++i) {
        const auto scale = static_cast<double>(l * (l + 1) + 1) / r.squaredNorm();
        radial = std::max(radial, std::abs(r.x() * first[i] + r.y() * first[count + i] +
                                           r.z() * first[2 * count + i]) /
                                      scale);
        const double trace = second[i] + second[3 * count + i] + second[5 * count + i];
        laplace = std::max(
            laplace,
            std::abs(trace + static_cast<double>(l * (l + 1)) / r.squaredNorm() * y[i]) / scale);
      }
  }
  BOOST_TEST(radial < 1e-13);
  BOOST_TEST(laplace < 1e-13);
}

BOOST_AUTO_TEST_CASE(derivatives_are_the_limits_of_difference_quotients_also_at_the_poles) {
  const SphericalHarmonics harmonics(6);
  const Index count = harmonics.count();
  const int pair[3][3] = {{0, 1, 2}, {1, 3, 4}, {2, 4, 5}};
  const double step = 1e-5;
  double first_error = 0, second_error = 0;
  for (const Eigen::Vector3d& r : directions()) {
    Eigen::VectorXd y(count), first(3 * count), second(6 * count);
    harmonics.evaluate(1, r.data(), y.data(), first.data(), second.data());
    for (int a = 0; a < 3; ++a) {
      Eigen::VectorXd up(count), down(count), first_up(3 * count), first_down(3 * count);
      const Eigen::Vector3d above = r + step * Eigen::Vector3d::Unit(a);
      const Eigen::Vector3d below = r - step * Eigen::Vector3d::Unit(a);
      harmonics.evaluate(1, above.data(), up.data(), first_up.data(), nullptr);
      harmonics.evaluate(1, below.data(), down.data(), first_down.data(), nullptr);
      first_error = std::max(
          first_error,
          ((up - down) / (2 * step) - first.segment(a * count, count)).cwiseAbs().maxCoeff());
      for (int b = 0; b < 3; ++b)
        second_error =
            std::max(second_error, ((first_up - first_down).segment(b * count, count) / (2 * step) -
                                    second.segment(pair[a][b] * count, count))
                                       .cwiseAbs()
                                       .maxCoeff());
    }
  }
  BOOST_TEST(first_error < 1e-6);
  BOOST_TEST(second_error < 1e-5);
}

BOOST_AUTO_TEST_CASE(legendre_functions_of_high_degree_keep_their_small_values) {
  std::vector<double> theta(1025);
  std::vector<long double> exact(1025);
  double worst = 0;
  for (const int m : {0, 1, 100, 600, 1000})
    for (const double z : {0.0, 0.3, 0.9, 0.999, 1.0}) {
      associated_legendre<double>(1024, m, z, theta.data());
      associated_legendre<long double>(1024, m, z, exact.data());
      for (int l = m; l <= 1024; ++l)
        worst = std::max(worst, std::abs(theta[l - m] - static_cast<double>(exact[l - m])));
    }
  BOOST_TEST(worst < 3e-11);  // values go up to 13
  // Orders whose start, sin^m theta, is far below the smallest double come up again.
  associated_legendre<double>(1024, 600, 0.7, theta.data());
  BOOST_TEST(*std::max_element(theta.begin(), theta.begin() + 425) > 0.5);
}

BOOST_AUTO_TEST_CASE(single_precision_is_double_rounded_and_wrong_degrees_are_refused) {
  const SphericalHarmonics harmonics(5);
  const float point[] = {0.3F, -0.4F, 0.5F};
  const double same[] = {0.3F, -0.4F, 0.5F};
  std::vector<float> single(36);
  std::vector<double> values(36);
  harmonics.evaluate(1, point, single.data());
  harmonics.evaluate(1, same, values.data());
  for (int i = 0; i < 36; ++i) BOOST_TEST(single[i] == static_cast<float>(values[i]));
  BOOST_CHECK_THROW(SphericalHarmonics(-1), std::invalid_argument);
  BOOST_CHECK_THROW(SphericalHarmonics(1025), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
