#pragma once

#include <memory>
#include <vector>

#include <Eigen/Core>

#include "solvers/linear/linear_operator.hpp"

namespace tessera {

/// Mode product Y = X x_k A (Kolda & Bader 2009): every mode-k fibre of X is multiplied by A
/// (m x shape[k]). Tensors column-major, first mode fastest. `out` has shape[k] replaced by m.
/// Two modes or fewer are single GEMMs; otherwise one GEMM per trailing index.
void mode_product(const Eigen::Ref<const Eigen::MatrixXd>& a, std::span<const double> in,
                  const std::vector<Index>& shape, int mode, std::span<double> out);

/// One term diag(coefficient) (A_K kron ... kron A_1); factors[k] acts on mode k. An empty factor
/// (0 x 0) is the identity, an empty coefficient is 1.
struct KroneckerTerm {
  std::vector<Eigen::MatrixXd> factors;
  double scale = 1;
  Eigen::VectorXd coefficient;  ///< pointwise, on the output grid, first mode fastest
};

/// Sum of Kronecker terms. All terms map the same input shape to the same output shape; the
/// constructor throws std::invalid_argument otherwise.
class KroneckerOperator final : public LinearOperator {
 public:
  KroneckerOperator(std::vector<Index> input_shape, std::vector<KroneckerTerm> terms);

  Index rows() const override;
  Index columns() const override;
  const std::vector<Index>& input_shape() const { return input_shape_; }
  const std::vector<Index>& output_shape() const { return output_shape_; }
  const std::vector<KroneckerTerm>& terms() const { return terms_; }
  void apply(std::span<const double> in, std::span<double> out) const override;

 private:
  std::vector<Index> input_shape_;
  std::vector<Index> output_shape_;
  std::vector<KroneckerTerm> terms_;
};

/// Direct solver for (shift I + sum_k I kron .. kron A_k kron .. kron I) x = b with real symmetric
/// A_k: eigendecomposition of each (shared between equal axes), scaling, back transformation
/// (Lynch, Rice & Thomas 1964). 2 sum_k n_k multiplications per entry of x.
class FastDiagonalisation final : public LinearOperator {
 public:
  /// Throws std::invalid_argument for matrices that are not square and symmetric to rounding.
  FastDiagonalisation(std::vector<Eigen::MatrixXd> axis_operators, double shift);

  Index rows() const override;
  Index columns() const override { return rows(); }
  /// out = inverse times in.
  void apply(std::span<const double> in, std::span<double> out) const override;

  /// Smallest |shift + sum of eigenvalues|: the distance to resonance.
  double distance_to_singularity() const { return distance_; }
  /// Largest ratio of condition of the eigenvector matrices: 1 for symmetric operators; computed
  /// from V^T V, printed by the solvers.
  double eigenvector_condition() const { return condition_; }
  const std::vector<Eigen::VectorXd>& eigenvalues() const { return eigenvalues_; }

 private:
  std::vector<Index> shape_;
  std::vector<Eigen::MatrixXd> eigenvectors_;
  std::vector<Eigen::VectorXd> eigenvalues_;
  double shift_ = 0;
  double distance_ = 0;
  double condition_ = 1;
};

}  // namespace tessera
