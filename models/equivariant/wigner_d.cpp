#include "models/equivariant/wigner_d.hpp"

#include <cmath>
#include <stdexcept>
#include <string>

#include <Eigen/LU>

namespace tessera {
namespace {

constexpr double orthogonality = 1e-10;

/// One half step of Risbo's recurrence: d of degree j - 1/2 (size n x n, n = 2 j) to degree j.
Eigen::MatrixXd half_step(const Eigen::MatrixXd& d, double cosine, double sine) {
  const Eigen::Index n = d.rows();
  Eigen::MatrixXd next = Eigen::MatrixXd::Zero(n + 1, n + 1);
  const auto size = static_cast<double>(n);
  for (Eigen::Index i = 0; i < n; ++i)
    for (Eigen::Index k = 0; k < n; ++k) {
      const double value = d(i, k) / size;
      const auto up_i = static_cast<double>(i + 1), up_k = static_cast<double>(k + 1);
      const auto down_i = static_cast<double>(n - i), down_k = static_cast<double>(n - k);
      next(i, k) += std::sqrt(down_i * down_k) * value * cosine;
      next(i + 1, k) -= std::sqrt(up_i * down_k) * value * sine;
      next(i, k + 1) += std::sqrt(down_i * up_k) * value * sine;
      next(i + 1, k + 1) += std::sqrt(up_i * up_k) * value * cosine;
    }
  return next;
}

/// d^l(beta) in complex harmonics, orders -l .. l, from that of degree l - 1/2 and so on: the signs
/// of the off-diagonal blocks follow from l = 1, rotation about y.
class SmallD {
 public:
  explicit SmallD(double beta) : cosine_(std::cos(beta / 2)), sine_(std::sin(beta / 2)) {}
  const Eigen::MatrixXd& at(int l) {
    while (d_.rows() < 2 * l + 1) d_ = half_step(d_, cosine_, sine_);
    return d_;
  }

 private:
  double cosine_, sine_;
  Eigen::MatrixXd d_ = Eigen::MatrixXd::Ones(1, 1);
};

/// The same in real harmonics without Condon-Shortley phase: rotation about y mixes cosines among
/// themselves and sines among themselves.
Eigen::MatrixXd real_small_d(int l, const Eigen::MatrixXd& d) {
  Eigen::MatrixXd real = Eigen::MatrixXd::Zero(2 * l + 1, 2 * l + 1);
  const auto sign = [](int m) { return m % 2 == 0 ? 1.0 : -1.0; };
  for (int m = 0; m <= l; ++m)
    for (int k = 0; k <= l; ++k) {
      const double same = sign(m) * sign(k) * d(l + m, l + k);
      const double cross = sign(m) * d(l + m, l - k);
      if (m == 0 || k == 0) {
        const double factor = m == 0 && k == 0 ? 1 : std::sqrt(2.0);
        real(l + m, l + k) = factor * same;
        continue;
      }
      real(l + m, l + k) = same + cross;
      real(l - m, l - k) = same - cross;
    }
  return real;
}

/// Rotation about z by `angle` of the rows of `matrix`.
void rotate_rows(int l, double angle, Eigen::MatrixXd& matrix) {
  for (int m = 1; m <= l; ++m) {
    const double c = std::cos(m * angle), s = std::sin(m * angle);
    const Eigen::RowVectorXd cosines = matrix.row(l + m), sines = matrix.row(l - m);
    matrix.row(l + m) = c * cosines - s * sines;
    matrix.row(l - m) = s * cosines + c * sines;
  }
}

void rotate_columns(int l, double angle, Eigen::MatrixXd& matrix) {
  for (int m = 1; m <= l; ++m) {
    const double c = std::cos(m * angle), s = std::sin(m * angle);
    const Eigen::VectorXd cosines = matrix.col(l + m), sines = matrix.col(l - m);
    matrix.col(l + m) = c * cosines + s * sines;
    matrix.col(l - m) = -s * cosines + c * sines;
  }
}

}  // namespace

std::array<double, 3> euler_angles(const Eigen::Matrix3d& r) {
  // Near the poles alpha is badly known; gamma is what the rotation by that alpha leaves.
  const double sine = std::hypot(r(0, 2), r(1, 2));
  const double alpha = sine > 0 ? std::atan2(r(1, 2), r(0, 2)) : 0;
  const double c = std::cos(alpha), s = std::sin(alpha);
  const double gamma = std::atan2(c * r(1, 0) - s * r(0, 0), c * r(1, 1) - s * r(0, 1));
  return {alpha, std::atan2(sine, r(2, 2)), gamma};
}

WignerD::WignerD(int degree, const Eigen::Matrix3d& rotation) {
  if (degree < 0)
    throw std::invalid_argument("WignerD: degree " + std::to_string(degree) + " is negative");
  if (!((rotation * rotation.transpose() - Eigen::Matrix3d::Identity()).cwiseAbs().maxCoeff() <
        orthogonality) ||
      rotation.determinant() < 0)
    throw std::invalid_argument("WignerD: the matrix is no rotation");
  const auto [alpha, beta, gamma] = euler_angles(rotation);
  SmallD small(beta);
  for (int l = 0; l <= degree; ++l) {
    Eigen::MatrixXd d = real_small_d(l, small.at(l));
    rotate_rows(l, alpha, d);
    rotate_columns(l, gamma, d);
    matrices_.push_back(std::move(d));
  }
}

}  // namespace tessera
