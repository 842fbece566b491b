#pragma once

#include <string>
#include <vector>

#include <Eigen/Core>

#include "data/fields/types.hpp"

namespace tessera::tucker {

enum class Link { identity, log };

/// What is modelled of a value y at x: z = (g(y) - mean - slopes . (x - centre)) / scale, g the
/// link. The slopes are a linear trend over the columns of places (zero on other axes), by least
/// squares, as in kriging with a trend; they matter where places are far from all others.
struct Standardisation {
  Link link = Link::identity;
  double mean = 0;
  double scale = 1;
  Eigen::RowVectorXd centre;  ///< per coordinate column
  Eigen::RowVectorXd slopes;

  /// mean + slopes . (x - centre) at the rows of `points`.
  Eigen::VectorXd offsets(const Eigen::MatrixXd& points) const;
  Eigen::VectorXd standardise(const Eigen::MatrixXd& points, const Eigen::VectorXd& values) const;
};

/// From training rows; `trend` says which columns have slopes. Throws std::invalid_argument for a
/// log link and values that are not all positive, and for values without spread.
Standardisation standardisation(Link link, const Eigen::MatrixXd& points,
                                const Eigen::VectorXd& values, const std::vector<bool>& trend);

/// Gaussian prediction on the link's scale (raw units of g): moments of the function g = g(x), and
/// the variance of one observation's noise around it.
struct LatentPrediction {
  Eigen::VectorXd mean;
  Eigen::VectorXd variance;
  Eigen::VectorXd noise_variance;
};

/// The same in units of y. The function is the conditional mean E[y | g]; for a log link
/// exp(g + noise_variance / 2), log-normal under the Gaussian prediction of g.
struct ValuePrediction {
  Eigen::VectorXd mean;
  Eigen::VectorXd standard_deviation;             ///< of the function
  Eigen::VectorXd predictive_standard_deviation;  ///< of a new observation
};
ValuePrediction value_prediction(Link link, const LatentPrediction& latent);

}  // namespace tessera::tucker
