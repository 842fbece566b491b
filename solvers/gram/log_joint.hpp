#pragma once

#include <vector>

#include <Eigen/Core>

#include "solvers/gram/gram_axis.hpp"
#include "solvers/gram/problem.hpp"

namespace tessera::gram {

/// All unknowns of the model.
struct Unknowns {
  Eigen::MatrixXd u;  ///< points of axis 0 x points of axis 1 (one column on one axis)
  std::vector<MixtureParameters> kernels;  ///< one per axis
  double log_tau = 0;                      ///< log precision of the boundary data
  double log_v = 0;                        ///< log precision of the equation
};

/// As one vector: u (column-major); log weights, log scales, frequencies of each axis; log tau;
/// log v.
Eigen::VectorXd pack(const Unknowns& unknowns);
/// The inverse; `shape` gives the sizes.
Unknowns unpack(const Eigen::VectorXd& packed, const Unknowns& shape);

/// Parts of the log joint density.
struct JointDensity {
  double log_joint = 0;             ///< without constants
  double boundary_mean_square = 0;  ///< of u - boundary values
  double equation_mean_square = 0;  ///< of the equation's residual
};

/// Log joint density of GP-HM (arXiv 2311.04465, section 3, as its published code has it), up to
/// constants, with C = K_0 (x) K_1 including jitter, N_b boundary values (corners count twice), N_c
/// grid points, H the equation's residual at all of them, and lambda the likelihood weight:
///   -1/2 log det C - 1/2 vec(U)^T C^-1 vec(U) + lambda (N_b log tau - tau |u_b - b|^2) / 2
///   + (N_c log v - v |H|^2) / 2.
/// Derivatives in H are conditional means: along an axis (sum_m c_m K^(m)) K^-1 U.
class LogJoint {
 public:
  /// Throws DeckError for a problem or options that cannot be.
  LogJoint(const Problem& problem, const Options& options);

  /// U = 0, all precisions and scales 1, equal weights, frequencies from 0 to the frequency scale.
  Unknowns initial() const;

  /// The density and its gradient by all unknowns, in closed form. Per axis of N points a few
  /// products and one Cholesky factor of N x N matrices. Throws ConvergenceError, see GramAxis.
  JointDensity evaluate(const Unknowns& unknowns, Unknowns& gradient);

  /// One per axis, as the last evaluate() left them.
  const std::vector<GramAxis>& axes() const { return axes_; }

 private:
  struct BoundaryPoint {
    Index row;
    Index column;
    double value;
  };

  void add_side(Index axis, bool upper);
  double coordinate(Index axis, Index i) const;
  /// H, and the derivative of shift u + g(u).
  Eigen::MatrixXd residual(const Eigen::MatrixXd& u, const std::vector<Eigen::MatrixXd>& solved,
                           Eigen::MatrixXd& local_slope) const;

  Problem problem_;
  Options options_;
  std::vector<GramAxis> axes_;
  Eigen::MatrixXd source_;
  std::vector<BoundaryPoint> boundary_;
};

}  // namespace tessera::gram
