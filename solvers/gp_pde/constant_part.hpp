#pragma once

#include <memory>
#include <vector>

#include <Eigen/Core>
#include <Eigen/LU>

#include "solvers/gp_pde/dirichlet_axis.hpp"
#include "solvers/gp_pde/problem.hpp"

namespace tessera::gp_pde {

/// The part sum_k -a_k S_k + c of the equation in the axes' coordinates, and its inverse: diagonal
/// where the axes carry eigenfunctions (fast diagonalisation), else, on one axis, a factorisation
/// of the even and the odd block, which is cheaper than their eigenvectors.
class ConstantPart {
 public:
  ConstantPart(const SplitProblem& problem,
               const std::vector<std::shared_ptr<const DirichletAxis>>& axes);

  Index size() const { return size_; }
  Eigen::VectorXd apply(const Eigen::Ref<const Eigen::VectorXd>& v) const;
  Eigen::VectorXd solve(const Eigen::Ref<const Eigen::VectorXd>& v) const;

 private:
  Index size_ = 0;
  Eigen::VectorXd diagonal_;  ///< empty on one axis
  Eigen::MatrixXd even_, odd_;
  Eigen::PartialPivLU<Eigen::MatrixXd> even_factors_, odd_factors_;
};

/// Eigenvalues of the constant part, first axis fastest, from the axes' eigenvalues.
Eigen::VectorXd constant_part_eigenvalues(const SplitProblem& problem,
                                          const std::vector<Eigen::VectorXd>& axis_eigenvalues);

}  // namespace tessera::gp_pde
