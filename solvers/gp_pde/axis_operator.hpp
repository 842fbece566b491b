#pragma once

#include <memory>
#include <vector>

#include <Eigen/Core>

#include "solvers/gp_pde/basis_1d.hpp"
#include "solvers/gp_pde/split_matrix.hpp"

namespace tessera::gp_pde {

/// A linear condition at one end of an axis: sum_o coefficients[o] u^(o) = data.
struct AxisCondition {
  bool upper = false;
  std::vector<double> coefficients;
  bool operator==(const AxisCondition&) const = default;
};

/// Which orthonormal functions the coordinates of an axis belong to, and so what its operator looks
/// like in them.
enum class AxisForm {
  diagonal,    ///< eigenfunctions of a self-adjoint operator
  triangular,  ///< Schur vectors: upper quasi-triangular. For time and other one-sided axes, whose
               ///< eigenvectors have condition numbers of 1e10 and more
  factorised   ///< any; for a single axis, where a factorisation is cheaper
};

/// One axis of a box: the functions of its basis that satisfy the homogeneous conditions at its
/// ends, functions that carry inhomogeneous data, and the projected constant-coefficient operator
/// A = sum_o coefficients[o] d^o/dx^o. Where conditions and operator are mirror images of
/// themselves everything splits into an even and an odd half.
class AxisOperator {
 public:
  /// `coefficients[o]`, o >= 1, entry 0 is ignored. Throws std::invalid_argument where the
  /// conditions depend on each other.
  AxisOperator(std::shared_ptr<const Basis1D> basis, std::vector<AxisCondition> conditions,
               const std::vector<double>& coefficients, bool single_axis);

  AxisForm form() const { return form_; }
  bool self_adjoint() const { return self_adjoint_; }
  const Basis1D& basis() const { return *basis_; }
  std::shared_ptr<const Basis1D> shared_basis() const { return basis_; }
  /// Number of coordinates: rank minus number of conditions.
  Index size() const { return vectors_.columns(); }
  Index conditions() const { return ends_.rows(); }

  /// Eigenvalues of A in the order of the coordinates; empty unless diagonal.
  const Eigen::VectorXd& eigenvalues() const { return eigenvalues_; }
  /// A in the coordinates; empty where diagonal.
  const SplitMatrix& reduced() const { return reduced_; }
  /// Bound on the 2-norm condition of the matrix of coordinate functions (1 but for rounding).
  double vector_condition() const;

  /// Basis coefficients <-> coordinates (V and V^T).
  Tensor from_coordinates(const Tensor& t, int mode) const { return vectors_.multiply(t, mode); }
  Tensor to_coordinates(const Tensor& t, int mode) const {
    return vectors_.multiply_transposed(t, mode);
  }
  /// Basis coefficients of u -> integrals of phi_i A u, as far as test functions that satisfy the
  /// homogeneous conditions can tell. Integrated by parts where A is self-adjoint; what the data of
  /// slope and curvature conditions add at the ends is apply_natural of the data, so that no
  /// derivative at an end is ever computed from coefficients.
  Tensor apply_operator(const Tensor& t, int mode) const { return operator_.multiply(t, mode); }
  Tensor apply_natural(const Tensor& data, int mode) const;
  bool has_natural_terms() const { return natural_.size() > 0; }
  /// Basis coefficients -> what the conditions say of them.
  Tensor at_ends(const Tensor& t, int mode) const;
  /// Data of the conditions -> basis coefficients of a smooth function (polynomial) with these
  /// data.
  Tensor lift(const Tensor& t, int mode) const;

 private:
  void constrain(const std::vector<AxisCondition>& conditions);
  void make_lift();
  void reduce(bool single_axis);

  std::shared_ptr<const Basis1D> basis_;
  bool self_adjoint_ = false;
  AxisForm form_ = AxisForm::diagonal;
  SplitMatrix operator_;  ///< rank x rank
  SplitMatrix vectors_;   ///< rank x size
  SplitMatrix reduced_;
  Eigen::VectorXd eigenvalues_;
  Eigen::MatrixXd ends_;     ///< conditions x rank
  Eigen::MatrixXd lift_;     ///< rank x conditions
  Eigen::MatrixXd natural_;  ///< rank x conditions; empty where no data enter through the ends
};

/// True where A with these conditions is self-adjoint: only even orders, and
/// for order 2 a value, slope or Robin condition at each end; for order 4 value and slope, or value
/// and second derivative, at each end; or a periodic axis.
bool is_self_adjoint(const std::vector<AxisCondition>& conditions,
                     const std::vector<double>& coefficients, bool periodic);

}  // namespace tessera::gp_pde
