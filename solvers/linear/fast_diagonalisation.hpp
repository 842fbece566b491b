#pragma once

#include <cstddef>
#include <vector>

#include <Eigen/Core>

#include "solvers/linear/linear_operator.hpp"

namespace tessera {

/// Direct solver for (shift I + sum_k I kron .. kron A_k kron .. kron I) x = b with real symmetric
/// A_k: eigendecomposition of each (shared between equal axes), scaling, back transformation
/// (Lynch, Rice & Thomas 1964, doi:10.1007/BF01386067). 2 sum_k n_k multiplications per entry of
/// x. Any number of axes; first axis fastest in x and b.
///
/// apply() is thread-safe: it allocates its own workspace of one tensor.
class FastDiagonalisation final : public LinearOperator {
 public:
  /// Throws std::invalid_argument for no matrices and for matrices that are not square and
  /// symmetric (max |A - A^T| <= 1e-10 max |A|; the symmetric part is used), and
  /// std::runtime_error where an eigenvalue of the sum is exactly zero.
  FastDiagonalisation(std::vector<Eigen::MatrixXd> axis_operators, double shift);

  Index rows() const override { return inverse_eigenvalues_.size(); }
  Index columns() const override { return rows(); }
  /// out = inverse times in.
  void apply(std::span<const double> in, std::span<double> out) const override;

  /// Smallest |shift + sum of eigenvalues|: the distance to resonance.
  double distance_to_singularity() const { return distance_; }
  /// Upper bound of the largest condition number of the eigenvector matrices, from V^T V: 1 up to
  /// rounding for symmetric operators; printed by the solvers.
  double eigenvector_condition() const { return condition_; }
  /// One vector per axis, ascending, without the shift.
  const std::vector<Eigen::VectorXd>& eigenvalues() const { return eigenvalues_; }

 private:
  const Eigen::MatrixXd& eigenvectors(std::size_t axis) const {
    return eigenvectors_[decomposition_[axis]];
  }

  std::vector<Index> shape_;
  std::vector<Eigen::MatrixXd> eigenvectors_;  ///< of the distinct matrices
  std::vector<std::size_t> decomposition_;     ///< per axis: which of eigenvectors_
  std::vector<Eigen::VectorXd> eigenvalues_;
  Eigen::VectorXd inverse_eigenvalues_;  ///< 1 / (shift + sum), first axis fastest
  double distance_ = 0;
  double condition_ = 1;
};

}  // namespace tessera
