#include "solvers/tucker/calibration.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "solvers/tucker/distinct_rows.hpp"
#include "solvers/tucker/predictive_law.hpp"

namespace tessera::tucker {
namespace {

constexpr double target_coverage = 0.9;
/// n times the variance of the logarithm of a 0.9 quantile of n normal magnitudes:
/// p (1 - p) / (q f(q))^2, f the density of the half-normal distribution.
constexpr double normal_variance = 0.783;
/// Standard deviation of the factor's logarithm before any row is held out: a model's own standard
/// deviations are believed to a factor of 1.6 or so.
constexpr double prior_spread = 0.5;
/// Places that fix the factor to 10 %.
constexpr Index enough_places = 100;
constexpr double rounding = 1e-9;         ///< of sums of weights
constexpr double least_magnitude = 1e-3;  ///< below it an error counts as this: logarithms

/// Quantiles of the magnitudes, every place with the same weight.
class WeightedQuantiles {
 public:
  explicit WeightedQuantiles(const ScaledErrors& errors) {
    std::map<Index, double> rows;
    for (const Index place : errors.place) rows[place] += 1;
    places_ = static_cast<Index>(rows.size());
    for (std::size_t i = 0; i < errors.place.size(); ++i)
      sorted_.emplace_back(std::max(errors.magnitude[i], least_magnitude),
                           1 / (rows[errors.place[i]] * static_cast<double>(places_)));
    std::sort(sorted_.begin(), sorted_.end());
  }
  Index places() const { return places_; }
  /// The least magnitude with at least this share of the weight at or below it.
  double operator()(double share) const {
    double sum = 0;
    for (const auto& [magnitude, weight] : sorted_)
      if ((sum += weight) >= share - rounding) return magnitude;
    return sorted_.back().first;
  }

 private:
  std::vector<std::pair<double, double>> sorted_;
  Index places_ = 0;
};

/// Coordinates of one axis as numbers in ascending order, per row of the data.
std::vector<Index> coordinate_numbers(const Eigen::MatrixXd& points, Index first, Index columns) {
  const Eigen::VectorXi number = distinct_rows(points.middleCols(first, columns)).number;
  return {number.begin(), number.end()};
}

std::set<Index> numbers_of(const std::vector<Index>& rows, const std::vector<Index>& number) {
  std::set<Index> result;
  for (const Index row : rows) result.insert(number[row]);
  return result;
}

}  // namespace

double row_calibration(std::vector<double> magnitude) {
  const auto place =
      magnitude.begin() +
      static_cast<std::ptrdiff_t>(target_coverage * static_cast<double>(magnitude.size()));
  std::nth_element(magnitude.begin(), place, magnitude.end());
  return *place / PredictiveLaw{}.half_width_90();
}

double shrinkage_weight(double variance) {
  return prior_spread * prior_spread / (prior_spread * prior_spread + variance);
}

double place_calibration(const ScaledErrors& errors) {
  if (errors.magnitude.empty()) return 1;
  const WeightedQuantiles quantile(errors);
  const auto count = static_cast<double>(quantile.places());
  const double error = std::sqrt(target_coverage * (1 - target_coverage) / count);
  const double middle = std::log(quantile(target_coverage) / PredictiveLaw{}.half_width_90());
  const double high = std::log(quantile(std::min(target_coverage + error, 1.0)));
  const double low = std::log(quantile(target_coverage - error));
  const double variance = std::max(0.25 * (high - low) * (high - low), normal_variance / count);
  return std::exp(shrinkage_weight(variance) * middle);
}

std::optional<HeldOut> held_out(const TrainingData& data, const InnerSplit& inner) {
  Index first = 0;
  for (const ObservedAxis& axis : data.columns) {
    const auto columns = static_cast<Index>(axis.columns.size());
    HeldOut held{coordinate_numbers(data.points, first, columns), 0, false};
    first += columns;
    const std::set<Index> known = numbers_of(inner.train, held.number);
    std::set<Index> unknown;
    Index outside = 0;
    for (const Index row : inner.test) {
      if (known.contains(held.number[row])) continue;
      unknown.insert(held.number[row]);
      ++outside;
    }
    if (2 * outside <= static_cast<Index>(inner.test.size())) continue;
    held.places = static_cast<Index>(unknown.size());
    held.beyond = columns == 1 && (known.empty() || *unknown.begin() > *known.rbegin() ||
                                   *unknown.rbegin() < *known.begin());
    return held;
  }
  return std::nullopt;
}

std::vector<InnerSplit> further_folds(const HeldOut& held, const InnerSplit& inner,
                                      std::mt19937_64& random) {
  if (held.beyond || held.places >= enough_places) return {};
  const std::set<Index> known = numbers_of(inner.train, held.number);
  std::vector<Index> order(known.begin(), known.end());
  for (std::size_t i = order.size(); i > 1; --i)
    std::swap(order[i - 1], order[random() % static_cast<std::uint64_t>(i)]);
  const auto count = static_cast<Index>(order.size());
  const Index parts = std::max<Index>((2 * count + held.places) / (2 * held.places), 2);
  std::map<Index, Index> part;
  for (Index i = 0; i < count; ++i) part[order[i]] = i * parts / count;
  std::vector<Index> rows = inner.train;
  rows.insert(rows.end(), inner.test.begin(), inner.test.end());
  std::sort(rows.begin(), rows.end());
  std::vector<InnerSplit> folds(parts);
  for (const Index row : rows) {
    const auto own = part.find(held.number[row]);
    for (Index p = 0; p < parts; ++p)
      (own != part.end() && own->second == p ? folds[p].test : folds[p].train).push_back(row);
  }
  return folds;
}

}  // namespace tessera::tucker
