#include "solvers/gram/log_joint.hpp"

#include <cmath>
#include <stdexcept>
#include <string>

#include "data/fields/errors.hpp"

namespace tessera::gram {
namespace {

void require_options(const Problem& problem, const Options& o) {
  if (problem.axes.empty() || problem.axes.size() > 2)
    throw DeckError("The method \"gram\" works on one or two axes, not on " +
                    std::to_string(problem.axes.size()) + ".");
  if (!problem.source || !problem.boundary)
    throw std::invalid_argument("The gram model needs a source and boundary values.");
  if (o.components < 1) throw DeckError("The kernel needs at least one component.");
  const auto require_positive = [](double value, const char* what) {
    if (!(value > 0) || !std::isfinite(value))
      throw DeckError(std::string(what) + " must be positive and finite, found " +
                      std::to_string(value) + ".");
  };
  require_positive(o.frequency_scale, "The frequency scale");
  require_positive(o.jitter, "The jitter");
  require_positive(o.likelihood_weight, "The likelihood weight");
  require_positive(o.learning_rate, "The learning rate");
}

/// Along axis 1 matrices are handled transposed, so that axes always run down the columns.
Eigen::MatrixXd along(const Eigen::MatrixXd& a, std::size_t axis) {
  if (axis == 0) return a;
  return a.transpose();
}

}  // namespace

Eigen::VectorXd pack(const Unknowns& x) {
  Index size = x.u.size() + 2;
  for (const auto& k : x.kernels) size += 3 * k.log_weights.size();
  Eigen::VectorXd packed(size);
  packed.head(x.u.size()) = x.u.reshaped();
  Index at = x.u.size();
  for (const auto& k : x.kernels)
    for (const auto* part : {&k.log_weights, &k.log_scales, &k.frequencies}) {
      packed.segment(at, part->size()) = *part;
      at += part->size();
    }
  packed.tail(2) << x.log_tau, x.log_v;
  return packed;
}

Unknowns unpack(const Eigen::VectorXd& packed, const Unknowns& shape) {
  Unknowns x = shape;
  x.u.reshaped() = packed.head(x.u.size());
  Index at = x.u.size();
  for (auto& k : x.kernels)
    for (auto* part : {&k.log_weights, &k.log_scales, &k.frequencies}) {
      *part = packed.segment(at, part->size());
      at += part->size();
    }
  x.log_tau = packed(at);
  x.log_v = packed(at + 1);
  return x;
}

LogJoint::LogJoint(const Problem& problem, const Options& options)
    : problem_(problem), options_(options) {
  require_options(problem, options);
  for (const AxisProblem& axis : problem.axes) axes_.emplace_back(axis, options);
  const Index rows = axes_[0].points();
  const Index columns = axes_.size() > 1 ? axes_[1].points() : 1;
  source_.resize(rows, columns);
  for (Index j = 0; j < columns; ++j)
    for (Index i = 0; i < rows; ++i) {
      const double x[] = {coordinate(0, i), coordinate(1, j)};
      source_(i, j) = problem_.source({x, axes_.size()});
    }
  for (Index axis = 0; axis < static_cast<Index>(axes_.size()); ++axis)
    for (const bool upper : {false, true}) add_side(axis, upper);
}

double LogJoint::coordinate(Index axis, Index i) const {
  const auto k = static_cast<std::size_t>(axis);
  return k < axes_.size() ? axes_[k].grid()(i) : 0.0;
}

void LogJoint::add_side(Index axis, bool upper) {
  const Index end = upper ? axes_[static_cast<std::size_t>(axis)].points() - 1 : 0;
  const Index along_side = axis == 0 ? source_.cols() : source_.rows();
  for (Index k = 0; k < along_side; ++k) {
    const Index i = axis == 0 ? end : k;
    const Index j = axis == 0 ? k : end;
    const double x[] = {coordinate(0, i), coordinate(1, j)};
    boundary_.push_back({i, j, problem_.boundary({x, axes_.size()})});
  }
}

Unknowns LogJoint::initial() const {
  const Index q = options_.components;
  MixtureParameters kernel;
  kernel.log_weights.setConstant(q, -std::log(static_cast<double>(q)));
  kernel.log_scales.setZero(q);
  kernel.frequencies.setLinSpaced(q, 0, options_.frequency_scale);
  kernel.frequencies(0) = 0;  // Eigen starts at the upper end where there is one value only
  return {Eigen::MatrixXd::Zero(source_.rows(), source_.cols()),
          std::vector<MixtureParameters>(axes_.size(), kernel), 0, 0};
}

Eigen::MatrixXd LogJoint::residual(const Eigen::MatrixXd& u,
                                   const std::vector<Eigen::MatrixXd>& solved,
                                   Eigen::MatrixXd& local_slope) const {
  Eigen::MatrixXd h = problem_.shift * u - source_;
  local_slope.setConstant(u.rows(), u.cols(), problem_.shift);
  for (std::size_t k = 0; k < axes_.size(); ++k)
    if (axes_[k].has_operator()) h += along(axes_[k].operator_matrix() * solved[k], k);
  if (problem_.nonlinear) {
    Eigen::MatrixXd g = Eigen::MatrixXd::Zero(u.rows(), u.cols());
    Eigen::MatrixXd dg = g;
    problem_.nonlinear(u, g, dg);
    h += g;
    local_slope += dg;
  }
  return h;
}

// With A = K^-1 U along an axis, B = C^-1 U, R the derivative of the density by H, and
// D = K^-1 K_op^T R, the derivatives are
//   by U     -B + sum over axes of D + local slope * R + boundary terms
//   by K     -1/2 (points of the other axis) K^-1 + (1/2 B - D) A^T
//   by K_op  R A^T.
JointDensity LogJoint::evaluate(const Unknowns& x, Unknowns& gradient) {
  std::vector<Eigen::MatrixXd> solved;
  for (std::size_t k = 0; k < axes_.size(); ++k) {
    axes_[k].set(x.kernels[k]);
    solved.push_back(axes_[k].solve(along(x.u, k)));
  }
  const Eigen::MatrixXd whitened =
      axes_.size() == 1 ? solved[0] : Eigen::MatrixXd(axes_[0].solve(solved[1].transpose()));
  Eigen::MatrixXd local_slope;
  const Eigen::MatrixXd h = residual(x.u, solved, local_slope);
  const double tau = std::exp(x.log_tau);
  const double v = std::exp(x.log_v);
  const Eigen::MatrixXd r = -v * h;

  gradient = x;
  gradient.u = local_slope.cwiseProduct(r) - whitened;
  JointDensity density;
  density.log_joint = -0.5 * x.u.cwiseProduct(whitened).sum();
  for (std::size_t k = 0; k < axes_.size(); ++k) {
    const auto others = static_cast<double>(x.u.size() / axes_[k].points());
    density.log_joint -= 0.5 * others * axes_[k].log_determinant();
    Eigen::MatrixXd left = 0.5 * along(whitened, k);
    Eigen::MatrixXd by_operator;
    if (axes_[k].has_operator()) {
      const Eigen::MatrixXd r_along = along(r, k);
      const Eigen::MatrixXd adjoint =
          axes_[k].solve(axes_[k].operator_matrix().transpose() * r_along);
      gradient.u += along(adjoint, k);
      left -= adjoint;
      by_operator.noalias() = r_along * solved[k].transpose();
    }
    Eigen::MatrixXd by_gram = -0.5 * others * axes_[k].inverse();
    by_gram.noalias() += left * solved[k].transpose();
    gradient.kernels[k] = axes_[k].gradient(by_gram, by_operator);
  }

  double gap_square = 0;
  for (const BoundaryPoint& b : boundary_) {
    const double gap = x.u(b.row, b.column) - b.value;
    gap_square += gap * gap;
    gradient.u(b.row, b.column) -= options_.likelihood_weight * tau * gap;
  }
  const auto boundary_count = static_cast<double>(boundary_.size());
  const auto equation_count = static_cast<double>(h.size());
  const double residual_square = h.squaredNorm();
  density.log_joint +=
      0.5 * options_.likelihood_weight * (boundary_count * x.log_tau - tau * gap_square) +
      0.5 * (equation_count * x.log_v - v * residual_square);
  gradient.log_tau = 0.5 * options_.likelihood_weight * (boundary_count - tau * gap_square);
  gradient.log_v = 0.5 * (equation_count - v * residual_square);
  density.boundary_mean_square = gap_square / boundary_count;
  density.equation_mean_square = residual_square / equation_count;
  return density;
}

}  // namespace tessera::gram
