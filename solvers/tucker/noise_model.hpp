#pragma once

#include <vector>

#include <Eigen/Core>

#include "solvers/tucker/cells.hpp"
#include "solvers/tucker/variational_state.hpp"

namespace tessera::tucker {

/// Noise of observations that may repeat coordinates: y = f(x) + cell effect + measurement noise,
/// both white and Gaussian. The cell effect is what repeated observations share: variation too fine
/// for the factor functions. With total variance 1 / tau and share rho of the cell effect, the mean
/// of a cell of n observations has precision tau w, w = 1 / (rho + (1 - rho) / n); the entries
/// within a cell scatter with variance (1 - rho) / tau. Student-t noise multiplies w by a
/// Gamma-distributed factor per cell (scale mixture).
class NoiseModel {
 public:
  NoiseModel(const Cells& cells, GammaDistribution prior,
             double degrees_of_freedom /* 0: Gaussian */);

  /// Whether cells differ in weight; false: every entry has weight 1 and update_weights is idle.
  bool weighted() const { return freedom_ > 0 || repeats() > 0; }
  /// Precision weight of each cell; empty unless weighted().
  const Eigen::VectorXd& weights() const { return weights_; }
  double cell_share() const { return cell_share_; }
  /// Factors of the cells' precisions under Student-t noise, small at outliers; empty: Gaussian.
  const Eigen::ArrayXd& student_factors() const { return student_; }
  /// Optimum of rho (and of the Student factors) for expected squared residuals e_j of the cells.
  void update_weights(const Eigen::VectorXd& residuals, const GammaDistribution& precision);
  /// q(tau) for sum_j w_j e_j.
  GammaDistribution precision(double weighted_residual) const;
  /// Expected log likelihood minus the divergences of tau and of the Student factors.
  double bound(const GammaDistribution& precision, double weighted_residual) const;

 private:
  double repeats() const { return total_ - static_cast<double>(cells_); }
  void set_share(double share);
  /// Weights of the cells for these Student factors.
  void set_weights(const Eigen::ArrayXd& student);

  Index cells_;
  std::vector<Index> repeated_;  ///< cells of several observations: the others' weight is 1
  Eigen::ArrayXd counts_;        ///< of these
  double total_;
  double within_;
  GammaDistribution prior_;
  double freedom_;
  double cell_share_ = 0.5;
  Eigen::ArrayXd replicate_weights_;  ///< of the repeated cells
  Eigen::VectorXd weights_;           ///< of all cells, with their Student factors
  Eigen::ArrayXd student_;            ///< of all cells
  double student_divergence_ = 0;
  double student_expected_log_ = 0;
};

}  // namespace tessera::tucker
