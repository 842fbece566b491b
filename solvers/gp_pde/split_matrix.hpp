#pragma once

#include <Eigen/Core>

#include "models/tensors/tensor.hpp"

namespace tessera::gp_pde {

/// A matrix on the functions of one axis that either keeps even and odd ones apart, as
/// diag(even, odd), or is full. Products with the first kind cost half.
class SplitMatrix {
 public:
  SplitMatrix() = default;
  explicit SplitMatrix(Eigen::MatrixXd full) : full_(std::move(full)) {}
  SplitMatrix(Eigen::MatrixXd even, Eigen::MatrixXd odd)
      : split_(true), even_(std::move(even)), odd_(std::move(odd)) {}

  bool split() const { return split_; }
  const Eigen::MatrixXd& even() const { return even_; }
  const Eigen::MatrixXd& odd() const { return odd_; }
  const Eigen::MatrixXd& full() const { return full_; }
  Index rows() const { return split_ ? even_.rows() + odd_.rows() : full_.rows(); }
  Index columns() const { return split_ ? even_.cols() + odd_.cols() : full_.cols(); }
  Eigen::MatrixXd dense() const;

  Tensor multiply(const Tensor& t, int mode) const;
  Tensor multiply_transposed(const Tensor& t, int mode) const;

 private:
  bool split_ = false;
  Eigen::MatrixXd even_, odd_, full_;
};

}  // namespace tessera::gp_pde
