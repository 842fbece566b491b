#pragma once

#include <span>
#include <string>
#include <vector>

#include <Eigen/Core>

#include "apps/common/run_context.hpp"
#include "apps/sphere/problem.hpp"
#include "solvers/integrators/linear_part.hpp"

namespace tessera::sphere {

/// Coefficients of a draw, (last degree + 1)^2; those of low degrees do not depend on the last one.
Eigen::VectorXd draw(const AngularSpectrum& spectrum, std::mt19937_64 generator);

/// The deck's random fields as a member has them, under their names.
SphereArrays draw_random_fields(const SphereProblem& problem, const RandomStreams& random,
                                Index member);

/// Adds the noise of one step: of the linear part exactly (the Ornstein-Uhlenbeck process), so that
/// linear equations are sampled without error whatever the step; else with the error of splitting.
/// The numbers depend on seed, member and number of the step alone.
class RandomForcing {
 public:
  RandomForcing(const SphereProblem& problem, const LinearPart& linear);
  bool present() const { return present_; }
  void add(double step, Index number, Index member, const RandomStreams& random,
           std::span<double> state);

 private:
  /// Factors of noise of all blocks for this step.
  void prepare(double step);
  Eigen::MatrixXcd density_of(const LinearPart::Block& block) const;

  LinearPart linear_;
  std::vector<double> density_;  ///< variance per time of each number of the state
  bool present_ = false;
  double step_ = 0;
  std::vector<Eigen::MatrixXcd> factors_;  ///< per block
};

}  // namespace tessera::sphere
