#pragma once

#include <span>
#include <vector>

#include <Eigen/Core>

#include "solvers/linear/linear_operator.hpp"

namespace tessera {

/// Mode product Y = X x_k A (Kolda & Bader 2009): every mode-k fibre of X is multiplied by A
/// (m x shape[k]). Tensors column-major, first mode fastest. `out` has shape[k] replaced by m and
/// does not overlap `in`. The first and the last mode are single GEMMs; otherwise one GEMM per
/// trailing index. Modes count from 0. Throws std::invalid_argument where sizes do not fit.
void mode_product(const Eigen::Ref<const Eigen::MatrixXd>& a, std::span<const double> in,
                  const std::vector<Index>& shape, int mode, std::span<double> out);

/// Y = X x_k A^T without forming A^T; A is shape[k] x m.
void mode_product_transposed(const Eigen::Ref<const Eigen::MatrixXd>& a, std::span<const double> in,
                             const std::vector<Index>& shape, int mode, std::span<double> out);

/// Number of entries of a tensor of this shape; 1 for an empty shape.
Index tensor_size(const std::vector<Index>& shape);

/// One term scale * diag(coefficient) (A_K kron ... kron A_1); factors[k] acts on mode k. An empty
/// factor (0 x 0) is the identity, an empty coefficient is 1.
struct KroneckerTerm {
  std::vector<Eigen::MatrixXd> factors;
  double scale = 1;
  Eigen::VectorXd coefficient;  ///< pointwise, on the output grid, first mode fastest
};

/// Sum of Kronecker terms. All terms map the same input shape to the same output shape; the
/// constructor throws std::invalid_argument otherwise, and for no terms at all.
///
/// apply() is thread-safe: it allocates its own workspace, at most two intermediate tensors and
/// one result.
class KroneckerOperator final : public LinearOperator {
 public:
  KroneckerOperator(std::vector<Index> input_shape, std::vector<KroneckerTerm> terms);

  Index rows() const override { return tensor_size(output_shape_); }
  Index columns() const override { return tensor_size(input_shape_); }
  const std::vector<Index>& input_shape() const { return input_shape_; }
  const std::vector<Index>& output_shape() const { return output_shape_; }
  const std::vector<KroneckerTerm>& terms() const { return terms_; }
  void apply(std::span<const double> in, std::span<double> out) const override;

 private:
  std::vector<Index> input_shape_;
  std::vector<Index> output_shape_;
  std::vector<KroneckerTerm> terms_;
  std::vector<std::vector<int>> mode_orders_;  ///< per term: the modes that are not the identity
  Index workspace_ = 0;                        ///< largest intermediate tensor
};

}  // namespace tessera
