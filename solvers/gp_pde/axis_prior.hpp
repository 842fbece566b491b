#pragma once

#include <memory>
#include <utility>

#include <Eigen/Core>

#include "data/fields/types.hpp"
#include "solvers/gp_pde/spectral_factor.hpp"

namespace tessera::gp_pde {

/// Random waves of equal variance on 0 <= s <= band, total variance 1: the flat prior, made
/// periodic. The period is long enough that the waves span, down to rounding, what the continuous
/// spectrum spans: smooth functions outside the band stay possible, if improbable. Throws
/// std::invalid_argument unless both are positive.
SpectralFactor flat_band_factor(double band, double length);

/// One axis's stationary prior in its Karhunen-Loeve functions,
///   g(x) = sum_j z_j psi_j(x) + rest(x),  z_j ~ N(0, 1) independent,
/// ordered by falling variance. The psi_j are the waves of a spectral factor times the right
/// singular vectors of the waves at Gauss-Legendre nodes: an orthogonal change of the z leaves the
/// prior as it is, so nothing but the cut behind the last function is approximate, and derivatives
/// of every order are those of sines and cosines, to rounding. (Legendre coefficients of the psi_j
/// carry the rounding of the nodes' phases into every degree: 1e-8 in a second derivative, 4e-6 in
/// a fourth at 20 waves.)
class AxisPrior {
 public:
  /// At most about `maximum_functions` (>= 8) functions: frequencies that need more become part of
  /// the rest. Throws std::invalid_argument for an empty range or factor.
  AxisPrior(std::pair<double, double> range, const SpectralFactor& factor,
            Index maximum_functions = 160);
  /// From its parts (a saved model), as the accessors below return them.
  AxisPrior(std::pair<double, double> range, Eigen::VectorXd frequencies, Eigen::MatrixXd mixing,
            Eigen::VectorXd rest);
  /// The function 1 on [0, 1] as a prior of one function: turns a box of one axis into one of two.
  static std::shared_ptr<const AxisPrior> constant();

  std::pair<double, double> range() const { return range_; }
  double length() const { return range_.second - range_.first; }
  Index functions() const { return mixing_.cols(); }
  /// Variance of each function averaged over the axis.
  Eigen::VectorXd variances() const;
  /// Covariance of the derivatives of orders a and b of the rest at one point; the rest is
  /// stationary. For kernels with a slowly decaying spectrum a lower bound where a + b > 0.
  double rest_covariance(int a, int b) const;

  /// Values (points x count) of the derivative of order `order` of the first `count` functions at
  /// raw coordinates.
  Eigen::MatrixXd evaluate(const Eigen::VectorXd& points, int order, Index count) const;
  /// Highest degree with a share above 1e-6 of the largest coefficient in the Legendre series of
  /// the first `count` functions.
  Index effective_degree(Index count) const;

  /// Waves cos 2 pi s (x - middle) and sin 2 pi s (x - middle), cycles per unit length.
  const Eigen::VectorXd& frequencies() const { return frequencies_; }
  /// Functions as sums of waves: one column a function, rows are all cosines, then all sines.
  const Eigen::MatrixXd& mixing() const { return mixing_; }
  const Eigen::VectorXd& rest_moments() const { return rest_; }

 private:
  std::pair<double, double> range_;
  Eigen::VectorXd frequencies_;
  Eigen::MatrixXd mixing_;
  Eigen::VectorXd rest_;  ///< entry p: sum over the rest of variance (2 pi s)^(2 p)
};

}  // namespace tessera::gp_pde
