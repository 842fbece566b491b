#include "solvers/tucker/message_passing.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <Eigen/Cholesky>

namespace tessera::tucker {
namespace {

// Resilient steps in the logarithms of length scales (Riedmiller and Braun 1993): the sign of the
// gradient decides, the size grows while it stays and shrinks when it turns.
constexpr double step_growth = 1.2;
constexpr double step_cut = 0.5;
constexpr double largest_step = 0.7;
constexpr double least_gradient = 1e-3;  ///< nats per unit of the logarithm
constexpr double difference = 1e-4;      ///< of the logarithm, in the difference quotient

std::vector<double> values_of(const FactorSmoother& smoother, Index f) {
  std::vector<double> values;
  for (const KernelParameter& p : smoother.parameters(f)) values.push_back(p.value);
  return values;
}

/// Derivative by the logarithm of a length scale of the expected log prior plus its own log prior:
/// that of the bound with q(U^k) at its optimum (Fisher's identity).
double length_gradient(const FactorSmoother& smoother, const LengthPrior& prior,
                       const PriorMoments& moments, double square_scale,
                       std::vector<double> values) {
  const double length = values[prior.parameter];
  const auto at = [&](double log_change) {
    values[prior.parameter] = length * std::exp(log_change);
    ExpectedLogPrior expected = smoother.expected_log_prior(prior.function, values, moments);
    expected.energy *= square_scale;
    return expected.value() + prior.log_density(values[prior.parameter]);
  };
  return (at(difference) - at(-difference)) / (2 * difference);
}

}  // namespace

MessagePassing::MessagePassing(ComponentTable table, DataTerms& data, NoiseModel noise,
                               std::vector<std::unique_ptr<FactorSmoother>> smoothers,
                               std::vector<std::vector<LengthPrior>> length_priors,
                               MessageOptions options)
    : table_(std::move(table)),
      data_(data),
      noise_(std::move(noise)),
      smoothers_(std::move(smoothers)),
      length_priors_(std::move(length_priors)),
      options_(options) {
  const Index modes = table_.modes();
  for (Index k = 0; k < modes; ++k) {
    rest_.push_back(rest_terms(table_, k));
    maps_.emplace_back(table_, rest_[k], k);
  }
  tables_.assign(modes, std::vector<FactorTable>(modes));
  moments_.resize(modes);
  divergence_.assign(modes, 0.0);
  for (const auto& priors : length_priors_) steps_.emplace_back(priors.size());
  for (Index k = 0; k < modes; ++k) square_scale_.emplace_back(table_.functions[k], 1.0);
}

void MessagePassing::refresh_table(Index mode) {
  for (Index k = 0; k < table_.modes(); ++k)
    if (k != mode) tables_[k][mode] = factor_table(rest_[k], mode, state_.factors[mode]);
}

void MessagePassing::start(VariationalState initial) {
  state_ = std::move(initial);
  for (Index k = 0; k < table_.modes(); ++k) refresh_table(k);
  if (noise_.weighted()) data_.set_weights(noise_.weights());
  data_.fiber_sums(0, tables_[0], sums_);
  update_weights(0, sums_);
  update_noise();
}

void MessagePassing::resume() {
  if (noise_.weighted()) data_.set_weights(noise_.weights());
}

Eigen::MatrixXd MessagePassing::weight_second() const {
  return state_.weight_covariance + state_.weight_mean * state_.weight_mean.transpose();
}

NaturalSites MessagePassing::sites_of(Index mode, const FiberSums& sums) const {
  const Index functions = table_.functions[mode];
  const double precision = state_.noise_precision.mean();
  Eigen::MatrixXd squares, linear;  // row and column 0: the constant
  maps_[mode].function_sums(sums, state_.weight_mean, weight_second(), squares, linear);
  NaturalSites sites = NaturalSites::zero(functions, sums.rows.cols());
  for (Index i = 0; i < sums.rows.cols(); ++i) {
    const Eigen::Map<const Eigen::MatrixXd> full(squares.col(i).data(), functions + 1,
                                                 functions + 1);
    Eigen::Map<Eigen::MatrixXd>(sites.precision.col(i).data(), functions, functions) =
        precision * full.bottomRightCorner(functions, functions);
    sites.linear.col(i) = precision * (linear.col(i).tail(functions) - full.col(0).tail(functions));
  }
  return sites;
}

double MessagePassing::log_length_prior(Index mode) const {
  double sum = 0;
  for (const LengthPrior& prior : length_priors_[mode])
    sum += prior.log_density(smoothers_[mode]->parameters(prior.function)[prior.parameter].value);
  return sum;
}

void MessagePassing::step_lengths(Index mode) {
  FactorSmoother& smoother = *smoothers_[mode];
  const auto& priors = length_priors_[mode];
  for (std::size_t p = 0; p < priors.size(); ++p) {
    LengthStep& step = steps_[mode][p];
    std::vector<double> values = values_of(smoother, priors[p].function);
    const double gradient = length_gradient(smoother, priors[p], moments_[mode],
                                            square_scale_[mode][priors[p].function], values);
    if (step.gradient * gradient > 0) step.size = std::min(step.size * step_growth, largest_step);
    if (step.gradient * gradient < 0) step.size *= step_cut;
    step.gradient = gradient;
    if (std::abs(gradient) < least_gradient) continue;
    double& value = values[priors[p].parameter];
    value = std::clamp(value * std::exp(std::copysign(step.size, gradient)), priors[p].minimum,
                       priors[p].maximum);
    smoother.set_parameters(priors[p].function, values);
  }
}

double MessagePassing::expected_sites(Index mode, const NaturalSites& sites) const {
  const FactorMarginals& q = state_.factors[mode];
  const Index functions = table_.functions[mode];
  double expected = 0;
  for (Index i = 0; i < q.mean.cols(); ++i) {
    const Eigen::Map<const Eigen::MatrixXd> lambda(sites.precision.col(i).data(), functions,
                                                   functions);
    const Eigen::Map<const Eigen::MatrixXd> v(q.covariance.col(i).data(), functions, functions);
    const auto m = q.mean.col(i);
    expected +=
        sites.linear.col(i).dot(m) - 0.5 * (m.dot(lambda * m) + lambda.cwiseProduct(v).sum());
  }
  return expected;
}

void MessagePassing::smooth_with_lengths(Index mode, const NaturalSites& sites) {
  FactorSmoother& smoother = *smoothers_[mode];
  // The part of the bound that depends on q(U^k) and the lengths, before the update.
  const double before = expected_sites(mode, sites) - divergence_[mode] + log_length_prior(mode);
  std::vector<std::vector<double>> old(table_.functions[mode]);
  for (Index f = 0; f < table_.functions[mode]; ++f) old[f] = values_of(smoother, f);
  step_lengths(mode);
  PriorMoments moments;
  FactorMarginals q = smoother.smooth(sites, &moments);
  if (q.log_normaliser + log_length_prior(mode) >= before) {
    state_.factors[mode] = std::move(q);
    moments_[mode] = std::move(moments);
    return;
  }
  // The steps were too long: the old lengths, for which the bound cannot fall, and shorter steps.
  for (LengthStep& step : steps_[mode]) step.size *= step_cut;
  for (Index f = 0; f < table_.functions[mode]; ++f) smoother.set_parameters(f, old[f]);
  state_.factors[mode] = smoother.smooth(sites, &moments_[mode]);
}

void MessagePassing::update_mode(Index mode, bool lengths, bool rescaling) {
  data_.fiber_sums(mode, tables_[mode], sums_);
  NaturalSites sites = sites_of(mode, sums_);
  if (lengths && !moments_[mode].of_function.empty())
    smooth_with_lengths(mode, sites);
  else
    state_.factors[mode] = smoothers_[mode]->smooth(sites, &moments_[mode]);
  std::fill(square_scale_[mode].begin(), square_scale_[mode].end(), 1.0);
  divergence_[mode] = expected_sites(mode, sites) - state_.factors[mode].log_normaliser;
  state_.sites[mode] = std::move(sites);
  update_weights(mode, sums_);
  if (rescaling && learn_weights_) rescale(mode);
  refresh_table(mode);
  update_noise();
}

Eigen::VectorXd MessagePassing::prior_precision() const {
  Eigen::VectorXd precision = Eigen::VectorXd::Ones(table_.components());
  for (Index c = 0; c < table_.components(); ++c)
    for (const Index g : table_.groups[c]) precision[c] *= state_.relevance[g].mean();
  return precision;
}

void MessagePassing::update_weights(Index mode, const FiberSums& sums) {
  const Index components = table_.components();
  maps_[mode].component_sums(sums, state_.factors[mode], design_, correlation_);
  if (!learn_weights_) return;
  const double precision = state_.noise_precision.mean();
  Eigen::MatrixXd posterior = precision * design_;
  posterior.diagonal() += prior_precision();
  const Eigen::LLT<Eigen::MatrixXd> factor(posterior);
  state_.weight_covariance = factor.solve(Eigen::MatrixXd::Identity(components, components));
  state_.weight_covariance =
      0.5 * (state_.weight_covariance + state_.weight_covariance.transpose()).eval();
  state_.weight_mean = factor.solve(precision * correlation_);
}

void MessagePassing::rescale(Index mode) {
  // The likelihood depends on products only: moving scale between a function and its weights
  // changes nothing but the priors' terms, whose optimum along that line is a quadratic.
  FactorMarginals& q = state_.factors[mode];
  const Index functions = table_.functions[mode];
  const Eigen::VectorXd precision = prior_precision();
  Eigen::VectorXd scale = Eigen::VectorXd::Ones(functions);
  for (Index f = 0; f < functions; ++f) {
    const ExpectedLogPrior prior =
        smoothers_[mode]->expected_log_prior(f, values_of(*smoothers_[mode], f), moments_[mode]);
    double b = 0, n = static_cast<double>(prior.dimension);
    for (Index c = 0; c < table_.components(); ++c)
      if (table_.factor(c, mode) == f) {
        b += precision[c] *
             (state_.weight_covariance(c, c) + state_.weight_mean[c] * state_.weight_mean[c]);
        n -= 1;
      }
    const double square = (n + std::sqrt(n * n + 4 * prior.energy * b)) / (2 * prior.energy);
    if (!(square > 0) || !std::isfinite(square)) continue;
    scale[f] = std::sqrt(square);
    square_scale_[mode][f] = square;
    divergence_[mode] += 0.5 * (square - 1) * prior.energy -
                         static_cast<double>(prior.dimension) * std::log(scale[f]);
  }
  Eigen::VectorXd weight_scale = Eigen::VectorXd::Ones(table_.components());
  for (Index c = 0; c < table_.components(); ++c)
    if (table_.factor(c, mode) >= 0) weight_scale[c] = 1 / scale[table_.factor(c, mode)];
  q.mean = scale.asDiagonal() * q.mean;
  for (Index i = 0; i < q.mean.cols(); ++i) {
    Eigen::Map<Eigen::MatrixXd> v(q.covariance.col(i).data(), functions, functions);
    v = scale.asDiagonal() * v * scale.asDiagonal();
  }
  state_.weight_mean.array() *= weight_scale.array();
  state_.weight_covariance =
      weight_scale.asDiagonal() * state_.weight_covariance * weight_scale.asDiagonal();
  const Eigen::VectorXd inverse = weight_scale.cwiseInverse();
  design_ = inverse.asDiagonal() * design_ * inverse.asDiagonal();
  correlation_.array() *= inverse.array();
}

double MessagePassing::weighted_residual() const {
  return std::max(0.0, data_.weighted_square_sum() - 2 * state_.weight_mean.dot(correlation_) +
                           design_.cwiseProduct(weight_second()).sum());
}

/// Weights of the entries from their residuals; the sums of the next mode's update use them.
void MessagePassing::update_weights_of_entries() {
  if (!noise_.weighted()) return;
  std::vector<FactorTable> tables = tables_[0];
  tables[0] = contracted_table(table_, rest_[0], 0, state_.factors[0], state_.weight_mean,
                               state_.weight_covariance);
  Eigen::VectorXd residuals;
  data_.squared_residuals(0, tables, residuals);
  noise_.update_weights(residuals, state_.noise_precision);
  data_.set_weights(noise_.weights());
}

void MessagePassing::update_noise() {
  state_.noise_precision = noise_.precision(weighted_residual());
  const Eigen::MatrixXd second = weight_second();
  if (!learn_relevances_) return;
  for (Index g = 0; g < table_.group_count; ++g) {
    double shape = options_.relevance_prior.shape, rate = options_.relevance_prior.rate;
    for (Index c = 0; c < table_.components(); ++c) {
      const auto& groups = table_.groups[c];
      if (std::find(groups.begin(), groups.end(), g) == groups.end()) continue;
      double others = 1;
      for (const Index other : groups)
        if (other != g) others *= state_.relevance[other].mean();
      shape += 0.5;
      rate += 0.5 * others * second(c, c);
    }
    state_.relevance[g] = {shape, rate};
  }
}

double MessagePassing::bound() const {
  const Index components = table_.components();
  const Eigen::MatrixXd second = weight_second();
  double bound = noise_.bound(state_.noise_precision, weighted_residual());
  const Eigen::LLT<Eigen::MatrixXd> factor(state_.weight_covariance);
  bound += factor.matrixLLT().diagonal().array().log().sum() + 0.5 * components;
  const Eigen::VectorXd precision = prior_precision();
  for (Index c = 0; c < components; ++c) {
    bound -= 0.5 * precision[c] * second(c, c);
    for (const Index g : table_.groups[c]) bound += 0.5 * expected_log(state_.relevance[g]);
  }
  for (const GammaDistribution& r : state_.relevance)
    bound -= divergence(r, options_.relevance_prior);
  for (Index k = 0; k < table_.modes(); ++k) bound += log_length_prior(k) - divergence_[k];
  return bound;
}

double MessagePassing::sweep(bool lengths) {
  update_weights_of_entries();
  for (Index k = 0; k < table_.modes(); ++k) update_mode(k, lengths, options_.rescale);
  return bound();
}

double MessagePassing::finish() {
  for (Index k = 0; k < table_.modes(); ++k) update_mode(k, false, false);
  return bound();
}

}  // namespace tessera::tucker
