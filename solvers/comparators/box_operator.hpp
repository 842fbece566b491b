#pragma once

#include <memory>
#include <vector>

#include <Eigen/Core>

#include "solvers/comparators/axis.hpp"

namespace tessera::comparators {

/// L = sum_k sum_o coefficients[k][o] d^o / dx_k^o + shift on the unknowns of two axes (the second
/// may be a single point). Vectors: first axis fastest, folded where the axes are.
class BoxOperator {
 public:
  /// Coefficients are those of the unit interval.
  BoxOperator(std::vector<std::shared_ptr<const Axis>> axes,
              std::vector<std::vector<double>> coefficients, double shift);

  Index rows() const { return axes_[0]->size(); }
  Index columns() const { return axes_[1]->size(); }
  Index size() const { return rows() * columns(); }
  const Axis& axis(std::size_t k) const { return *axes_[k]; }
  /// sum_o coefficients[o] d^o along axis k; empty where all are zero.
  const AxisMatrix& along(std::size_t k) const { return along_[k]; }
  const std::vector<double>& coefficients(std::size_t k) const { return coefficients_[k]; }
  double shift() const { return shift_; }
  /// The second axis is the first, and its matrix `ratio` times the other's.
  bool proportional(double& ratio) const;

  /// u, in place, to folded coordinates along all axes and back (parity.hpp).
  void fold(Eigen::Ref<Eigen::VectorXd> u) const;
  void unfold(Eigen::Ref<Eigen::VectorXd> u) const;
  /// out = L u, both folded.
  void apply_folded(const Eigen::VectorXd& u, Eigen::VectorXd& out) const;

 private:
  std::vector<std::shared_ptr<const Axis>> axes_;
  std::vector<std::vector<double>> coefficients_;
  std::vector<AxisMatrix> along_;
  double shift_;
};

/// A direct solver for BoxOperator, which must outlive it. One solve at a time.
class BoxInverse {
 public:
  virtual ~BoxInverse() = default;
  /// x becomes L^-1 x, both folded.
  virtual void solve_folded(Eigen::VectorXd& x) const = 0;
  /// A warning for the report where L is close to singular, else empty.
  virtual const char* warning() const = 0;
  /// Steps of iterative refinement that the solution of a linear problem can use.
  virtual int refinements() const = 0;
};

/// By the modes of the axes: a division where both are diagonal (Lynch, Rice & Thomas 1964;
/// Haidvogel & Zang 1979), back-substitution where one is, a triangular Sylvester equation
/// (Bartels & Stewart 1972) where none is. Throws std::runtime_error at a resonance.
std::unique_ptr<BoxInverse> modal_inverse(const BoxOperator& op);
/// The second axis a single point: LU of the parity blocks, or of the whole.
std::unique_ptr<BoxInverse> lu_inverse(const BoxOperator& op);

}  // namespace tessera::comparators
