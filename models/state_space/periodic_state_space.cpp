#include "models/state_space/periodic_state_space.hpp"

#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>
#include <stdexcept>

#include "models/kernels/parameter_list.hpp"
#include "models/state_space/stacked_matrices.hpp"

namespace tessera {
namespace {

constexpr double smallest_length_scale = 0.1;
constexpr double missing_variance = 1e-14;
constexpr double largest_missing_variance = 1e-6;
constexpr std::size_t fewest_harmonics = 3;

/// exp(-z) I_0(z), then 2 exp(-z) I_m(z) for m = 1, 2, ... until far below rounding, and at least
/// `count` of them: from the ratios I_m / I_(m-1), whose recurrence is stable downwards, and
/// I_0 + 2 (I_1 + I_2 + ...) = exp(z). Accurate relative to each.
std::vector<double> line_variances(double length_scale, std::size_t count) {
  const double z = 1 / (length_scale * length_scale);
  const std::size_t last = count + 60 + static_cast<std::size_t>(10 * std::sqrt(z));
  std::vector<double> ratio(last + 2, 0.0);
  for (std::size_t m = last; m > 0; --m)
    ratio[m] = 1 / (2 * static_cast<double>(m) / z + ratio[m + 1]);
  std::vector<double> variance(last + 1, 1.0);
  double product = 2;
  for (std::size_t m = 1; m <= last; ++m) variance[m] = product *= ratio[m];
  const double sum = std::accumulate(variance.rbegin(), variance.rend(), 0.0);
  for (double& v : variance) v /= sum;
  return variance;
}

double missing(double length_scale, std::size_t harmonics) {
  const auto variance = line_variances(length_scale, harmonics);
  return std::accumulate(variance.rbegin(),
                         variance.rend() - static_cast<std::ptrdiff_t>(harmonics) - 1, 0.0);
}

std::size_t harmonics_needed(double length_scale) {
  std::size_t harmonics = fewest_harmonics;
  while (missing(length_scale, harmonics) > missing_variance) ++harmonics;
  return harmonics;
}

/// The length scale at which that many harmonics miss the largest variance allowed.
double length_scale_bound(double length_scale, std::size_t harmonics) {
  double low = std::log(smallest_length_scale);
  double high = std::log(length_scale);
  if (missing(std::exp(low), harmonics) <= largest_missing_variance) return std::exp(low);
  for (int i = 0; i < 50; ++i) {
    const double middle = (low + high) / 2;
    (missing(std::exp(middle), harmonics) > largest_missing_variance ? low : high) = middle;
  }
  return std::exp(high);
}

/// variance cos(2 pi m r / period): (u, the same a quarter of a cycle ahead); m = 0: u alone.
class Oscillator final : public StateSpace {
 public:
  Oscillator(std::size_t multiple, double variance, double period)
      : multiple_(static_cast<double>(multiple)), variance_(variance), period_(period) {
    const Index s = multiple == 0 ? 1 : 2;
    drift_ = Eigen::MatrixXd::Zero(s, s);
    if (s == 2) {
      drift_(1, 0) = 2 * std::numbers::pi * multiple_ / period;
      drift_(0, 1) = -drift_(1, 0);
    }
    effect_.resize(s, 0);
    density_.resize(0, 0);
    observation_ = Eigen::RowVectorXd::Zero(s);
    observation_(0) = 1;
    covariance_ = variance * Eigen::MatrixXd::Identity(s, s);
  }

  std::string name() const override { return "oscillator"; }
  Index order() const override { return drift_.rows(); }
  const Eigen::MatrixXd& drift() const override { return drift_; }
  const Eigen::MatrixXd& noise_effect() const override { return effect_; }
  const Eigen::MatrixXd& noise_density() const override { return density_; }
  const Eigen::RowVectorXd& observation() const override { return observation_; }
  const Eigen::MatrixXd& stationary_covariance() const override { return covariance_; }

  Transition transition(double dt, Direction direction) const override {
    if (!(dt >= 0)) throw std::invalid_argument("A transition needs a gap that is not negative.");
    Transition result{Eigen::MatrixXd::Identity(order(), order()),
                      Eigen::MatrixXd::Zero(order(), order())};
    if (order() == 1) return result;
    const double angle = direction == Direction::forward ? phase(dt) : -phase(dt);
    result.a(0, 0) = result.a(1, 1) = std::cos(angle);
    result.a(1, 0) = std::sin(angle);
    result.a(0, 1) = -result.a(1, 0);
    return result;
  }

  double covariance(double r) const override { return variance_ * std::cos(phase(r)); }

  std::vector<KernelParameter> parameters() const override {
    return {{"variance", "", variance_, 0, std::numeric_limits<double>::infinity()}};
  }
  std::unique_ptr<StateSpace> with_parameters(const std::vector<double>& values) const override {
    require_parameters(name(), parameters(), values);
    return std::make_unique<Oscillator>(static_cast<std::size_t>(multiple_), values[0], period_);
  }

 private:
  /// The remainder keeps whole periods exact.
  double phase(double dt) const {
    return 2 * std::numbers::pi * multiple_ * (std::remainder(dt, period_) / period_);
  }

  double multiple_;
  double variance_;
  double period_;
  Eigen::MatrixXd drift_, effect_, density_, covariance_;
  Eigen::RowVectorXd observation_;
};

class PeriodicStateSpace final : public StackedStateSpace {
 public:
  PeriodicStateSpace(double variance, double length_scale, double period, std::size_t harmonics,
                     double minimum)
      : variance_(variance),
        length_scale_(length_scale),
        period_(period),
        harmonics_(harmonics),
        minimum_(minimum) {
    const auto share = line_variances(length_scale, harmonics);
    for (std::size_t m = 0; m <= harmonics; ++m)
      lines_.push_back(std::make_unique<Oscillator>(m, variance * share[m], period));
    stack(summands());
  }

  std::string name() const override { return "periodic"; }
  Transition transition(double dt, Direction direction) const override {
    return stacked_transition(summands(), dt, direction);
  }
  std::vector<const StateSpace*> summands() const override {
    std::vector<const StateSpace*> all;
    for (const auto& line : lines_) all.push_back(line.get());
    return all;
  }
  double covariance(double r) const override {
    double sum = 0;
    for (auto line = lines_.rbegin(); line != lines_.rend(); ++line) sum += (*line)->covariance(r);
    return sum;
  }

  static std::vector<KernelParameter> declared(double variance, double length_scale, double period,
                                               double minimum) {
    const double infinity = std::numeric_limits<double>::infinity();
    return {{"variance", "", variance, 0, infinity},
            {"length_scale", "", length_scale, minimum, 1e6},
            {"period", "length", period, std::numeric_limits<double>::min(), infinity}};
  }
  std::vector<KernelParameter> parameters() const override {
    return declared(variance_, length_scale_, period_, minimum_);
  }
  std::unique_ptr<StateSpace> with_parameters(const std::vector<double>& values) const override {
    require_parameters(name(), parameters(), values);
    return std::make_unique<PeriodicStateSpace>(values[0], values[1], values[2], harmonics_,
                                                minimum_);
  }

 private:
  double variance_;
  double length_scale_;
  double period_;
  std::size_t harmonics_;
  double minimum_;
  std::vector<std::unique_ptr<Oscillator>> lines_;
};

}  // namespace

std::unique_ptr<StateSpace> periodic_state_space(double variance, double length_scale,
                                                 double period) {
  require_parameters(
      "periodic",
      PeriodicStateSpace::declared(variance, length_scale, period, smallest_length_scale),
      {variance, length_scale, period});
  const std::size_t harmonics = harmonics_needed(length_scale);
  return std::make_unique<PeriodicStateSpace>(variance, length_scale, period, harmonics,
                                              length_scale_bound(length_scale, harmonics));
}

}  // namespace tessera
