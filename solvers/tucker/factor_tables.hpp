#pragma once

#include <vector>

#include <Eigen/Core>

#include "solvers/filtering/factor_smoother.hpp"
#include "solvers/tucker/component_table.hpp"

namespace tessera::tucker {

/// First and second moments of the rest terms' factors of one mode j at each of its d_j indices, as
/// one contiguous column per index: Q means, then the Q (Q + 1) / 2 packed second moments
/// E[u_a u_b]. The constant 1 stands where a rest term has no function of the mode.
struct FactorTable {
  Index terms = 0;       ///< Q
  Eigen::MatrixXd rows;  ///< Q + Q (Q + 1) / 2 x d_j
};

/// The table of mode `mode` for these rest terms, from the mode's posterior marginals.
FactorTable factor_table(const RestTerms& terms, Index mode, const FactorMarginals& marginals,
                         double constant = 1);

/// The model's function contracted over mode k: at each index i of the mode the coefficients of the
/// rest terms and of their packed products, so that
///   E[f] = sum_q rows(q, i) prod_{j != k} E[rest_q],
///   E[f^2] = sum_p rows(Q + p, i) prod_{j != k} E[rest_a rest_b], p = packed(a, b)
/// (products of distinct terms are counted twice in the coefficients). Same layout as FactorTable.
FactorTable contracted_table(const ComponentTable& table, const RestTerms& terms, Index mode,
                             const FactorMarginals& marginals, const Eigen::VectorXd& weight_mean,
                             const Eigen::MatrixXd& weight_covariance, double constant = 1);

/// First and second moment of the function from one column of a contracted table and one of each
/// other mode's table.
struct FunctionMoments {
  double mean = 0;
  double second = 0;
};
FunctionMoments function_moments(const double* const* rows, Index count, Index terms);

/// The same at combinations of the modes' indices, the rows of `index` (n x K); `tables` holds one
/// table per mode, one of them contracted.
struct FunctionMomentsOfRows {
  Eigen::VectorXd mean;
  Eigen::VectorXd second;
};
FunctionMomentsOfRows function_moments(const std::vector<FactorTable>& tables,
                                       const Eigen::MatrixXi& index);

/// Sums over the entries of each fiber of mode k, weighted: first moments of value times rest term
/// and second moments of the rest terms. The layout of a column is that of FactorTable.
struct FiberSums {
  Index terms = 0;
  Eigen::MatrixXd rows;  ///< Q + Q (Q + 1) / 2 x d_k: sum w y E[b], sum w E[b b^T]

  auto first(Index i) const { return rows.col(i).head(terms); }
  double second(Index i, Index a, Index b) const { return rows(terms + packed(a, b), i); }
};

}  // namespace tessera::tucker
