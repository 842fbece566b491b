#include <cmath>
#include <numbers>
#include <random>

#include <Eigen/Geometry>
#include <boost/math/quadrature/gauss.hpp>
#include <boost/test/unit_test.hpp>

#include "models/equivariant/spherical_harmonics.hpp"
#include "models/equivariant/wigner_3j.hpp"
#include "models/equivariant/wigner_d.hpp"

using namespace tessera;

namespace {

/// Integrals of three harmonics to degree 4 by a rule that is exact for their products.
class Integrals {
 public:
  Integrals() {
    using Rule = boost::math::quadrature::gauss<double, 10>;
    const SphericalHarmonics harmonics(4);
    constexpr int longitudes = 26;
    for (std::size_t i = 0; i < Rule::abscissa().size(); ++i)
      for (const double sign : {-1.0, 1.0})
        for (int k = 0; k < longitudes; ++k) {
          const double z = sign * Rule::abscissa()[i], s = std::sqrt(1 - z * z);
          const double phi = 2 * std::numbers::pi * k / longitudes;
          const double xyz[] = {s * std::cos(phi), s * std::sin(phi), z};
          Eigen::VectorXd y(harmonics.count());
          harmonics.evaluate(1, xyz, y.data());
          values_.push_back(y);
          weights_.push_back(Rule::weights()[i] * 2 * std::numbers::pi / longitudes);
        }
  }
  double operator()(Index a, Index b, Index c) const {
    double sum = 0;
    for (std::size_t n = 0; n < values_.size(); ++n)
      sum += weights_[n] * values_[n][a] * values_[n][b] * values_[n][c];
    return sum;
  }

 private:
  std::vector<Eigen::VectorXd> values_;
  std::vector<double> weights_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(coupling_tensors)

BOOST_AUTO_TEST_CASE(integrals_of_three_harmonics_are_a_positive_multiple) {
  const Integrals integral;
  double worst = 0;
  for (int a = 0; a <= 4; ++a)
    for (int b = 0; b <= 4; ++b)
      for (int c = 0; c <= 4; ++c) {
        const CouplingTensor tensor(a, b, c);
        const auto factor = static_cast<double>(gaunt_factor(a, b, c));
        for (int m = -a; m <= a; ++m)
          for (int n = -b; n <= b; ++n)
            for (int k = -c; k <= c; ++k)
              worst =
                  std::max(worst, std::abs(integral(a * a + a + m, b * b + b + n, c * c + c + k) -
                                           factor * static_cast<double>(tensor(m, n, k))));
      }
  BOOST_TEST(worst < 2e-15);
}

BOOST_AUTO_TEST_CASE(one_times_one_to_one_is_the_cross_product_and_to_zero_the_inner_product) {
  const CouplingTensor cross(1, 1, 1), inner(1, 1, 0);
  // Orders -1, 0, 1 are y, z, x.
  const int axis[] = {1, 2, 0};
  for (int a = 0; a < 3; ++a)
    for (int b = 0; b < 3; ++b) {
      for (int c = 0; c < 3; ++c) {
        const Eigen::Vector3d e =
            Eigen::Vector3d::Unit(axis[a]).cross(Eigen::Vector3d::Unit(axis[b]));
        BOOST_TEST(std::abs(static_cast<double>(cross(a - 1, b - 1, c - 1)) -
                            e[axis[c]] / std::sqrt(6.0)) < 1e-16);
      }
      BOOST_TEST(std::abs(static_cast<double>(inner(a - 1, b - 1, 0)) -
                          (a == b ? 1 / std::sqrt(3.0) : 0)) < 2e-16);
    }
}

BOOST_AUTO_TEST_CASE(rotation_of_all_three_legs_changes_nothing) {
  const Eigen::Matrix3d turn = (Eigen::AngleAxisd(0.7, Eigen::Vector3d(1, 2, 3).normalized()) *
                                Eigen::AngleAxisd(2.1, Eigen::Vector3d::UnitX()))
                                   .toRotationMatrix();
  const WignerD d(9, turn);
  double worst = 0, norm = 0;
  for (const auto& [a, b, c] : {std::array{2, 3, 4}, {3, 3, 5}, {4, 5, 9}, {1, 6, 6}}) {
    const CouplingTensor tensor(a, b, c);
    double squares = 0;
    for (int k = -c; k <= c; ++k) {
      // sum over m, n of T(m, n, .) rotated on all legs, one order of the third leg at a time.
      for (int m = -a; m <= a; ++m)
        for (int n = -b; n <= b; ++n) squares += std::pow(static_cast<double>(tensor(m, n, k)), 2);
    }
    norm = std::max(norm, std::abs(squares - 1));
    for (int m = -a; m <= a; ++m)
      for (int n = -b; n <= b; n += 2)
        for (int k = -c; k <= c; k += 3) {
          double sum = 0;
          for (int p = -a; p <= a; ++p)
            for (int q = -b; q <= b; ++q)
              for (int r = -c; r <= c; ++r)
                sum += static_cast<double>(tensor(p, q, r)) * d(a)(a + m, a + p) *
                       d(b)(b + n, b + q) * d(c)(c + k, c + r);
          worst = std::max(worst, std::abs(sum - static_cast<double>(tensor(m, n, k))));
        }
  }
  BOOST_TEST(norm < 1e-15);
  BOOST_TEST(worst < 1e-14);
}

BOOST_AUTO_TEST_SUITE_END()
