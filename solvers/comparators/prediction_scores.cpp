#include "solvers/comparators/prediction_scores.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <random>
#include <stdexcept>
#include <string>

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

namespace tessera {
namespace {

void require_size(const Eigen::VectorXd& values, Index size, const char* what) {
  if (values.size() == 0) throw std::invalid_argument("Scores need at least one value.");
  if (size != values.size()) {
    throw std::invalid_argument("There are " + std::to_string(values.size()) + " values and " +
                                std::to_string(size) + " " + what + ".");
  }
}

void require_valid(const Eigen::VectorXd& values, const PredictiveDistributions& predictions) {
  require_size(values, predictions.location.size(), "predictions");
  require_size(values, predictions.scale.size(), "scales of predictions");
  if (!(predictions.scale.array() > 0).all())
    throw std::invalid_argument("A scale of a prediction is not positive.");
  if (!(predictions.degrees_of_freedom > 0))
    throw std::invalid_argument("Degrees of freedom of predictions are not positive.");
  if (predictions.link == PredictionLink::log && !(values.array() > 0).all())
    throw std::invalid_argument("A value is not positive, as the log link needs it.");
}

double linked(double value, PredictionLink link) {
  return link == PredictionLink::log ? std::log(value) : value;
}

double unlinked(double value, PredictionLink link) {
  return link == PredictionLink::log ? std::exp(value) : value;
}

double log_normaliser(double degrees_of_freedom) {
  if (std::isinf(degrees_of_freedom)) return 0.5 * std::log(2 * std::numbers::pi);
  return 0.5 * std::log(degrees_of_freedom * std::numbers::pi) +
         std::lgamma(0.5 * degrees_of_freedom) - std::lgamma(0.5 * (degrees_of_freedom + 1));
}

/// -log of the standard density without its normaliser.
double negative_log_shape(double t, double degrees_of_freedom) {
  if (std::isinf(degrees_of_freedom)) return 0.5 * t * t;
  return 0.5 * (degrees_of_freedom + 1) * std::log1p(t * t / degrees_of_freedom);
}

/// Half width of the central interval of the standard distribution.
double half_width(double level, double degrees_of_freedom) {
  const double upper_tail = 0.5 * (1 - level);
  if (std::isinf(degrees_of_freedom))
    return quantile(complement(boost::math::normal(), upper_tail));
  return quantile(complement(boost::math::students_t(degrees_of_freedom), upper_tail));
}

/// Sums of squared errors of two predictors over the values of one group.
struct GroupErrors {
  double count = 0;
  double first = 0;
  double second = 0;
};

double difference(const std::vector<GroupErrors>& groups, const std::vector<std::size_t>& drawn,
                  GroupStatistic statistic) {
  GroupErrors sum;
  for (const std::size_t g : drawn) {
    const GroupErrors& group = groups[g];
    if (statistic == GroupStatistic::pooled) {
      sum.count += group.count;
      sum.first += group.first;
      sum.second += group.second;
    } else {
      sum.count += 1;
      sum.first += std::sqrt(group.first / group.count);
      sum.second += std::sqrt(group.second / group.count);
    }
  }
  if (statistic == GroupStatistic::group_mean) return (sum.first - sum.second) / sum.count;
  return std::sqrt(sum.first / sum.count) - std::sqrt(sum.second / sum.count);
}

/// Quantile of sorted numbers, linear between them.
double quantile_of(const std::vector<double>& sorted, double share) {
  const double position = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (position - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

}  // namespace

double root_mean_square_error(const Eigen::VectorXd& values, const Eigen::VectorXd& predictions) {
  require_size(values, predictions.size(), "predictions");
  return std::sqrt((predictions - values).squaredNorm() / static_cast<double>(values.size()));
}

double mean_absolute_error(const Eigen::VectorXd& values, const Eigen::VectorXd& predictions) {
  require_size(values, predictions.size(), "predictions");
  return (predictions - values).cwiseAbs().mean();
}

double mean_negative_log_density(const Eigen::VectorXd& values,
                                 const PredictiveDistributions& predictions) {
  require_valid(values, predictions);
  const double freedom = predictions.degrees_of_freedom;
  double sum = 0;
  for (Index n = 0; n < values.size(); ++n) {
    const double x = linked(values[n], predictions.link);
    const double t = (x - predictions.location[n]) / predictions.scale[n];
    sum += negative_log_shape(t, freedom) + std::log(predictions.scale[n]);
    // The derivative of the log link is 1 / y.
    if (predictions.link == PredictionLink::log) sum += x;
  }
  return sum / static_cast<double>(values.size()) + log_normaliser(freedom);
}

std::array<IntervalScore, 3> interval_scores(const Eigen::VectorXd& values,
                                             const PredictiveDistributions& predictions) {
  require_valid(values, predictions);
  std::array<IntervalScore, 3> scores{{{0.5}, {0.9}, {0.95}}};
  for (IntervalScore& score : scores) {
    const double half = half_width(score.level, predictions.degrees_of_freedom);
    for (Index n = 0; n < values.size(); ++n) {
      const double x = linked(values[n], predictions.link);
      const double location = predictions.location[n], reach = half * predictions.scale[n];
      score.coverage += std::abs(x - location) <= reach ? 1 : 0;
      score.mean_width += unlinked(location + reach, predictions.link) -
                          unlinked(location - reach, predictions.link);
    }
    score.coverage /= static_cast<double>(values.size());
    score.mean_width /= static_cast<double>(values.size());
  }
  return scores;
}

std::vector<GroupScore> group_scores(const Eigen::VectorXd& values,
                                     const Eigen::VectorXd& predictions,
                                     const std::vector<Index>& groups) {
  require_size(values, predictions.size(), "predictions");
  require_size(values, static_cast<Index>(groups.size()), "group numbers");
  std::map<Index, GroupScore> scores;
  for (Index n = 0; n < values.size(); ++n) {
    GroupScore& score = scores[groups[static_cast<std::size_t>(n)]];
    const double error = predictions[n] - values[n];
    score.root_mean_square_error += error * error;
    ++score.count;
  }
  std::vector<GroupScore> result;
  for (auto& [group, score] : scores) {
    score.group = group;
    score.root_mean_square_error =
        std::sqrt(score.root_mean_square_error / static_cast<double>(score.count));
    result.push_back(score);
  }
  return result;
}

PairedDifference paired_bootstrap(const Eigen::VectorXd& values, const Eigen::VectorXd& first,
                                  const Eigen::VectorXd& second, const std::vector<Index>& groups,
                                  GroupStatistic statistic, std::uint64_t seed, double level,
                                  int draws) {
  require_size(values, first.size(), "predictions");
  require_size(values, second.size(), "predictions");
  require_size(values, static_cast<Index>(groups.size()), "group numbers");
  if (!(level > 0 && level < 1) || draws < 1)
    throw std::invalid_argument("A bootstrap needs a level between 0 and 1 and draws.");
  std::map<Index, GroupErrors> by_number;
  for (Index n = 0; n < values.size(); ++n) {
    GroupErrors& group = by_number[groups[static_cast<std::size_t>(n)]];
    group.count += 1;
    group.first += (first[n] - values[n]) * (first[n] - values[n]);
    group.second += (second[n] - values[n]) * (second[n] - values[n]);
  }
  std::vector<GroupErrors> errors;
  std::vector<std::size_t> drawn;
  for (const auto& [number, group] : by_number) {
    drawn.push_back(errors.size());
    errors.push_back(group);
  }
  PairedDifference result;
  result.difference = difference(errors, drawn, statistic);
  // Remainders are a little uneven, by 1e-15: the numbers are then the same on every platform.
  std::mt19937_64 random(seed);
  std::vector<double> differences;
  for (int draw = 0; draw < draws; ++draw) {
    for (std::size_t& g : drawn) g = random() % errors.size();
    differences.push_back(difference(errors, drawn, statistic));
  }
  std::sort(differences.begin(), differences.end());
  result.lower = quantile_of(differences, 0.5 * (1 - level));
  result.upper = quantile_of(differences, 0.5 * (1 + level));
  return result;
}

}  // namespace tessera
