#pragma once

#include <Eigen/Cholesky>
#include <Eigen/Core>

#include "solvers/gram/mixture_lags.hpp"
#include "solvers/gram/problem.hpp"

namespace tessera::gram {

/// The Gram matrix K + jitter I of one axis and the Gram matrix of its differential operator,
/// operator_matrix(i, j) = sum_m c_m k^(m)(x_i - x_j), whose product with K^-1 differentiates the
/// conditional mean. A uniform grid makes both Toeplitz: N lags hold all that depends on the
/// kernel.
class GramAxis {
 public:
  /// Throws DeckError for a range or a number of points that make no grid.
  GramAxis(const AxisProblem& axis, const Options& options);

  /// Throws ConvergenceError where K + jitter I is not positive definite in double precision.
  void set(const MixtureParameters& parameters);

  Index points() const { return grid_.size(); }
  const Eigen::VectorXd& grid() const { return grid_; }
  bool has_operator() const { return has_operator_; }
  const Eigen::MatrixXd& operator_matrix() const { return operator_; }
  double log_determinant() const;
  /// 1-norm condition of K + jitter I, estimated.
  double condition() const { return 1 / cholesky_.rcond(); }
  /// K^-1 b.
  Eigen::MatrixXd solve(const Eigen::MatrixXd& b) const { return cholesky_.solve(b); }
  Eigen::MatrixXd inverse() const;

  /// Gradient by the hyperparameters of a function whose derivatives by the entries of K and of the
  /// operator matrix are given (the latter empty where there is no operator).
  MixtureParameters gradient(const Eigen::MatrixXd& by_gram,
                             const Eigen::MatrixXd& by_operator) const;

  /// Covariance between other places (rows) and the grid (columns), without jitter.
  Eigen::MatrixXd cross_covariance(const MixtureParameters& parameters,
                                   const Eigen::VectorXd& places) const;

 private:
  Eigen::VectorXd grid_;
  Eigen::VectorXd lag_values_;
  bool has_operator_;
  double jitter_;
  MixtureLags lags_;
  Eigen::MatrixXd operator_;
  Eigen::LLT<Eigen::MatrixXd> cholesky_;
};

}  // namespace tessera::gram
