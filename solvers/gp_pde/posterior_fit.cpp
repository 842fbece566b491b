#include "solvers/gp_pde/posterior_fit.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "data/fields/errors.hpp"

namespace tessera::gp_pde {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

double log_normaliser(const Vector& variance) {
  return (2 * std::numbers::pi * variance.array()).log().sum();
}

}  // namespace

PosteriorFit::PosteriorFit(const PosteriorProblem& problem, const PosteriorOptions& options,
                           PosteriorBasis basis, double equation_noise, LearnedNoise start,
                           bool with_rest, Purpose purpose, Monitor& monitor)
    : problem_(problem),
      options_(options),
      basis_(std::move(basis)),
      equation_noise_(equation_noise),
      state_(std::move(start)),
      first_amplitude_(std::sqrt(state_.signal_variance)),
      with_rest_(with_rest),
      purpose_(purpose),
      monitor_(monitor),
      z_(Vector::Zero(basis_.size())) {
  learn_variance_ = !(problem.variance > 0) && state_.weights.size() > 0;
  learning_ = learn_variance_;
  for (const NoiseGroup& g : state_.groups)
    learning_ |= g.count > 0 && (g.learned || g.model == NoiseModel::student_t);
  if (problem.equation) {
    linear_ = problem.equation->linear;
    nodes_ = equation_nodes(basis_, options.nodes);
  }
  for (const SideData& side : problem.sides)
    sides_.push_back(block_of(side_rows(problem, side, basis_, state_.signal_variance, options)));
  const Index count = state_.weights.size();
  observations_.rows.resize(count, basis_.size());
  observations_.data.values.resize(count);
  observations_.rest.resize(count);
  Index first = 0;
  for (const PointObservations& group : problem.observations) {
    const Block b = block_of(observation_rows(problem, group));
    const Index n = b.rows.rows();
    observations_.rows.middleRows(first, n) = b.rows;
    observations_.data.values.segment(first, n) = b.data.values;
    observations_.rest.segment(first, n) = b.rest;
    first += n;
  }
}

PosteriorFit::Block PosteriorFit::block_of(DataRows data) const {
  Block b;
  b.rows = basis_.rows(data.points, data.expression);
  b.rest = with_rest_ ? basis_.rest_variance(data.points, data.expression)
                      : Vector(Vector::Zero(b.rows.rows()));
  b.data = std::move(data);
  return b;
}

double PosteriorFit::amplitude() const {
  return std::sqrt(state_.signal_variance);
}

/// What the unknowns are multiplied with in the equation and the sides. A trial lets noise that
/// nobody gave keep its ratio to the signal: one factorisation serves all signal variances.
double PosteriorFit::hard_amplitude() const {
  return purpose_ == Purpose::evidence && linear_ ? first_amplitude_ : amplitude();
}

FieldEvaluator PosteriorFit::evaluator(const Vector& z) const {
  return [this, &z](const std::vector<int>& orders) {
    const LinearExpression derivative{{orders}, {}};
    const PointSet points = grid_points(nodes_.coordinates);
    return Vector(amplitude() * basis_.values(points, derivative, z) +
                  problem_.mean * applied_to_one(derivative, points.count()));
  };
}

void PosteriorFit::reduce_hard_rows() {
  observed_.reset();
  std::vector<Matrix> groups;
  std::vector<Vector> right_hand_sides;
  hard_log_variance_ = 0;
  if (problem_.equation) {
    Linearised lin = linearise(*problem_.equation, nodes_.coordinates, evaluator(z_));
    const PointSet points = grid_points(nodes_.coordinates);
    jacobian_ = std::move(lin.jacobian);
    Matrix rows = basis_.rows(points, jacobian_);
    const double noise = looseness_ * equation_noise_;
    Vector variance = noise * noise * nodes_.weights.cwiseInverse();
    if (with_rest_) variance += state_.signal_variance * basis_.rest_variance(points, jacobian_);
    equation_sd_ = variance.cwiseSqrt();
    hard_log_variance_ += log_normaliser(variance);
    right_hand_sides.push_back(
        (amplitude() * (rows * z_) - lin.residual).cwiseQuotient(equation_sd_));
    rows.array().colwise() /= equation_sd_.array();
    groups.push_back(std::move(rows));
  }
  for (const Block& side : sides_) {
    const Vector variance = side.data.noise.cwiseAbs2() + state_.signal_variance * side.rest;
    const Vector sd = variance.cwiseSqrt();
    hard_log_variance_ += log_normaliser(variance);
    groups.push_back(side.rows.array().colwise() / sd.array());
    right_hand_sides.push_back(side.data.values.cwiseQuotient(sd));
  }
  report_.data = observations_.data.values.size();
  std::size_t largest = 0;
  for (const Matrix& g : groups) {
    report_.data += g.rows();
    largest = std::max(largest, static_cast<std::size_t>(g.size()));
  }
  const auto n = static_cast<std::size_t>(basis_.size());
  report_.memory_bytes =
      sizeof(double) * (largest + 5 * n * n + static_cast<std::size_t>(observations_.rows.size()));
  using Reduction = PosteriorFactor::Reduction;
  // Normal equations carry the square of this share: 1e-7 would leave no digit of the prior.
  constexpr double least_share = 3e-7;
  const bool loose = purpose_ == Purpose::evidence && options_.exact_share > least_share;
  hard_.emplace(basis_.size(), std::move(groups), std::move(right_hand_sides),
                loose ? Reduction::normal_equations : Reduction::orthogonal);
}

PosteriorFactor PosteriorFit::conditional() const {
  PosteriorFactor factor = *hard_;
  factor.scale_hard_rows(hard_amplitude());
  factor.add_prior();
  return factor;
}

PosteriorFactor PosteriorFit::full(PosteriorFactor factor) const {
  if (observations_.rows.rows() == 0) return factor;
  const Vector sd = (state_.noise() + state_.signal_variance * observations_.rest).cwiseSqrt();
  factor.add(amplitude() * (observations_.rows.array().colwise() / sd.array()).matrix(),
             observations_.data.values.cwiseQuotient(sd));
  return factor;
}

const ConditionalObservations& PosteriorFit::conditional_observations() {
  if (!observed_ || hard_amplitude() != conditioned_amplitude_) {
    conditioned_amplitude_ = hard_amplitude();
    const PosteriorFactor factor = conditional();
    observed_.emplace(factor.whiten(observations_.rows),
                      observations_.data.values -
                          conditioned_amplitude_ * (observations_.rows * factor.solution()),
                      observations_.rest);
  }
  return *observed_;
}

/// Returns whether the hyperparameters have settled.
bool PosteriorFit::learn() {
  require_going_on();
  const ConditionalObservations& observed = conditional_observations();
  const double before = state_.signal_variance;
  const Vector noise_before = state_.noise();
  state_ = learn_noise(observed, state_, learn_variance_);
  z_ *= std::sqrt(before / state_.signal_variance);
  constexpr double settled = 1e-3;
  return std::abs(std::log(state_.signal_variance / before)) < settled &&
         (state_.noise().array() / noise_before.array()).log().abs().maxCoeff() < settled;
}

Vector PosteriorFit::weighted_residual(const Vector& z) const {
  return residual_at(*problem_.equation, nodes_.coordinates, evaluator(z))
      .cwiseQuotient(equation_sd_);
}

/// Minus the log posterior without the equation: quadratic in z.
double PosteriorFit::rest_of_objective(const Vector& z) const {
  double sum = z.squaredNorm();
  for (const Block& side : sides_) {
    const Vector r = amplitude() * (side.rows * z) - side.data.values;
    sum += (r.array().square() /
            (side.data.noise.array().square() + state_.signal_variance * side.rest.array()))
               .sum();
  }
  if (observations_.rows.rows() > 0) {
    const Vector r = amplitude() * (observations_.rows * z) - observations_.data.values;
    sum += (r.array().square() /
            (state_.noise() + state_.signal_variance * observations_.rest).array())
               .sum();
  }
  return sum / 2;
}

double PosteriorFit::line_search(const Vector& step) {
  const double rest = rest_of_objective(z_);
  const double size = weighted_residual(z_).norm();
  const double growth = rest_of_objective(z_ + step) - rest;
  // |R|^2 / 2 below the norm mu, linear above: the slope there outweighs the growth of the rest.
  // No steeper than needed, or the path would have to stay close to R = 0.
  if (size > 0) penalty_ = std::max({penalty_, 2 * growth / size, 0.1 * rest / size});
  const double mu = penalty_;
  const auto penalty = [mu](double norm) {
    return norm <= mu ? norm * norm / 2 : mu * norm - mu * mu / 2;
  };
  const double merit = rest + penalty(size);
  constexpr int halvings = 12;
  double length = 1;
  for (int i = 0; i < halvings; ++i, length /= 2) {
    const Vector trial = z_ + length * step;
    const double value = rest_of_objective(trial) + penalty(weighted_residual(trial).norm());
    if (value <= merit * (1 + 1e-12)) return length;
  }
  return length;
}

/// Ratio of the prior standard deviation of the equation to its noise, at least 1.
double PosteriorFit::first_looseness() const {
  const PointSet points = grid_points(nodes_.coordinates);
  const Linearised lin = linearise(*problem_.equation, nodes_.coordinates, evaluator(z_));
  const double prior =
      std::sqrt(state_.signal_variance * basis_.prior_variance(points, lin.jacobian).mean());
  return std::max(1.0, prior / equation_noise_);
}

void PosteriorFit::gauss_newton() {
  // The equation tightens from prior size to its noise: the field first meets the measurements,
  // then follows the equation. An equation that is exact at once leads to whatever of its solutions
  // is near the first linearisation.
  constexpr double tightening = 10;
  constexpr int steps_per_stage = 6;
  looseness_ = report_.iterations == 0 ? first_looseness() : 1;
  report_.converged = false;
  penalty_ = 0;
  double before = std::numeric_limits<double>::infinity();
  int steps = 0;
  for (int i = 0; i < options_.maximum_iterations && !report_.converged; ++i) {
    require_going_on();
    reduce_hard_rows();
    const Vector step = full(conditional()).solution() - z_;
    const double size = step.norm() / std::max(z_.norm(), 1e-300);
    const double length = line_search(step);
    z_ += length * step;
    ++report_.iterations;
    if (looseness_ > 1) {
      constexpr double near_enough = 0.1;
      if ((length == 1 && size < near_enough) || ++steps == steps_per_stage) {
        looseness_ = std::max(1.0, looseness_ / tightening);
        penalty_ = 0;
        steps = 0;
      }
      continue;
    }
    // Below 1e-6 a step that no longer shrinks, or that the merit no longer sees, is rounding.
    report_.converged = (length == 1 && size < options_.tolerance) ||
                        (size < 1e-6 && (length < 1 || size > before / 2));
    before = size;
  }
  looseness_ = 1;
  reduce_hard_rows();
  if (!report_.converged)
    report_.remark =
        "The iteration for the nonlinear equation stopped at its limit: more measurements, a prior "
        "of another variance or more iterations may help.";
}

void PosteriorFit::require_going_on() const {
  if (monitor_.should_stop()) throw Interrupted("stopped on request while fitting the posterior");
}

void PosteriorFit::run() {
  constexpr int rounds = 5;
  if (linear_) {
    reduce_hard_rows();
    report_.iterations = 1;
    const int needed = purpose_ == Purpose::evidence ? 1 : rounds;
    for (int i = 0; learning_ && i < needed; ++i) {
      const bool settled = learn();
      if (with_rest_) reduce_hard_rows();
      if (settled) break;
    }
  } else {
    for (int i = 0; i < rounds; ++i) {
      gauss_newton();
      if (!learning_ || learn()) break;
    }
    if (learning_) gauss_newton();
  }
  if (purpose_ == Purpose::evidence) {
    const ConditionalObservations& observed = conditional_observations();
    report_.log_evidence_of_observations =
        observed.log_density(observed.solve(state_.signal_variance, state_.noise()));
    return;
  }
  conclude();
}

void PosteriorFit::conclude() {
  require_going_on();
  const PosteriorFactor without = conditional();
  const PosteriorFactor factor = full(without);
  z_ = factor.solution();
  factor_ = factor.inverse_factor();
  permutation_ = factor.permutation();
  report_.exact_constraints = factor.hard_rank();
  report_.condition = factor.condition();
  report_.effective_parameters = static_cast<double>(basis_.size()) - factor_.squaredNorm();
  const auto log_evidence = [&](const PosteriorFactor& f, double normaliser) {
    return -0.5 * (f.sum_of_squares() + f.log_determinant() + normaliser);
  };
  const double observed =
      observations_.rows.rows() > 0
          ? log_normaliser(state_.noise() + state_.signal_variance * observations_.rest)
          : 0.0;
  report_.log_evidence = log_evidence(factor, hard_log_variance_ + observed);
  report_.log_evidence_of_observations =
      report_.log_evidence - log_evidence(without, hard_log_variance_);
}

double PosteriorFit::tail_ratio() const {
  double worst = 0;
  const auto consider = [&](const PointSet& points, const LinearExpression& expression,
                            const Vector& noise_variance) {
    worst = std::max(worst, (state_.signal_variance * basis_.rest_variance(points, expression))
                                .cwiseQuotient(noise_variance)
                                .maxCoeff());
  };
  if (problem_.equation && !jacobian_.orders.empty())
    consider(grid_points(nodes_.coordinates), jacobian_,
             equation_noise_ * equation_noise_ * nodes_.weights.cwiseInverse());
  for (const Block& side : sides_)
    consider(side.data.points, side.data.expression, side.data.noise.cwiseAbs2());
  const Vector noise = state_.noise();
  for (std::size_t g = 0; g < problem_.observations.size(); ++g) {
    const PointObservations& o = problem_.observations[g];
    const NoiseGroup& group = state_.groups[g];
    if (group.count > 0)
      consider(scattered_points(o.points), o.expression, noise.segment(group.first, group.count));
  }
  return worst;
}

std::shared_ptr<const PosteriorField> PosteriorFit::field(bool conservative) const {
  return std::make_shared<PosteriorField>(PosteriorField::Parts{
      problem_.axes, problem_.quantity, problem_.quantity_units, basis_, problem_.mean,
      state_.signal_variance, amplitude() * z_, amplitude() * factor_, permutation_, conservative});
}

PosteriorReport PosteriorFit::report() const {
  PosteriorReport report = report_;
  for (std::size_t k = 0; k < basis_.axes(); ++k) {
    report.ranks.push_back(basis_.rank(k));
    if (problem_.equation) report.nodes.push_back(nodes_.coordinates[k].size());
  }
  report.signal_variance = state_.signal_variance;
  for (const NoiseGroup& g : state_.groups) {
    report.noise.push_back(g.count > 0 ? std::sqrt(g.variance.maxCoeff()) : 0.0);
    report.weights.emplace_back(state_.weights.segment(g.first, g.count));
  }
  report.tail_ratio = tail_ratio();
  report.discarded_variance = basis_.discarded_variance();
  if (problem_.equation)
    report.residual =
        std::sqrt(residual_at(*problem_.equation, nodes_.coordinates, evaluator(z_)).squaredNorm() /
                  static_cast<double>(nodes_.weights.size()));
  if (report.remark.empty()) report.remark = state_.remark;
  return report;
}

}  // namespace tessera::gp_pde
