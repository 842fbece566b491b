#include "solvers/sphere_gp/gaussian_chain.hpp"

namespace tessera::sphere_gp {

Eigen::MatrixXd BasisRows::times(const Eigen::MatrixXd& x) const {
  if (picked.empty()) return dense * x;
  return x(picked, Eigen::all);
}

Eigen::MatrixXd BasisRows::transpose_times(const Eigen::MatrixXd& x, Index functions) const {
  if (picked.empty()) return dense.transpose() * x;
  Eigen::MatrixXd result = Eigen::MatrixXd::Zero(functions, x.cols());
  for (std::size_t i = 0; i < picked.size(); ++i)
    result.row(picked[i]) += x.row(static_cast<Index>(i));
  return result;
}

Eigen::MatrixXd BasisRows::sandwich(const Eigen::MatrixXd& c) const {
  if (c.cols() == 1 && c.rows() != 1) {
    if (picked.empty()) return dense * c.col(0).asDiagonal() * dense.transpose();
    Eigen::MatrixXd result = Eigen::MatrixXd::Zero(size(), size());
    for (Index i = 0; i < size(); ++i)
      for (Index j = 0; j < size(); ++j)
        if (picked[static_cast<std::size_t>(i)] == picked[static_cast<std::size_t>(j)])
          result(i, j) = c(picked[static_cast<std::size_t>(i)], 0);
    return result;
  }
  if (picked.empty()) return dense * c * dense.transpose();
  return c(picked, picked);
}

}  // namespace tessera::sphere_gp
