#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <vector>

#include <Eigen/Core>

#include "data/fields/types.hpp"

namespace tessera {

// Scores of predictions on N held-out values, as functions of vectors of size N. All throw
// std::invalid_argument for sizes that differ, no values, or scales that are not positive.

double root_mean_square_error(const Eigen::VectorXd& values, const Eigen::VectorXd& predictions);
double mean_absolute_error(const Eigen::VectorXd& values, const Eigen::VectorXd& predictions);

/// Scale on which a predictive distribution is stated.
enum class PredictionLink { identity, log };

/// Predictive distributions of the observations (noise included), one per value: link(y) is
/// location + scale * t, t standard normal or Student's t.
struct PredictiveDistributions {
  Eigen::VectorXd location;
  Eigen::VectorXd scale;  ///< the standard deviation where t is normal
  /// Degrees of freedom of t, > 0; infinity: normal.
  double degrees_of_freedom = std::numeric_limits<double>::infinity();
  PredictionLink link = PredictionLink::identity;
};

/// Mean of -log p(y_n), density per unit of y itself: under the log link -log p(log y) + log y.
/// Throws std::invalid_argument for y <= 0 under the log link.
double mean_negative_log_density(const Eigen::VectorXd& values,
                                 const PredictiveDistributions& predictions);

struct IntervalScore {
  double level = 0;       ///< probability of the central interval
  double coverage = 0;    ///< share of the values inside (ends included)
  double mean_width = 0;  ///< in units of y, under either link
};

/// Central (equal-tailed) intervals of 50, 90 and 95 %.
std::array<IntervalScore, 3> interval_scores(const Eigen::VectorXd& values,
                                             const PredictiveDistributions& predictions);

/// Root mean square error per group, by ascending group number; groups without values do not occur.
struct GroupScore {
  Index group = 0;
  Index count = 0;
  double root_mean_square_error = 0;
};

std::vector<GroupScore> group_scores(const Eigen::VectorXd& values,
                                     const Eigen::VectorXd& predictions,
                                     const std::vector<Index>& groups);

struct PairedDifference {
  double difference = 0;  ///< of all values: first minus second
  double lower = 0;       ///< ends of the bootstrap's central interval
  double upper = 0;
};

/// What is compared when groups are drawn.
enum class GroupStatistic {
  pooled,     ///< RMSE over all values of the groups drawn
  group_mean  ///< mean over the groups drawn of the group's RMSE
};

/// Difference of two predictors' RMSE on the same values, with the percentile interval of a
/// bootstrap over groups (sites, years, ...): groups are drawn with replacement, `draws` times, the
/// same for both predictors (Efron and Tibshirani 1993, ch. 13). Values of a group stay together,
/// as their errors are not independent. Throws std::invalid_argument for a level outside (0, 1) or
/// fewer than one draw.
PairedDifference paired_bootstrap(const Eigen::VectorXd& values, const Eigen::VectorXd& first,
                                  const Eigen::VectorXd& second, const std::vector<Index>& groups,
                                  GroupStatistic statistic, std::uint64_t seed, double level = 0.95,
                                  int draws = 2000);

}  // namespace tessera
