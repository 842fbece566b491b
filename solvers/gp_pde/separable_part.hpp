#pragma once

#include <complex>
#include <memory>
#include <vector>

#include <Eigen/Core>
#include <Eigen/LU>

#include "solvers/gp_pde/axis_operator.hpp"

namespace tessera::gp_pde {

/// The constant-coefficient part sum_k A_k + shift of the equation in the axes' coordinates, and
/// its inverse:
/// - one axis: a factorisation (even and odd block apart where they are);
/// - two diagonal axes: division (fast diagonalisation, Lynch, Rice & Thomas 1964);
/// - a diagonal and a triangular axis: back substitution along the triangular one for all
///   eigenfunctions of the other at once;
/// - two triangular axes: Bartels & Stewart 1972.
class SeparablePart {
 public:
  /// Throws std::invalid_argument for more than two axes.
  SeparablePart(const std::vector<std::shared_ptr<const AxisOperator>>& axes, double shift);

  Index size() const { return size_; }
  Eigen::VectorXd apply(const Eigen::Ref<const Eigen::VectorXd>& v) const;
  Eigen::VectorXd solve(const Eigen::Ref<const Eigen::VectorXd>& v) const;

 private:
  std::vector<std::shared_ptr<const AxisOperator>> axes_;
  double shift_ = 0;
  Index size_ = 0;
  Eigen::VectorXd diagonal_;                                   ///< two diagonal axes
  std::vector<Eigen::PartialPivLU<Eigen::MatrixXd>> factors_;  ///< one axis: even, odd, or full
};

/// Eigenvalues of the constant-coefficient part: sums of those of the axes, plus the shift.
Eigen::VectorXcd separable_eigenvalues(const std::vector<std::shared_ptr<const AxisOperator>>& axes,
                                       double shift);

}  // namespace tessera::gp_pde
