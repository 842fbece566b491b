#include "apps/tucker/scores.hpp"

#include <algorithm>
#include <cmath>

namespace tessera::tucker {
namespace {

const SimplePrediction* find(const SplitResult& result, const std::string& name) {
  for (const SimplePrediction& simple : result.simple)
    if (simple.name == name) return &simple;
  return nullptr;
}

MethodPredictions of_model(const SplitResult& result, const PredictiveLaw& law) {
  const Eigen::ArrayXd variance =
      result.latent.variance.array() + result.latent.noise_variance.array();
  PredictiveDistributions distribution{result.latent.mean, variance.max(1e-300).sqrt()};
  if (law.degrees_of_freedom > 0) {
    distribution.scale *= law.scale(1);
    distribution.degrees_of_freedom = law.degrees_of_freedom;
  }
  if (result.facts.link == Link::log) distribution.link = PredictionLink::log;
  return {"model", value_prediction(result.facts.link, result.latent).mean,
          std::move(distribution)};
}

MethodPredictions of_simple(const SimplePrediction& simple) {
  MethodPredictions method{simple.name, simple.mean, {}};
  if (simple.standard_deviation.size() > 0 && simple.standard_deviation.minCoeff() > 0)
    method.distribution = PredictiveDistributions{simple.mean, simple.standard_deviation};
  return method;
}

/// Weighted by rows, or with equal weights.
template <class Member>
double mean_of(const std::vector<Scores>& splits, bool by_rows, Member member) {
  double sum = 0, weights = 0;
  for (const Scores& s : splits) {
    if (s.count == 0) continue;
    const double weight = by_rows ? static_cast<double>(s.count) : 1.0;
    sum += weight * member(s);
    weights += weight;
  }
  return sum / weights;
}

/// All but RMSE.
Scores combined(const std::vector<Scores>& splits, bool by_rows) {
  Scores all;
  std::vector<Scores> used;
  for (const Scores& s : splits) {
    all.count += s.count;
    if (s.count > 0) used.push_back(s);
  }
  if (used.empty()) return all;
  all.mae = mean_of(used, by_rows, [](const Scores& s) { return s.mae; });
  if (std::all_of(used.begin(), used.end(), [](const Scores& s) { return s.nll.has_value(); })) {
    all.nll = mean_of(used, by_rows, [](const Scores& s) { return *s.nll; });
    all.intervals = used.front().intervals;
    for (std::size_t i = 0; i < all.intervals.size(); ++i) {
      all.intervals[i].coverage =
          mean_of(used, true, [i](const Scores& s) { return s.intervals[i].coverage; });
      all.intervals[i].mean_width =
          mean_of(used, true, [i](const Scores& s) { return s.intervals[i].mean_width; });
    }
  }
  return all;
}

}  // namespace

Validated collect(const DataSet& data, const std::vector<SplitResult>& results,
                  const PredictiveLaw& law) {
  Validated validated{{}, data.stored_scale};
  for (const SplitResult& result : results) {
    if (result.test.empty()) continue;
    ValidatedSplit split{result.name,
                         result.test,
                         static_cast<Index>(result.train.size()),
                         data.observations.values(result.test),
                         {of_model(result, law)}};
    for (const SimplePrediction& simple : result.simple)
      if (std::all_of(results.begin(), results.end(), [&](const SplitResult& other) {
            return other.test.empty() || find(other, simple.name) != nullptr;
          }))
        split.methods.push_back(of_simple(simple));
    validated.splits.push_back(std::move(split));
  }
  return validated;
}

Scores scores_of(const ValidatedSplit& split, std::size_t method, double stored_scale,
                 const std::vector<bool>* taken) {
  std::vector<Index> rows;
  for (std::size_t i = 0; i < split.rows.size(); ++i)
    if (taken == nullptr || (*taken)[static_cast<std::size_t>(split.rows[i])])
      rows.push_back(static_cast<Index>(i));
  Scores scores;
  scores.count = static_cast<Index>(rows.size());
  if (rows.empty()) return scores;
  const MethodPredictions& m = split.methods[method];
  const Eigen::VectorXd values = split.values(rows), mean = m.mean(rows);
  scores.rmse = root_mean_square_error(values, mean) / stored_scale;
  scores.mae = mean_absolute_error(values, mean) / stored_scale;
  if (!m.distribution) return scores;
  PredictiveDistributions d = *m.distribution;
  d.location = m.distribution->location(rows);
  d.scale = m.distribution->scale(rows);
  scores.nll = mean_negative_log_density(values, d) - std::log(stored_scale);
  for (IntervalScore interval : interval_scores(values, d)) {
    interval.mean_width /= stored_scale;
    scores.intervals.push_back(interval);
  }
  return scores;
}

std::vector<Scores> scores_of(const Validated& validated, std::size_t method,
                              const std::vector<bool>* taken) {
  std::vector<Scores> scores;
  for (const ValidatedSplit& split : validated.splits)
    scores.push_back(scores_of(split, method, validated.stored_scale, taken));
  return scores;
}

Scores over_rows(const std::vector<Scores>& splits) {
  Scores all = combined(splits, true);
  if (all.count > 0)
    all.rmse = std::sqrt(mean_of(splits, true, [](const Scores& s) { return s.rmse * s.rmse; }));
  return all;
}

Scores over_splits(const std::vector<Scores>& splits) {
  Scores all = combined(splits, false);
  if (all.count > 0) all.rmse = mean_of(splits, false, [](const Scores& s) { return s.rmse; });
  return all;
}

}  // namespace tessera::tucker
