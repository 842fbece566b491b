#pragma once

#include <cmath>
#include <stdexcept>

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>

#include "data/fields/types.hpp"

namespace tessera {

/// A site exp(eta^T u - u^T Lambda u / 2) seen against the predicted N(mu, V) of u:
///   Lambda = C J C^T, J = diag(+-1), B = J + C^T V C, S = C B^-1 C^T = Lambda (I + V Lambda)^-1,
/// for any symmetric Lambda: singular, zero, or indefinite as long as V^-1 + Lambda is positive
/// definite (B and J then have the same number of negative eigenvalues).
template <int F>
class ChainSite {
 public:
  using Matrix = Eigen::Matrix<double, F, F>;
  using Vector = Eigen::Matrix<double, F, 1>;

  explicit ChainSite(Index functions)
      : c_(functions, functions),
        b_(functions, functions),
        vc_(functions, functions),
        gain_(functions, functions),
        s_(functions, functions),
        sign_(functions),
        factor_(functions) {}

  /// Throws std::runtime_error where no posterior exists.
  template <class Precision>
  void update(const Precision& precision, const Matrix& v) {
    definite_ = factor_precision(precision);
    vc_.noalias() = v * c_;
    b_.noalias() = c_.transpose() * vc_;
    if (definite_) {
      b_.diagonal().array() += 1;
      factor_.compute(b_);
      if (factor_.info() != Eigen::Success) refuse();
      // gain^T = B^-1 C^T
      gain_ = c_.transpose();
      factor_.matrixL().solveInPlace(gain_);
      s_.noalias() = gain_.transpose() * gain_;
      factor_.matrixU().solveInPlace(gain_);
      gain_.transposeInPlace();
      log_determinant_ = 2 * factor_.matrixLLT().diagonal().array().log().sum();
    } else {
      update_indefinite();
    }
  }

  const Matrix& s() const { return s_; }                       ///< S
  const Matrix& gain() const { return gain_; }                 ///< C B^-1
  const Vector& sign() const { return sign_; }                 ///< the diagonal of J
  bool definite() const { return definite_; }                  ///< J is the identity
  double log_determinant() const { return log_determinant_; }  ///< log |I + V Lambda|

 private:
  [[noreturn]] static void refuse() {
    throw std::runtime_error(
        "A site is so indefinite that the posterior of the chain does not exist.");
  }

  template <class Precision>
  bool factor_precision(const Precision& precision) {
    factor_.compute(precision);
    if (factor_.info() == Eigen::Success) {
      c_ = factor_.matrixL();
      return true;
    }
    const Eigen::SelfAdjointEigenSolver<Matrix> eigen(precision);
    const double rounding =
        1e-14 * static_cast<double>(precision.rows()) * eigen.eigenvalues().cwiseAbs().maxCoeff();
    bool definite = true;
    for (Index k = 0; k < precision.rows(); ++k) {
      const double w = eigen.eigenvalues()(k);
      const bool zero = std::abs(w) <= rounding;
      sign_(k) = !zero && w < 0 ? -1 : 1;
      if (sign_(k) < 0) definite = false;
      c_.col(k) = (zero ? 0.0 : std::sqrt(std::abs(w))) * eigen.eigenvectors().col(k);
    }
    return definite;
  }

  void update_indefinite() {
    b_.diagonal() += sign_;
    const Eigen::SelfAdjointEigenSolver<Matrix> eigen(b_);
    const auto& w = eigen.eigenvalues();
    if ((w.array() < 0).count() != (sign_.array() < 0).count() || (w.array() == 0).any()) refuse();
    vc_.noalias() = c_ * eigen.eigenvectors();
    b_.noalias() = vc_ * w.cwiseInverse().asDiagonal();
    gain_.noalias() = b_ * eigen.eigenvectors().transpose();
    s_.noalias() = b_ * vc_.transpose();
    log_determinant_ = w.array().abs().log().sum();
  }

  Matrix c_, b_, vc_, gain_, s_;
  Vector sign_;
  Eigen::LLT<Matrix> factor_;
  bool definite_ = true;
  double log_determinant_ = 0;
};

}  // namespace tessera
