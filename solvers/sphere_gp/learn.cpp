#include "solvers/sphere_gp/learn.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <random>
#include <stdexcept>

#include "data/fields/errors.hpp"
#include "solvers/optimize/optimize.hpp"
#include "solvers/sphere_gp/evidence.hpp"

namespace tessera::sphere_gp {
namespace {

/// What the parameters are measured by.
struct Scales {
  double deviation = 1;
  double shortest_time = 1, longest_time = 1;
};

Scales scales_of(const SphereModel& model, const SphereData& data) {
  Scales scales;
  const double centre = centre_of(model, data);
  scales.deviation = std::sqrt((data.values.array() - centre).square().mean() + 1e-300);
  if (data.times.size() > 1) {
    scales.longest_time = data.times.back() - data.times.front();
    scales.shortest_time = scales.longest_time;
    for (std::size_t t = 1; t < data.times.size(); ++t)
      scales.shortest_time = std::min(scales.shortest_time, data.times[t] - data.times[t - 1]);
  }
  return scales;
}

std::string key_of(const std::string& name) {
  return name.substr(name.rfind('/') + 1);
}

std::pair<double, double> bounds_of(const std::string& name, const Scales& scales,
                                    const SphereModel& model) {
  const std::string key = key_of(name);
  const double inverse_degree = 1.0 / std::max(1, last_degree(model));
  if (key == "standard_deviation") return {1e-4 * scales.deviation, 30 * scales.deviation};
  if (key == "noise") return {1e-4 * scales.deviation, 3 * scales.deviation};
  if (key == "length_scale") return {inverse_degree, 6};
  if (key == "smoothness") return {0.2, 6};
  if (key == "time_scale") return {0.2 * scales.shortest_time, 20 * scales.longest_time};
  if (key == "width") return {0.3, 4.0 * std::max(1, last_degree(model))};
  if (key == "centre") return {0.1, 1.0 * std::max(1, last_degree(model))};
  return {1e-4, 1e4};
}

std::vector<double> values_of(const SphereModel& model) {
  std::vector<double> values;
  for (const KernelParameter& p : parameters(model)) values.push_back(p.value);
  return values;
}

std::vector<std::size_t> learned_positions(const SphereModel& model) {
  std::vector<std::size_t> positions;
  const std::vector<KernelParameter> all = parameters(model);
  for (std::size_t k = 0; k < all.size(); ++k)
    if (std::find(model.learned.begin(), model.learned.end(), all[k].name) != model.learned.end())
      positions.push_back(k);
  return positions;
}

/// The evidence as a function of the logarithms of the learned parameters.
class Objective {
 public:
  Objective(const SphereModel& model, const SphereData& data, StateForm form, Monitor& monitor)
      : model_(model),
        data_(data),
        form_(form),
        monitor_(monitor),
        positions_(learned_positions(model)) {
    const Scales scales = scales_of(model, data);
    const std::vector<KernelParameter> all = parameters(model);
    start.resize(static_cast<Index>(positions_.size()));
    lower = upper = start;
    for (Index k = 0; k < start.size(); ++k) {
      const KernelParameter& p = all[positions_[static_cast<std::size_t>(k)]];
      const auto [least, most] = bounds_of(p.name, scales, model);
      lower(k) = std::log(least);
      upper(k) = std::log(most);
      start(k) = std::clamp(std::log(p.value), lower(k), upper(k));
    }
  }

  SphereModel model_at(const Eigen::VectorXd& x) const {
    std::vector<double> values = values_of(model_);
    for (Index k = 0; k < x.size(); ++k)
      values[positions_[static_cast<std::size_t>(k)]] = std::exp(x(k));
    return with_parameters(model_, values);
  }

  double operator()(const Eigen::VectorXd& x, Eigen::VectorXd& gradient) {
    ++evaluations;
    monitor_.progress(-1, "evaluation " + std::to_string(evaluations));
    const auto none = [&] {
      gradient = Eigen::VectorXd::Zero(x.size());
      return std::numeric_limits<double>::infinity();
    };
    std::optional<SphereModel> model;
    try {
      model = model_at(x);
    } catch (const std::invalid_argument&) {
      return none();  // a bump of a spectral mixture outside of the degrees
    }
    Eigen::VectorXd natural;
    double value = 0;
    try {
      value = log_evidence(*model, data_, form_, &natural, monitor_);
    } catch (const Error&) {
      throw;
    } catch (const std::runtime_error&) {
      return none();
    }
    gradient.resize(x.size());
    for (Index k = 0; k < x.size(); ++k)
      gradient(k) =
          -std::exp(x(k)) * natural(static_cast<Index>(positions_[static_cast<std::size_t>(k)]));
    history.push_back(value);
    return -value;
  }

  Eigen::VectorXd start, lower, upper;
  std::vector<double> history;
  Index evaluations = 0;

 private:
  const SphereModel& model_;
  const SphereData& data_;
  StateForm form_;
  Monitor& monitor_;
  std::vector<std::size_t> positions_;
};

}  // namespace

SphereModel with_start_values(const SphereModel& model, const SphereData& data) {
  const Scales scales = scales_of(model, data);
  const std::vector<KernelParameter> all = parameters(model);
  std::vector<double> values = values_of(model);
  // Terms of one kind start at different lengths: the first the longest.
  double length = 0.15, time = 0.1 * scales.longest_time;
  for (std::size_t k = 0; k < all.size(); ++k) {
    if (std::find(model.learned.begin(), model.learned.end(), all[k].name) == model.learned.end())
      continue;
    const std::string key = key_of(all[k].name);
    if (key == "standard_deviation")
      values[k] = scales.deviation / std::sqrt(2.0 * static_cast<double>(model.terms.size()));
    if (key == "noise") values[k] = 0.1 * scales.deviation;
    if (key == "length_scale") values[k] = length;
    if (key == "smoothness") values[k] = 1.5;
    if (key == "time_scale") {
      values[k] = time;
      time = std::max(2 * scales.shortest_time, 0.1 * time);
    }
  }
  return with_parameters(model, values);
}

LearnResult learn(const SphereModel& model, const SphereData& data, const LearnOptions& options,
                  Monitor& monitor) {
  require_valid(model);
  LearnResult result;
  result.history.name = "history/evidence";
  result.history.long_name = "log evidence at every evaluation";
  if (model.learned.empty()) {
    result.model = model;
    result.log_evidence = log_evidence(model, data, options.form, nullptr, monitor);
    result.evidence_of_start = {result.log_evidence};
    return result;
  }
  OptimizeOptions settings;
  settings.maximum_iterations = options.maximum_iterations;
  settings.relative_decrease = options.relative_decrease;
  settings.gradient_tolerance = 1e-3;
  settings.initial_radius = 0.7;
  result.log_evidence = -std::numeric_limits<double>::infinity();
  Objective objective(model, data, options.form, monitor);
  std::mt19937_64 generator(options.seed);
  std::normal_distribution<double> normal;
  std::vector<double> start_number;
  for (Index s = 0; s < options.starts; ++s) {
    Eigen::VectorXd x = objective.start;
    for (Index k = 0; s > 0 && k < x.size(); ++k)
      x(k) = std::clamp(x(k) + 0.8 * normal(generator), objective.lower(k), objective.upper(k));
    OptimizeResult found;
    try {
      found = minimize([&](const Eigen::VectorXd& at,
                           Eigen::VectorXd& gradient) { return objective(at, gradient); },
                       x, objective.lower, objective.upper, settings, monitor);
    } catch (const std::invalid_argument&) {
      continue;  // no evidence at this start
    }
    if (found.reason == "stopped on request") throw Interrupted("Stopped on request.");
    start_number.resize(objective.history.size(), static_cast<double>(s + 1));
    result.evidence_of_start.push_back(-found.value);
    if (-found.value <= result.log_evidence) continue;
    result.log_evidence = -found.value;
    result.converged = found.converged;
    result.model = objective.model_at(found.x);
  }
  if (result.evidence_of_start.empty())
    throw DataError(
        "No start of the search for parameters has a finite evidence: give start values, or a "
        "larger noise.");
  result.evaluations = objective.evaluations;
  result.history.columns = {{"start", "", start_number}, {"log_evidence", "", objective.history}};
  return result;
}

}  // namespace tessera::sphere_gp
