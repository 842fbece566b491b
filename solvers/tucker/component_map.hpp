#pragma once

#include <vector>

#include <Eigen/Core>

#include "solvers/tucker/factor_tables.hpp"

namespace tessera::tucker {

/// The components as a bilinear form between a mode's functions, with the constant 1 before them
/// (F + 1 rows), and its rest terms: f = u~(x_k)^T [sum_c w_c e_f(c) e_q(c)^T] rest. What follows
/// costs C^2 per index when done component by component; where the table has as many pairs of
/// components as pairs of functions times pairs of rest terms (a Tucker core), matrix products over
/// all indices at once do it.
class ComponentMap {
 public:
  ComponentMap(const ComponentTable& table, const RestTerms& terms, Index mode);

  /// At each index i (columns): (F + 1)^2 second and F + 1 first moments of the coefficients of u~,
  ///   sum_(c,e) second(c, e) sums(q(c) q(e), i) at (f(c), f(e)),  sum_c mean_c sums(q(c), i).
  void function_sums(const FiberSums& sums, const Eigen::VectorXd& mean,
                     const Eigen::MatrixXd& second, Eigen::MatrixXd& squares,
                     Eigen::MatrixXd& linear) const;
  /// design(c, e) = sum_i E[u~_f(c) u~_f(e)](i) sums(q(c) q(e), i) and
  /// correlation(c) = sum_i E[u~_f(c)](i) sums(q(c), i).
  void component_sums(const FiberSums& sums, const FactorMarginals& q, Eigen::MatrixXd& design,
                      Eigen::VectorXd& correlation) const;
  /// Columns in the layout of FactorTable: contracted_table.
  void contract(const FactorMarginals& q, const Eigen::VectorXd& mean,
                const Eigen::MatrixXd& second, double constant, Eigen::MatrixXd& rows) const;

 private:
  Eigen::MatrixXd square_map(const Eigen::MatrixXd& second) const;
  Eigen::MatrixXd linear_map(const Eigen::VectorXd& mean) const;
  Index components() const { return static_cast<Index>(function_.size()); }

  Index functions_;  ///< F + 1
  Index terms_;
  bool blocks_;
  std::vector<Index> function_;  ///< f(c)
  std::vector<Index> term_;      ///< q(c)
};

/// Moments of (constant, u) at each index: F + 1 and (F + 1)^2 rows.
Eigen::MatrixXd extended_means(const FactorMarginals& q, double constant);
Eigen::MatrixXd extended_seconds(const FactorMarginals& q, double constant);

}  // namespace tessera::tucker
