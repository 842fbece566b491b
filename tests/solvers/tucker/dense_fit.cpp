#include "tests/solvers/tucker/dense_fit.hpp"

#include <cmath>
#include <numbers>

#include <Eigen/LU>
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/gamma.hpp>

namespace tucker_problem {

using namespace tessera::tucker;

namespace {

double log_determinant(const Eigen::MatrixXd& a) {
  return a.partialPivLu().matrixLU().diagonal().cwiseAbs().array().log().sum();
}

double mean_log(const GammaDistribution& q) {
  return boost::math::digamma(q.shape) - std::log(q.rate);
}

/// E_q[log p] + entropy of q.
double gamma_terms(const GammaDistribution& q, const GammaDistribution& p) {
  const double expected = p.shape * std::log(p.rate) - std::lgamma(p.shape) +
                          (p.shape - 1) * mean_log(q) - p.rate * q.mean();
  const double entropy = q.shape - std::log(q.rate) + std::lgamma(q.shape) +
                         (1 - q.shape) * boost::math::digamma(q.shape);
  return expected + entropy;
}

}  // namespace

DenseFit::DenseFit(const Problem& problem, Cells cells, GammaDistribution noise_prior,
                   GammaDistribution relevance_prior, double degrees_of_freedom,
                   VariationalState start)
    : state(std::move(start)),
      problem_(problem),
      cells_(std::move(cells)),
      noise_prior_(noise_prior),
      relevance_prior_(relevance_prior),
      freedom_(degrees_of_freedom),
      share_(cells_.total > static_cast<double>(cells_.counts.size()) ? 0.5 : 0.0),
      student_(cells_.counts.size(), {1, 1}),
      divergence_(problem.table.modes(), 0.0) {
  update_weights();
  update_noise();
}

Eigen::MatrixXd DenseFit::weight_second() const {
  return state.weight_covariance + state.weight_mean * state.weight_mean.transpose();
}

Eigen::VectorXd DenseFit::weights_of_entries() const {
  Eigen::VectorXd w(cells_.counts.size());
  for (Index j = 0; j < w.size(); ++j)
    w[j] = student_[j].mean() / (share_ + (1 - share_) / cells_.counts[j]);
  return w;
}

Eigen::VectorXd DenseFit::squared_residuals() const {
  Eigen::VectorXd result(cells_.counts.size());
  for (Index j = 0; j < result.size(); ++j) {
    const FunctionValue f = function_value(problem_.table, state, cells_.entries.index.row(j));
    result[j] = std::pow(cells_.entries.values[j] - f.mean, 2) + f.variance;
  }
  return result;
}

void DenseFit::update_mode(Index mode) {
  const ComponentTable& table = problem_.table;
  const Index functions = table.functions[mode], count = problem_.indices()[mode];
  const Index size = functions * count;
  Eigen::MatrixXd prior = Eigen::MatrixXd::Zero(size, size);
  for (Index f = 0; f < functions; ++f)
    prior.block(f * count, f * count, count, count) = problem_.covariance(mode, f);
  const Eigen::MatrixXd prior_precision = prior.inverse();
  Eigen::MatrixXd precision = prior_precision;
  Eigen::VectorXd linear = Eigen::VectorXd::Zero(size);
  const Eigen::MatrixXd w = weight_second();
  const Eigen::VectorXd weights = state.noise_precision.mean() * weights_of_entries();
  for (Index n = 0; n < weights.size(); ++n) {
    const auto m = component_moments(table, state.factors, cells_.entries.index.row(n), mode);
    const Index i = cells_.entries.index(n, mode);
    for (Index c = 0; c < table.components(); ++c) {
      if (table.factor(c, mode) < 0) continue;
      const Index row = table.factor(c, mode) * count + i;
      linear[row] += weights[n] * cells_.entries.values[n] * state.weight_mean[c] * m.first[c];
      for (Index e = 0; e < table.components(); ++e) {
        const double information = weights[n] * w(c, e) * m.second(c, e);
        if (table.factor(e, mode) < 0)
          linear[row] -= information;
        else
          precision(row, table.factor(e, mode) * count + i) += information;
      }
    }
  }
  const Eigen::MatrixXd covariance = precision.inverse();
  const Eigen::VectorXd mean = covariance * linear;
  divergence_[mode] =
      0.5 * ((prior_precision * covariance).trace() + mean.dot(prior_precision * mean) -
             static_cast<double>(size) + log_determinant(prior) + log_determinant(precision));
  FactorMarginals& q = state.factors[mode];
  for (Index i = 0; i < count; ++i)
    for (Index f = 0; f < functions; ++f) {
      q.mean(f, i) = mean[f * count + i];
      for (Index g = 0; g < functions; ++g)
        q.covariance(g * functions + f, i) = covariance(f * count + i, g * count + i);
    }
}

void DenseFit::update_weights() {
  const ComponentTable& table = problem_.table;
  const Eigen::VectorXd weights = state.noise_precision.mean() * weights_of_entries();
  Eigen::MatrixXd precision = Eigen::MatrixXd::Zero(table.components(), table.components());
  for (Index c = 0; c < table.components(); ++c) {
    precision(c, c) = 1;
    for (const Index g : table.groups[c]) precision(c, c) *= state.relevance[g].mean();
  }
  Eigen::VectorXd linear = Eigen::VectorXd::Zero(table.components());
  for (Index n = 0; n < weights.size(); ++n) {
    const auto m = component_moments(table, state.factors, cells_.entries.index.row(n));
    precision += weights[n] * m.second;
    linear += weights[n] * cells_.entries.values[n] * m.first;
  }
  state.weight_covariance = precision.inverse();
  state.weight_mean = state.weight_covariance * linear;
}

void DenseFit::update_noise() {
  state.noise_precision = {
      noise_prior_.shape + 0.5 * cells_.total,
      noise_prior_.rate + 0.5 * (weights_of_entries().dot(squared_residuals()) +
                                 cells_.within_square_sum / (1 - share_))};
  const ComponentTable& table = problem_.table;
  const Eigen::MatrixXd w = weight_second();
  for (Index g = 0; g < table.group_count; ++g) {
    GammaDistribution q = relevance_prior_;
    for (Index c = 0; c < table.components(); ++c) {
      double others = 1;
      bool member = false;
      for (const Index h : table.groups[c]) {
        member = member || h == g;
        if (h != g) others *= state.relevance[h].mean();
      }
      if (!member) continue;
      q.shape += 0.5;
      q.rate += 0.5 * others * w(c, c);
    }
    state.relevance[g] = q;
  }
}

void DenseFit::sweep(double cell_share) {
  share_ = cell_share;
  const Eigen::VectorXd residuals = squared_residuals();
  if (freedom_ > 0)
    for (Index j = 0; j < residuals.size(); ++j)
      student_[j] = {0.5 * (freedom_ + 1),
                     0.5 * (freedom_ + state.noise_precision.mean() * residuals[j] /
                                           (share_ + (1 - share_) / cells_.counts[j]))};
  for (Index k = 0; k < problem_.table.modes(); ++k) {
    update_mode(k);
    update_weights();
    update_noise();
  }
}

double DenseFit::share_terms(double share) const {
  const Eigen::VectorXd residuals = squared_residuals();
  const double tau = state.noise_precision.mean();
  const double repeats = cells_.total - static_cast<double>(cells_.counts.size());
  double sum =
      -0.5 * repeats * std::log(1 - share) - 0.5 * tau * cells_.within_square_sum / (1 - share);
  for (Index j = 0; j < residuals.size(); ++j) {
    const double w = 1 / (share + (1 - share) / cells_.counts[j]);
    sum += 0.5 * std::log(w) - 0.5 * tau * w * student_[j].mean() * residuals[j];
  }
  return sum;
}

double DenseFit::bound() const {
  const ComponentTable& table = problem_.table;
  double bound = share_terms(share_) + gamma_terms(state.noise_precision, noise_prior_);
  bound += 0.5 * cells_.total * (mean_log(state.noise_precision) - std::log(2 * std::numbers::pi));
  bound -= 0.5 * cells_.counts.array().log().sum();
  if (freedom_ > 0)
    for (const GammaDistribution& q : student_)
      bound += 0.5 * mean_log(q) + gamma_terms(q, {0.5 * freedom_, 0.5 * freedom_});
  const Eigen::MatrixXd w = weight_second();
  for (Index c = 0; c < table.components(); ++c) {
    double precision = 1;
    for (const Index g : table.groups[c]) {
      bound += 0.5 * mean_log(state.relevance[g]);
      precision *= state.relevance[g].mean();
    }
    bound += 0.5 * (1 - precision * w(c, c));
  }
  bound += 0.5 * log_determinant(state.weight_covariance);
  for (const GammaDistribution& r : state.relevance) bound += gamma_terms(r, relevance_prior_);
  for (const double d : divergence_) bound -= d;
  return bound;
}

}  // namespace tucker_problem
