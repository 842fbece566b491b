#include "models/equivariant/wigner_d.hpp"

#include <random>
#include <stdexcept>

#include <Eigen/Geometry>
#include <Eigen/LU>
#include <boost/test/unit_test.hpp>

#include "models/equivariant/spherical_harmonics.hpp"

using namespace tessera;

namespace {

/// Random rotations, the identity, half turns, and turns that nearly reach a pole.
std::vector<Eigen::Matrix3d> rotations() {
  std::mt19937 random(2);
  std::normal_distribution<double> normal;
  std::vector<Eigen::Matrix3d> result{Eigen::Matrix3d::Identity()};
  for (const Eigen::Vector3d& axis :
       {Eigen::Vector3d(1, 0, 0), Eigen::Vector3d(0, 1, 0), Eigen::Vector3d(0.6, 0.8, 0)})
    result.push_back(Eigen::AngleAxisd(M_PI, axis).toRotationMatrix());
  result.push_back(Eigen::AngleAxisd(1e-9, Eigen::Vector3d::UnitX()).toRotationMatrix());
  result.push_back(Eigen::AngleAxisd(M_PI - 1e-9, Eigen::Vector3d::UnitX()).toRotationMatrix());
  for (int n = 0; n < 10; ++n)
    result.push_back(
        Eigen::Quaterniond(normal(random), normal(random), normal(random), normal(random))
            .normalized()
            .toRotationMatrix());
  return result;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(wigner_d)

BOOST_AUTO_TEST_CASE(harmonics_of_a_turned_direction_are_the_turned_harmonics_to_degree_64) {
  const int degree = 64;
  const SphericalHarmonics harmonics(degree);
  const Eigen::Vector3d direction = Eigen::Vector3d(0.3, -0.5, 0.7).normalized();
  Eigen::VectorXd y(harmonics.count()), turned(harmonics.count());
  harmonics.evaluate(1, direction.data(), y.data());
  double worst = 0;
  for (const Eigen::Matrix3d& rotation : rotations()) {
    const WignerD d(degree, rotation);
    const Eigen::Vector3d image = rotation * direction;
    harmonics.evaluate(1, image.data(), turned.data());
    for (Index l = 0; l <= degree; ++l)
      worst = std::max(worst, (turned.segment(l * l, 2 * l + 1) -
                               d(static_cast<int>(l)) * y.segment(l * l, 2 * l + 1))
                                  .cwiseAbs()
                                  .maxCoeff());
  }
  BOOST_TEST(worst < 1e-12);
}

BOOST_AUTO_TEST_CASE(matrices_are_orthogonal_and_multiply_as_the_rotations) {
  const int degree = 32;
  const auto all = rotations();
  double orthogonal = 0, product = 0;
  for (std::size_t i = 0; i + 1 < all.size(); ++i) {
    const WignerD a(degree, all[i]), b(degree, all[i + 1]), ab(degree, all[i] * all[i + 1]);
    for (int l = 0; l <= degree; ++l) {
      const Eigen::MatrixXd identity = Eigen::MatrixXd::Identity(2 * l + 1, 2 * l + 1);
      orthogonal = std::max(orthogonal, (a(l) * a(l).transpose() - identity).cwiseAbs().maxCoeff());
      product = std::max(product, (a(l) * b(l) - ab(l)).cwiseAbs().maxCoeff());
    }
  }
  BOOST_TEST(orthogonal < 1e-13);
  BOOST_TEST(product < 1e-12);
}

BOOST_AUTO_TEST_CASE(degree_one_is_the_rotation_itself) {
  const int axis[] = {1, 2, 0};  // orders -1, 0, 1 are y, z, x
  for (const Eigen::Matrix3d& rotation : rotations()) {
    const WignerD d(1, rotation);
    for (int a = 0; a < 3; ++a)
      for (int b = 0; b < 3; ++b)
        BOOST_TEST(std::abs(d(1)(a, b) - rotation(axis[a], axis[b])) < 1e-14);
  }
}

BOOST_AUTO_TEST_CASE(what_is_no_rotation_is_refused) {
  BOOST_CHECK_THROW(WignerD(2, -Eigen::Matrix3d::Identity()), std::invalid_argument);
  BOOST_CHECK_THROW(WignerD(2, 1.001 * Eigen::Matrix3d::Identity()), std::invalid_argument);
  BOOST_CHECK_THROW(WignerD(-1, Eigen::Matrix3d::Identity()), std::invalid_argument);
  BOOST_CHECK_THROW(WignerD(2, Eigen::Matrix3d::Identity())(3), std::out_of_range);
}

BOOST_AUTO_TEST_SUITE_END()
