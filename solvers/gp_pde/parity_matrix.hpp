#pragma once

#include <Eigen/Core>

#include "models/tensors/tensor.hpp"

namespace tessera::gp_pde {

/// Matrix (points x functions) of even and odd functions at points that lie symmetrically about the
/// middle of the axis. Only the upper half of the points is stored, which halves the work of every
/// product. Functions are ordered even ones first; points increase.
class ParityMatrix {
 public:
  ParityMatrix() = default;
  /// `even` and `odd`: values at the upper half of the points. `mirror` = +1 where the stored
  /// values have the functions' own parity, -1 for derivatives of odd order, which swap it.
  ParityMatrix(Eigen::MatrixXd even, Eigen::MatrixXd odd, double mirror);

  Index rows() const { return 2 * even_.rows(); }
  Index columns() const { return even_.cols() + odd_.cols(); }

  /// Mode product with this matrix: functions -> points.
  Tensor multiply(const Tensor& coefficients, int mode) const;
  /// Mode product with the transpose: points -> functions.
  Tensor multiply_transposed(const Tensor& values, int mode) const;

 private:
  Eigen::MatrixXd even_;
  Eigen::MatrixXd odd_;
  double mirror_ = 1;
};

/// Mode product with a block-diagonal matrix diag(even, odd) or its transpose.
Tensor multiply_blocks(const Eigen::MatrixXd& even, const Eigen::MatrixXd& odd, bool transposed,
                       const Tensor& tensor, int mode);

/// Mode product with a dense matrix.
Tensor multiply_dense(const Eigen::MatrixXd& matrix, const Tensor& tensor, int mode);

}  // namespace tessera::gp_pde
