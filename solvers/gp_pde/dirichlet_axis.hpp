#pragma once

#include <memory>

#include <Eigen/Core>

#include "solvers/gp_pde/basis_1d.hpp"
#include "solvers/gp_pde/parity_matrix.hpp"

namespace tessera::gp_pde {

/// One axis of a box with values given at both ends: orthonormal coordinates for the functions of
/// its basis that vanish at both ends, and functions that carry the end values. Everything splits
/// into an even and an odd half.
class DirichletAxis {
 public:
  /// Which orthonormal functions the coordinates belong to.
  enum class Coordinates {
    eigenfunctions,  ///< of the second derivative
    constrained      ///< any; cheaper, for a single axis
  };
  explicit DirichletAxis(std::shared_ptr<const Basis1D> basis,
                         Coordinates coordinates = Coordinates::eigenfunctions);

  Coordinates coordinates() const { return coordinates_; }
  const Basis1D& basis() const { return *basis_; }
  std::shared_ptr<const Basis1D> shared_basis() const { return basis_; }
  /// Number of coordinates: rank - 2.
  Index size() const { return vectors_even_.cols() + vectors_odd_.cols(); }
  /// Eigenvalues of -d^2/dx^2, even eigenfunctions first, ascending within each half; empty for
  /// Coordinates::constrained.
  const Eigen::VectorXd& eigenvalues() const { return eigenvalues_; }
  /// Bound on the 2-norm condition of the eigenvector matrix, from V^T V (1 but for rounding);
  /// costs a matrix product.
  double eigenvector_condition() const;

  /// Integrals of v_i' v_j' between the constrained functions; empty for eigenfunctions.
  const Eigen::MatrixXd& constrained_stiffness_even() const { return constrained_even_; }
  const Eigen::MatrixXd& constrained_stiffness_odd() const { return constrained_odd_; }

  /// Basis coefficients <-> coordinates (V and V^T).
  Tensor from_coordinates(const Tensor& t, int mode) const;
  Tensor to_coordinates(const Tensor& t, int mode) const;
  /// Basis coefficients -> integrals of phi_i' u'.
  Tensor apply_stiffness(const Tensor& t, int mode) const;
  /// Basis coefficients -> values at the two ends (lower, upper).
  Tensor at_ends(const Tensor& t, int mode) const;
  /// Values at the two ends -> basis coefficients of the straight line between them.
  Tensor lift(const Tensor& t, int mode) const;

 private:
  std::shared_ptr<const Basis1D> basis_;
  Coordinates coordinates_;
  Eigen::MatrixXd stiffness_even_, stiffness_odd_;
  Eigen::MatrixXd constrained_even_, constrained_odd_;
  Eigen::MatrixXd vectors_even_, vectors_odd_;
  Eigen::VectorXd eigenvalues_;
  Eigen::MatrixXd ends_;  ///< 2 x rank
  Eigen::MatrixXd lift_;  ///< rank x 2
};

}  // namespace tessera::gp_pde
