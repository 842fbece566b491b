#pragma once

#include <memory>
#include <vector>

#include <Eigen/Core>

#include "models/tensors/tensor.hpp"
#include "solvers/gp_pde/axis_operator.hpp"
#include "solvers/gp_pde/problem.hpp"
#include "solvers/gp_pde/separable_part.hpp"
#include "solvers/nonlinear/newton.hpp"

namespace tessera::gp_pde {

/// The problem on given bases: Galerkin projection at the axes' nodes, data of the sides by a Coons
/// lift. The unknowns w are the axes' coordinates (AxisOperator), where the
/// constant-coefficient part is diagonal or triangular:
///   R(w) = V^T (sum_k A_k + shift) (V w + lift) + V^T Phi^T W remainder = 0.
class DiscreteProblem final : public NonlinearSystem {
 public:
  DiscreteProblem(const SplitProblem& problem,
                  std::vector<std::shared_ptr<const AxisOperator>> axes);
  ~DiscreteProblem() override;

  Index size() const override { return constant_.size(); }
  void linearise(const Eigen::VectorXd& w, Eigen::VectorXd& r) override;
  void residual(const Eigen::VectorXd& w, Eigen::VectorXd& r) override;
  const LinearOperator& jacobian() const override;
  const LinearOperator& preconditioner() const override;

  /// For problems whose remainder is free of the unknown: the solution by division, with one pass
  /// of refinement. Counts as no Krylov iteration.
  Eigen::VectorXd solve_directly();

  /// Basis coefficients of the solution with coordinates w (the lift included).
  Tensor coefficients(const Eigen::VectorXd& w) const;
  /// Coordinates of the function in this basis that is nearest to given values at the nodes.
  Eigen::VectorXd coordinates(const Tensor& values_at_nodes) const;
  std::vector<Eigen::VectorXd> nodes() const;

 private:
  class Jacobian;
  class Preconditioner;

  void take_side_data();
  Tensor side_values(std::size_t axis) const;
  Tensor project(Tensor values_at_nodes) const;
  Tensor to_nodes(const Tensor& coefficients, const std::vector<int>& orders) const;
  Eigen::VectorXd residual_of(const Tensor& coefficients, const std::vector<Tensor>& fields) const;
  std::vector<Tensor> fields_at_nodes(const Tensor& coefficients) const;
  std::vector<const double*> pointers(const std::vector<Tensor>& fields) const;

  const SplitProblem& problem_;
  std::vector<std::shared_ptr<const AxisOperator>> axes_;
  std::vector<Index> node_shape_;
  std::vector<Index> coordinate_shape_;
  std::vector<std::vector<ParityMatrix>> at_nodes_;  ///< [axis][derivative order]
  Tensor lift_;                                      ///< basis coefficients
  Tensor natural_;  ///< what side data add to the weak form; empty where nothing
  SeparablePart constant_;
  Eigen::VectorXd constant_remainder_;          ///< projected, where free of the unknown
  std::vector<Eigen::VectorXd> linearisation_;  ///< d remainder / d field at the nodes
  std::unique_ptr<Jacobian> jacobian_;
  std::unique_ptr<Preconditioner> preconditioner_;
};

}  // namespace tessera::gp_pde
