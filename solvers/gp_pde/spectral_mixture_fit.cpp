#include "solvers/gp_pde/spectral_mixture_fit.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "solvers/optimize/optimize.hpp"

namespace tessera::gp_pde {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

constexpr double first_noise = 1e-2;
constexpr double lowest_log_weight = -60;  // of the data's mean square

double root_mean_square(const WeightEvidence& evidence) {
  return std::sqrt(evidence.data_mean_square());
}

OptimizeOptions optimizer_options(const EvidenceFitOptions& options) {
  OptimizeOptions o;
  o.maximum_iterations = options.maximum_iterations;
  o.relative_decrease = options.relative_decrease;
  o.gradient_tolerance = 1e-6;
  o.step_tolerance = 1e-8;
  o.initial_radius = 4;
  o.secant_pairs = 30;
  return o;
}

/// Parameters of a mixture in the order log weights, means times length, log standard deviations
/// times length, log floor, log noise; weights and noise relative to the data. All vary by about
/// one, as a trust region wants it.
class MixtureParameters {
 public:
  MixtureParameters(const SpectralRegression& regression, Index components, double variance)
      : regression_(regression), count_(components), variance_(variance) {}

  Index size() const { return 3 * count_ + 2; }
  double length() const { return regression_.period / 2; }
  double log_noise(const Vector& x) const { return x[size() - 1]; }

  SpectralComponent component(const Vector& x, Index q) const {
    return {variance_ * std::exp(x[q]), x[count_ + q] / length(),
            std::exp(x[2 * count_ + q]) / length()};
  }

  /// Weights g, and their derivatives by all parameters but the noise where asked for.
  Vector weights(const Vector& x, Matrix* derivatives) const {
    const Vector& s = regression_.frequencies;
    if (derivatives) derivatives->setZero(s.size(), size());
    Vector g = Vector::Zero(s.size());
    for (Index q = 0; q < count_; ++q) {
      const SpectralComponent c = component(x, q);
      const Vector up = bell(s.array() - c.mean, c);
      const Vector down = bell(s.array() + c.mean, c);
      g += up + down;
      if (!derivatives) continue;
      const double sd = c.standard_deviation;
      const Eigen::ArrayXd z_up = (s.array() - c.mean) / sd;
      const Eigen::ArrayXd z_down = (s.array() + c.mean) / sd;
      derivatives->col(q) = up + down;
      derivatives->col(count_ + q) = (up.array() * z_up - down.array() * z_down) / (sd * length());
      derivatives->col(2 * count_ + q) =
          up.array() * (z_up.square() - 1) + down.array() * (z_down.square() - 1);
    }
    const double floor = variance_ * std::exp(x[3 * count_]) / static_cast<double>(s.size());
    if (derivatives) derivatives->col(3 * count_).setConstant(floor);
    return g.array() + floor;
  }

 private:
  /// Share of one Gaussian of the pair in each weight: g = 2 S / period, S = mean of the two.
  Vector bell(const Eigen::ArrayXd& distance, const SpectralComponent& c) const {
    const double sd = c.standard_deviation;
    const double peak = c.weight / (regression_.period * sd * std::sqrt(2 * std::numbers::pi));
    Vector values = peak * (-0.5 * (distance / sd).square()).exp();
    values[0] /= 2;
    return values;
  }

  const SpectralRegression& regression_;
  Index count_;
  double variance_;
};

}  // namespace

EvidenceFit fit_scale(const WeightEvidence& evidence, const Vector& shape,
                      const EvidenceFitOptions& options, Monitor& monitor) {
  const double variance = evidence.data_mean_square();
  const double scale = root_mean_square(evidence);
  const double samples = static_cast<double>(evidence.row_count() * evidence.signal_count());
  const Vector unit = shape * (variance / shape.dot(evidence.mean_square()));
  const auto objective = [&](const Vector& x, Vector& gradient) {
    const Vector g = std::exp(x[0]) * unit;
    const auto value = evidence.evaluate(g, std::exp(x[1]) * scale, true);
    gradient[0] = -0.5 * g.dot(value.quality - value.sparsity) / samples;
    gradient[1] = -value.noise_gradient / samples;
    return -value.log_evidence / samples;
  };
  // The evidence has a maximum for each level of detail that counts as signal: try them all.
  const double log_floor = std::log(options.noise_floor);
  Vector start = Vector{{0, log_floor}};
  Vector unused(2);
  double best = objective(start, unused);
  for (double log_noise = log_floor + std::log(100); log_noise < 0; log_noise += std::log(100)) {
    const Vector x{{0, log_noise}};
    const double value = objective(x, unused);
    if (value < best) start = x;
    best = std::min(best, value);
  }
  const auto result = minimize(objective, start, Vector{{lowest_log_weight, log_floor}},
                               Vector{{std::log(100), 0}}, optimizer_options(options), monitor);
  EvidenceFit fit;
  fit.weights = std::exp(result.x[0]) * unit;
  fit.log_evidence = -result.value * samples;
  fit.noise = std::exp(result.x[1]) * scale;
  fit.iterations = result.iterations;
  fit.reason = result.reason;
  return fit;
}

EvidenceFit fit_mixture(const WeightEvidence& evidence, const SpectralRegression& regression,
                        const EvidenceFitOptions& options, Monitor& monitor) {
  const double scale = root_mean_square(evidence);
  const double samples = static_cast<double>(evidence.row_count() * evidence.signal_count());
  const Index q = options.components;
  const MixtureParameters parameters(regression, q, evidence.data_mean_square());
  const double length = parameters.length();
  const double band = regression.frequencies[regression.frequencies.size() - 1] * length;
  const double narrowest = std::log(options.narrowest / 2);

  Vector lower(parameters.size());
  lower << Vector::Constant(q, lowest_log_weight), Vector::Zero(q), Vector::Constant(q, narrowest),
      lowest_log_weight, std::log(options.noise_floor);
  Vector upper(parameters.size());
  upper << Vector::Constant(q, std::log(2.0)), Vector::Constant(q, band),
      Vector::Constant(q, std::max(narrowest, std::log(band))), 0, 0;
  Vector start(parameters.size());
  start << Vector::Constant(q, -std::log(static_cast<double>(q))), Vector::LinSpaced(q, 0, band),
      Vector::Constant(q, std::log(band / static_cast<double>(q))), std::log(first_noise),
      std::log(first_noise);

  Matrix derivatives;
  const auto objective = [&](const Vector& x, Vector& gradient) {
    const Vector g = parameters.weights(x, &derivatives);
    const auto value = evidence.evaluate(g, std::exp(parameters.log_noise(x)) * scale, true);
    gradient = derivatives.transpose() * (value.quality - value.sparsity) * (-0.5 / samples);
    gradient[gradient.size() - 1] = -value.noise_gradient / samples;
    return -value.log_evidence / samples;
  };
  const auto result = minimize(objective, start, lower, upper, optimizer_options(options), monitor);

  EvidenceFit fit;
  for (Index i = 0; i < q; ++i) fit.components.push_back(parameters.component(result.x, i));
  std::stable_sort(fit.components.begin(), fit.components.end(),
                   [](const auto& a, const auto& b) { return a.weight > b.weight; });
  fit.weights = parameters.weights(result.x, nullptr);
  fit.log_evidence = -result.value * samples;
  fit.noise = std::exp(parameters.log_noise(result.x)) * scale;
  fit.iterations = result.iterations;
  fit.reason = result.reason;
  return fit;
}

}  // namespace tessera::gp_pde
