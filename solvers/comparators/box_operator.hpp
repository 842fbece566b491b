#pragma once

#include <memory>
#include <vector>

#include <Eigen/Core>
#include <Eigen/LU>

#include "solvers/comparators/unit_axis.hpp"

namespace tessera::comparators {

/// L = sum_k s_k D_k + shift on the interior points of a box of one or two axes, D_k the second
/// derivative of a UnitAxis. Vectors: first axis fastest.
class BoxOperator {
 public:
  BoxOperator(std::vector<std::shared_ptr<const UnitAxis>> axes, std::vector<double> scales,
              double shift);

  Index size() const { return rows_ * columns_; }
  const UnitAxis& axis(std::size_t k) const { return *axes_[k]; }
  const std::vector<double>& scales() const { return scales_; }
  double shift() const { return shift_; }
  std::size_t dimension() const { return axes_.size(); }
  /// u, in place, to folded coordinates along all axes and back (parity.hpp).
  void fold(Eigen::VectorXd& u) const;
  void unfold(Eigen::VectorXd& u) const;
  /// out = L u, both folded.
  void apply_folded(const Eigen::VectorXd& u, Eigen::VectorXd& out) const;

 private:
  std::vector<std::shared_ptr<const UnitAxis>> axes_;
  std::vector<double> scales_;
  double shift_;
  Index rows_;
  Index columns_;
};

/// A direct solver for BoxOperator, which must outlive it. One solve at a time.
class BoxInverse {
 public:
  virtual ~BoxInverse() = default;
  /// x becomes L^-1 x, both folded.
  virtual void solve_folded(Eigen::VectorXd& x) const = 0;
  /// A warning for the report where L is close to singular, else empty.
  virtual const char* warning() const = 0;
};

/// By the eigendecompositions of the axes (Lynch, Rice & Thomas 1964; Haidvogel & Zang 1979).
std::unique_ptr<BoxInverse> diagonal_inverse(const BoxOperator& op);
/// One axis: LU of the two parity blocks. Throws std::invalid_argument for two axes.
std::unique_ptr<BoxInverse> lu_inverse(const BoxOperator& op);

}  // namespace tessera::comparators
