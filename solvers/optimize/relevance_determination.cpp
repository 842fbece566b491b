#include "solvers/optimize/relevance_determination.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace tessera {
namespace {

using Vector = Eigen::VectorXd;

Index count_alive(const Vector& g) {
  return (g.array() > 1e-6 * g.maxCoeff()).count();
}

/// Weights, noise and what the update needs of one step.
struct Iterate {
  Vector g;
  double noise = 0;  ///< relative
  WeightEvidenceValue value;
};

/// Decides after each step on the noise of the next one. The noise falls as long as that raises the
/// evidence; where it does not, the iteration goes back to the best step, lets the weights settle
/// at its noise, and then tries smaller factors.
class NoiseSchedule {
 public:
  explicit NoiseSchedule(const RelevanceOptions& options)
      : gain_(options.evidence_gain), floor_(options.noise_floor), factor_(options.noise_factor) {}

  Index idle() const { return idle_; }

  /// True if this is the best step so far.
  bool improves(double log_evidence) {
    gained_ = log_evidence > counted_ + gain_ * std::abs(log_evidence);
    if (gained_) counted_ = log_evidence;
    idle_ = gained_ ? 0 : idle_ + 1;
    if (!(log_evidence > best_)) return false;
    best_ = log_evidence;
    return true;
  }

  /// True if the step failed because the noise had been lowered.
  bool goes_back(bool improved, double best_noise) {
    if (improved || !lowered_) return false;
    constexpr double finest_factor = 0.8;
    holds_ = true;
    lowered_ = false;
    idle_ = 0;
    factor_ = std::sqrt(factor_);
    if (factor_ > finest_factor) floor_ = best_noise;
    return true;
  }

  double next(double noise) {
    lowered_ = noise > floor_ && !(holds_ && gained_);
    return lowered_ ? std::max(floor_, noise * factor_) : noise;
  }

 private:
  double gain_;
  double floor_;
  double factor_;
  double best_ = -std::numeric_limits<double>::infinity();
  double counted_ = best_;
  Index idle_ = 0;
  bool gained_ = false;
  bool holds_ = false;    ///< lower the noise only where the weights have settled
  bool lowered_ = false;  ///< for the step under way
};

}  // namespace

RelevanceResult relevance_determination(const WeightEvidence& evidence,
                                        const RelevanceOptions& options, Monitor& monitor) {
  const double scale = std::sqrt(evidence.data_mean_square());
  if (!(scale > 0) || !std::isfinite(scale))
    throw std::invalid_argument("relevance determination: the data are zero or not finite");
  const Vector power = evidence.mean_square().cwiseMax(1e-300);  // of a weight of one
  const Vector cap = options.largest_weight * scale * scale * power.cwiseInverse();
  const auto rows = static_cast<double>(evidence.row_count());

  const auto updated = [&](const Iterate& i) -> Vector {
    const Vector floor =
        options.smallest_weight * i.noise * i.noise * scale * scale / rows * power.cwiseInverse();
    return (i.g.array() * i.value.quality.array() / i.value.sparsity.array().max(1e-300))
        .max(floor.array())
        .min(cap.array());
  };

  RelevanceResult result;
  result.reason = "maximum steps";
  NoiseSchedule schedule(options);
  Iterate now;
  now.noise = std::max(options.first_noise, options.noise_floor);
  now.g = scale * scale / static_cast<double>(evidence.weight_count()) * power.cwiseInverse();
  Iterate best = now;
  for (Index step = 0; step < options.maximum_steps; ++step) {
    now.value = evidence.evaluate(now.g, now.noise * scale, false);
    const double log_evidence = now.value.log_evidence;
    if (!std::isfinite(log_evidence)) break;
    result.history.push_back({log_evidence, now.noise, count_alive(now.g)});
    const bool improved = schedule.improves(log_evidence);
    if (improved) {
      best = now;
      result.weights = now.g;
      result.noise = now.noise * scale;
      result.log_evidence = log_evidence;
      result.best_step = step;
    }
    if (schedule.goes_back(improved, best.noise)) now = best;
    if (schedule.idle() >= options.patience) {
      result.reason = "evidence settled";
      break;
    }
    if (monitor.should_stop()) {
      result.reason = "stopped on request";
      break;
    }
    now.g = updated(now);
    now.noise = schedule.next(now.noise);
  }
  if (result.weights.size() == 0)
    throw std::invalid_argument("relevance determination: the evidence is not finite");
  return result;
}

}  // namespace tessera
