#pragma once

#include <vector>

#include <Eigen/Core>

#include "data/fields/types.hpp"

namespace tessera::gp_pde {

/// Least squares min |[H; I; B] z - [h; 0; b]| by orthogonal transformations, with a triangular
/// factor R of the precision matrix: R^T R = P^T (H^T H + I + B^T B) P, P a permutation.
///
/// The rows of H may be larger than those of I and B by any factor (an equation that holds to
/// 1e-8): H is reduced first, with column pivoting, so that each row keeps its own relative
/// accuracy (Powell & Reid 1969; Cox & Higham 1998). Normal equations would square a condition
/// number that already exceeds 1e8. Directions of H below rounding are dropped.
///
/// Pivots come from a pivoted Cholesky factor of H^T H as far as that sees (1e-8 of the largest
/// row of R, so nothing behind it outweighs I), then from the remainder itself: level-3 BLAS
/// throughout, where pivoted QR of the whole is bound by memory.
///
/// Normal equations suffice where H is at most some 1e5 times larger than I (trials of a prior):
/// a third of the arithmetic, relative errors of 1e-16 (|H| / |I|)^2.
class PosteriorFactor {
 public:
  enum class Reduction { orthogonal, normal_equations };

  /// Reduces H: groups of rows (each group of one size, columns in natural order) with their
  /// right-hand sides. No groups: no hard data. Peak memory is twice all rows beside R.
  PosteriorFactor(Index unknowns, std::vector<Eigen::MatrixXd> groups,
                  std::vector<Eigen::VectorXd> right_hand_sides,
                  Reduction reduction = Reduction::orthogonal);

  /// Multiplies the rows of H, not h (a change of the unknowns' unit). Before add_prior.
  void scale_hard_rows(double factor);
  void add_prior();
  /// Adds rows of B.
  void add(const Eigen::MatrixXd& rows, const Eigen::VectorXd& right_hand_side);

  Index unknowns() const { return r_.cols(); }
  /// Numerical rank of H; 0 for normal equations.
  Index hard_rank() const { return hard_rank_; }
  /// The minimiser, natural order.
  Eigen::VectorXd solution() const;
  /// S with S S^T = (R^T R)^-1 in natural order: rows are unknowns, S = P R^-1.
  Eigen::MatrixXd inverse_factor() const;
  /// rows * S without forming S.
  Eigen::MatrixXd whiten(const Eigen::MatrixXd& rows) const;
  /// log det(R^T R).
  double log_determinant() const;
  /// The least sum of squares.
  double sum_of_squares() const { return sum_of_squares_; }
  double condition() const;  ///< of R, 1-norm estimate
  const std::vector<Index>& permutation() const { return permutation_; }

 private:
  void reduce(Eigen::MatrixXd h, Eigen::VectorXd rhs);
  void append(Eigen::MatrixXd rows, Eigen::VectorXd right_hand_side, bool triangular);

  Eigen::MatrixXd r_;  ///< of normal equations H^T H, upper triangle, until add_prior
  Eigen::VectorXd rhs_;
  bool normal_equations_ = false;
  std::vector<Index> permutation_;  ///< column k of R belongs to unknown permutation_[k]
  Index hard_rank_ = 0;
  double sum_of_squares_ = 0;
};

}  // namespace tessera::gp_pde
