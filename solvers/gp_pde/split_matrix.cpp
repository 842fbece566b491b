#include "solvers/gp_pde/split_matrix.hpp"

#include "solvers/gp_pde/parity_matrix.hpp"

namespace tessera::gp_pde {

Eigen::MatrixXd SplitMatrix::dense() const {
  if (!split_) return full_;
  Eigen::MatrixXd m = Eigen::MatrixXd::Zero(rows(), columns());
  m.topLeftCorner(even_.rows(), even_.cols()) = even_;
  m.bottomRightCorner(odd_.rows(), odd_.cols()) = odd_;
  return m;
}

Tensor SplitMatrix::multiply(const Tensor& t, int mode) const {
  return split_ ? multiply_blocks(even_, odd_, false, t, mode) : multiply_dense(full_, t, mode);
}

Tensor SplitMatrix::multiply_transposed(const Tensor& t, int mode) const {
  return split_ ? multiply_blocks(even_, odd_, true, t, mode)
                : multiply_dense(full_.transpose(), t, mode);
}

}  // namespace tessera::gp_pde
