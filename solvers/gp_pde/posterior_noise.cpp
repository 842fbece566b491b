#include "solvers/gp_pde/posterior_noise.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numbers>

#include <Eigen/Cholesky>
#include <boost/math/tools/minima.hpp>

namespace tessera::gp_pde {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Least value of f on [lower, upper]: a scan, then Brent's method between the neighbours of the
/// best point, which is robust where f has several minima.
double minimise(const std::function<double(double)>& f, double lower, double upper, int points) {
  const double step = (upper - lower) / (points - 1);
  double best = lower;
  double least = infinity;
  for (int i = 0; i < points; ++i) {
    const double x = lower + step * i;
    const double value = f(x);
    if (value < least) {
      least = value;
      best = x;
    }
  }
  if (least == infinity) return best;
  constexpr int bits = 20;
  std::uintmax_t iterations = 40;
  const auto [x, value] = boost::math::tools::brent_find_minima(
      f, std::max(lower, best - step), std::min(upper, best + step), bits, iterations);
  return value < least ? x : best;
}

double minus_two_log(const ConditionalObservations::Solved& s) {
  return s.valid ? s.log_determinant + s.quadratic : infinity;
}

/// Gaussian noise with fixed weights: maximises over the free parameters.
class Search {
 public:
  Search(const ConditionalObservations& conditional, LearnedNoise& state, bool learn_variance)
      : conditional_(conditional), state_(state), learn_variance_(learn_variance) {
    for (std::size_t g = 0; g < state.groups.size(); ++g)
      if (state.groups[g].learned && state.groups[g].count > 0) free_.push_back(g);
    closed_form_ = learn_variance && free_.size() == state.groups.size();
    if (closed_form_) {
      for (NoiseGroup& g : state_.groups) g.variance /= state_.signal_variance;
      state_.signal_variance = 1;
    }
  }

  void run() {
    if (free_.empty() && !learn_variance_) return;
    // The first sweep sees every scale, later ones the neighbourhood; one parameter needs one.
    const std::size_t parameters = free_.size() + (learn_variance_ && !closed_form_ ? 1 : 0);
    constexpr int most_sweeps = 8;
    double before = infinity;
    for (int sweep = 0; sweep < (parameters == 1 ? 1 : most_sweeps); ++sweep) {
      if (learn_variance_ && !closed_form_) search_variance(sweep == 0);
      for (const std::size_t g : free_) search_noise(g, sweep == 0);
      const double now = objective();
      if (before - now < 1e-6) break;
      before = now;
    }
    if (!closed_form_) return;
    const auto solved = conditional_.solve(1, state_.noise());
    const double v = solved.quadratic / static_cast<double>(conditional_.count());
    state_.signal_variance = v;
    for (NoiseGroup& g : state_.groups) g.variance *= v;
  }

 private:
  double objective() const {
    const auto solved = conditional_.solve(state_.signal_variance, state_.noise());
    if (!closed_form_) return minus_two_log(solved);
    // -2 log density maximised over a common factor of signal and noise variance.
    const auto m = static_cast<double>(conditional_.count());
    return solved.valid ? solved.log_determinant + m * std::log(solved.quadratic) : infinity;
  }

  void search_variance(bool wide) {
    const double scale = conditional_.mean_square() / conditional_.mean_variance();
    const double now = std::log(state_.signal_variance);
    const double lower = wide ? std::log(scale) - 16 : now - 1.5;
    const double upper = wide ? std::log(scale) + 16 : now + 1.5;
    const auto f = [&](double x) {
      state_.signal_variance = std::exp(x);
      return objective();
    };
    state_.signal_variance = std::exp(minimise(f, lower, upper, wide ? 25 : 5));
  }

  void search_noise(std::size_t group, bool wide) {
    NoiseGroup& g = state_.groups[group];
    // From rounding level of what the sensors can see to well above all they have seen.
    const double top = closed_form_ ? conditional_.mean_variance() : conditional_.mean_square();
    const double lowest = std::log(top) - 27;
    const double highest = std::log(top) + (closed_form_ ? 12 : 3);
    const double now = std::log(g.variance[0]);
    const double lower = wide ? lowest : std::max(lowest, now - 1.5);
    const double upper = wide ? highest : std::min(highest, now + 1.5);
    const auto f = [&](double x) {
      g.variance.setConstant(std::exp(x));
      return objective();
    };
    const double x = minimise(f, lower, std::max(upper, lower + 1e-3), wide ? 25 : 5);
    g.variance.setConstant(std::exp(x));
    if (x < lowest + 0.01)
      state_.remark = "The learned noise is at its lower bound: the data look free of noise.";
  }

  const ConditionalObservations& conditional_;
  LearnedNoise& state_;
  bool learn_variance_;
  bool closed_form_ = false;
  std::vector<std::size_t> free_;
};

/// One step of expectation-maximisation; returns the largest change of a weight.
double update_weights(const ConditionalObservations& conditional, LearnedNoise& state) {
  const Vector noise = state.noise();
  const auto solved = conditional.solve(state.signal_variance, noise, true);
  if (!solved.valid) return 0;
  double change = 0;
  for (NoiseGroup& g : state.groups) {
    if (g.model != NoiseModel::student_t) continue;
    double sum = 0;
    for (Index k = 0; k < g.count; ++k) {
      const Index i = g.first + k;
      // The error's posterior: mean D S^-1 r, variance D - D S^-1 D.
      const double mean = noise[i] * solved.weighted[i];
      const double square =
          mean * mean + std::max(0.0, noise[i] - noise[i] * noise[i] * solved.inverse_diagonal[i]);
      const double weight =
          (g.degrees_of_freedom + 1) / (g.degrees_of_freedom + square / g.variance[k]);
      change = std::max(change, std::abs(weight - state.weights[i]));
      state.weights[i] = weight;
      sum += weight * square;
    }
    if (g.learned) g.variance.setConstant(sum / static_cast<double>(g.count));
  }
  return change;
}

}  // namespace

ConditionalObservations::ConditionalObservations(Matrix g, Vector residual, Vector rest)
    : g_(std::move(g)), residual_(std::move(residual)), rest_(std::move(rest)) {
  if (g_.rows() <= g_.cols()) gram_ = g_ * g_.transpose();
}

ConditionalObservations::Solved ConditionalObservations::solve(double variance, const Vector& noise,
                                                               bool inverse_diagonal) const {
  Solved s;
  const Vector d = variance * rest_ + noise;
  if (gram_.size() > 0) {
    Matrix covariance = variance * gram_;
    covariance.diagonal() += d;
    const Eigen::LLT<Matrix> llt(covariance);
    if (llt.info() != Eigen::Success) return s;
    s.log_determinant = 2 * Vector(llt.matrixLLT().diagonal()).array().log().sum();
    s.weighted = llt.solve(residual_);
    if (inverse_diagonal) {
      const Matrix inverse = llt.matrixL().solve(Matrix::Identity(count(), count()));
      s.inverse_diagonal = inverse.colwise().squaredNorm().transpose();
    }
  } else {
    // Woodbury: S^-1 = D^-1 - D^-1 F (I + F^T D^-1 F)^-1 F^T D^-1, F = sqrt(variance) G.
    const Vector root = d.cwiseSqrt().cwiseInverse();
    const Matrix f = std::sqrt(variance) * (root.asDiagonal() * g_);
    Matrix inner = Matrix::Identity(g_.cols(), g_.cols());
    inner.selfadjointView<Eigen::Lower>().rankUpdate(f.transpose());
    const Eigen::LLT<Matrix> llt(inner);
    if (llt.info() != Eigen::Success) return s;
    s.log_determinant =
        d.array().log().sum() + 2 * Vector(llt.matrixLLT().diagonal()).array().log().sum();
    const Vector scaled = root.cwiseProduct(residual_);
    s.weighted = root.cwiseProduct(scaled - f * llt.solve(f.transpose() * scaled));
    if (inverse_diagonal) {
      const Matrix half = llt.matrixL().solve(f.transpose());
      s.inverse_diagonal = root.cwiseAbs2().cwiseProduct(
          (1 - half.colwise().squaredNorm().array()).matrix().transpose());
    }
  }
  s.quadratic = residual_.dot(s.weighted);
  s.valid = std::isfinite(s.log_determinant) && std::isfinite(s.quadratic) && s.quadratic >= 0;
  return s;
}

double ConditionalObservations::log_density(const Solved& solved) const {
  return -0.5 * (solved.log_determinant + solved.quadratic +
                 static_cast<double>(count()) * std::log(2 * std::numbers::pi));
}

double ConditionalObservations::mean_variance() const {
  return (g_.squaredNorm() + rest_.sum()) / static_cast<double>(count());
}

double ConditionalObservations::mean_square() const {
  return residual_.squaredNorm() / static_cast<double>(count());
}

Vector LearnedNoise::noise() const {
  Vector all(weights.size());
  for (const NoiseGroup& g : groups)
    all.segment(g.first, g.count) = g.variance.cwiseQuotient(weights.segment(g.first, g.count));
  return all;
}

LearnedNoise learn_noise(const ConditionalObservations& conditional, LearnedNoise start,
                         bool learn_variance) {
  LearnedNoise state = std::move(start);
  if (conditional.count() == 0) return state;
  if (learn_variance &&
      conditional.mean_variance() * state.signal_variance < 1e-3 * conditional.mean_square()) {
    learn_variance = false;
    state.remark =
        "The equation and the sides fix the field: the measurements say nothing about the signal "
        "variance, which keeps its first guess.";
  }
  const double first_guess = state.signal_variance;
  Search(conditional, state, learn_variance).run();
  if (std::abs(std::log(state.signal_variance / first_guess)) > std::log(1e4))
    state.remark =
        "The learned signal variance is far from that of the measurements: the prior's band does "
        "not suit the data.";
  const bool heavy = std::any_of(state.groups.begin(), state.groups.end(),
                                 [](const auto& g) { return g.model == NoiseModel::student_t; });
  if (!heavy) return state;
  // Weights and noise scale move together, the signal variance between their fixed points.
  constexpr int rounds = 4;
  constexpr int steps = 60;
  for (int round = 0; round < rounds; ++round) {
    for (int step = 0; step < steps; ++step)
      if (update_weights(conditional, state) < 1e-5) break;
    if (!learn_variance || round + 1 == rounds) break;
    LearnedNoise fixed = state;
    for (NoiseGroup& g : fixed.groups)
      if (g.model == NoiseModel::student_t) g.learned = false;
    const double before = state.signal_variance;
    Search(conditional, fixed, true).run();
    state.signal_variance = fixed.signal_variance;
    for (std::size_t g = 0; g < state.groups.size(); ++g)
      state.groups[g].variance = fixed.groups[g].variance;
    if (std::abs(std::log(state.signal_variance / before)) < 1e-3) break;
  }
  return state;
}

}  // namespace tessera::gp_pde
