#pragma once

#include <string>
#include <vector>

#include <Eigen/Core>

#include "solvers/gp_pde/posterior_problem.hpp"

namespace tessera::gp_pde {

/// The measurements given everything else, in units of the signal variance v:
///   residual ~ N(0, v (G G^T + diag(rest)) + diag(noise)).
/// Works in the smaller of the numbers of measurements and of unknowns.
class ConditionalObservations {
 public:
  ConditionalObservations(Eigen::MatrixXd g, Eigen::VectorXd residual, Eigen::VectorXd rest);

  /// What the covariance S does to the residual. `valid` is false where S has no Cholesky factor.
  struct Solved {
    bool valid = false;
    double log_determinant = 0;
    double quadratic = 0;              ///< residual^T S^-1 residual
    Eigen::VectorXd weighted;          ///< S^-1 residual
    Eigen::VectorXd inverse_diagonal;  ///< diagonal of S^-1; only where asked for
  };
  Solved solve(double variance, const Eigen::VectorXd& noise, bool inverse_diagonal = false) const;

  Index count() const { return residual_.size(); }
  double log_density(const Solved& solved) const;
  /// Average of the diagonal of G G^T + rest: what the prior leaves open at the sensors.
  double mean_variance() const;
  double mean_square() const;  ///< of the residual

 private:
  Eigen::MatrixXd g_;
  Eigen::MatrixXd gram_;  ///< G G^T where measurements are fewer than unknowns
  Eigen::VectorXd residual_;
  Eigen::VectorXd rest_;
};

/// Noise of a run of consecutive measurements.
struct NoiseGroup {
  Index first = 0;
  Index count = 0;
  bool learned = false;
  Eigen::VectorXd variance;  ///< given, or current value of a learned one (scale for student_t)
  NoiseModel model = NoiseModel::gaussian;
  double degrees_of_freedom = 4;
};

struct LearnedNoise {
  double signal_variance = 1;
  std::vector<NoiseGroup> groups;
  Eigen::VectorXd weights;  ///< precision weights of all measurements, 1 for Gaussian noise
  std::string remark;

  /// Noise variance over weight of every measurement.
  Eigen::VectorXd noise() const;
};

/// Maximises the density of the measurements over the signal variance (if `learn_variance`) and
/// the learned noises: signal variance in closed form where every noise is learned, else one
/// coordinate at a time by a scan and Brent's method. Student-t noise as a scale mixture of
/// Gaussians: E[weight] = (nu + 1) / (nu + E[error^2] / scale^2) by expectation-maximisation with
/// the posterior's own variance in E[error^2] (Liu & Rubin 1995; variational Bayes), so a
/// measurement that nothing else checks is not mistaken for a good one.
LearnedNoise learn_noise(const ConditionalObservations& conditional, LearnedNoise start,
                         bool learn_variance);

}  // namespace tessera::gp_pde
