#pragma once

#include <vector>

#include <Eigen/Core>

namespace tessera {

/// Covariance of the values of one slice at places a distance r apart:
///   scale * (constant + (1 + sqrt(3) r / range) exp(-sqrt(3) r / range) + nugget [same row]).
struct SliceCovariance {
  double range = 1;     ///< in units of the distances
  double constant = 1;  ///< variance of the slice's constant, relative to the Matern-3/2 process
  double nugget = 0.1;  ///< relative likewise
  double scale = 1;     ///< variance of the Matern-3/2 process

  /// Without the nugget and relative to the scale.
  Eigen::MatrixXd relative(const Eigen::MatrixXd& distances) const;
};

/// What learning sees of one slice.
struct SliceResiduals {
  Eigen::MatrixXd distances;  ///< n x n
  Eigen::VectorXd values;     ///< n
};

/// Log marginal likelihood of independent slices at the scale that maximises it (written to
/// `covariance`), constants of the number of values left out. -infinity where a matrix is not
/// positive definite.
double profile_log_likelihood(const std::vector<SliceResiduals>& slices,
                              SliceCovariance& covariance);

/// Maximises it over range, constant and nugget by a pattern search in their logarithms (steps from
/// a factor of 4 down to 1.02), from a third of the largest distance and two nuggets. Bounds: range
/// 1e-3 to 10 times the largest distance, constant 1e-4 to 1e4, nugget 1e-6 to 1e3.
SliceCovariance learn_slice_covariance(const std::vector<SliceResiduals>& slices);

}  // namespace tessera
