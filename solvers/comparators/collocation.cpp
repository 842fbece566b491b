#include "solvers/comparators/collocation.hpp"

#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>

namespace tessera::comparators {
namespace {

double length(const std::pair<double, double>& range) {
  return range.second - range.first;
}

std::vector<double> scales(const BoxProblem& problem) {
  std::vector<double> s;
  for (std::size_t k = 0; k < problem.ranges.size(); ++k) {
    const double l = length(problem.ranges[k]);
    s.push_back(problem.second_derivative[k] / (l * l));
  }
  return s;
}

BoxProblem::Coordinates raw_coordinates(const BoxProblem& problem,
                                        const std::vector<std::shared_ptr<const UnitAxis>>& axes) {
  BoxProblem::Coordinates list;
  for (std::size_t k = 0; k < axes.size(); ++k) {
    const auto& range = problem.ranges[k];
    Eigen::VectorXd x = (range.first + length(range) * axes[k]->points.array()).matrix();
    x[x.size() - 1] = range.second;
    list.push_back(std::move(x));
  }
  return list;
}

BoxProblem::Coordinates without_ends(const BoxProblem::Coordinates& points) {
  BoxProblem::Coordinates list;
  for (const auto& x : points) list.push_back(x.segment(1, x.size() - 2));
  return list;
}

}  // namespace

void require_valid(const BoxProblem& problem, const std::vector<Index>& points) {
  const std::size_t axes = problem.ranges.size();
  if (axes < 1 || axes > 2)
    throw std::invalid_argument("The comparators solve problems on one or two axes, not " +
                                std::to_string(axes) + ".");
  if (problem.second_derivative.size() != axes || points.size() != axes)
    throw std::invalid_argument(
        "The comparators need one coefficient and one number of points for each axis.");
  for (std::size_t k = 0; k < axes; ++k) {
    const double l = length(problem.ranges[k]);
    if (!(l > 0) || !std::isfinite(l))
      throw std::invalid_argument("Axis " + std::to_string(k + 1) + " has no proper range.");
    if (problem.second_derivative[k] == 0 || !std::isfinite(problem.second_derivative[k]))
      throw std::invalid_argument("The comparators need a second derivative along axis " +
                                  std::to_string(k + 1) + ".");
    if (points[k] < 3)
      throw std::invalid_argument("Axis " + std::to_string(k + 1) + " has " +
                                  std::to_string(points[k]) +
                                  " points; the comparators need at least 3.");
  }
}

Collocation::Collocation(const BoxProblem& problem,
                         std::vector<std::shared_ptr<const UnitAxis>> axes)
    : problem_(problem),
      all_points_(raw_coordinates(problem, axes)),
      interior_(without_ends(all_points_)),
      op_(std::move(axes), scales(problem), problem.linear_shift) {
  evaluate_constant_terms();
}

void Collocation::evaluate_constant_terms() {
  const bool plane = all_points_.size() == 2;
  const Index n1 = all_points_[0].size();
  const Index n2 = plane ? all_points_[1].size() : 1;
  const Index m1 = n1 - 2;
  const Index m2 = plane ? n2 - 2 : 1;
  sides_ = Eigen::MatrixXd::Zero(n1, n2);
  // The terms are a sum of one outer product for each side.
  Eigen::MatrixXd along_first(m1, plane ? 4 : 2);
  Eigen::MatrixXd along_second(m2, plane ? 4 : 2);
  Eigen::VectorXd values;
  for (Index end = 0; end < 2; ++end) {
    BoxProblem::Coordinates side = all_points_;
    side[0] = all_points_[0].segment(end * (n1 - 1), 1);
    values.resize(n2);
    problem_.boundary(side, values);
    sides_.row(end * (n1 - 1)) = values.transpose();
    along_first.col(end) = op_.scales()[0] * op_.axis(0).end_columns.col(end);
    along_second.col(end) = values.segment(plane ? 1 : 0, m2);
  }
  for (Index end = 0; plane && end < 2; ++end) {
    BoxProblem::Coordinates side = all_points_;
    side[1] = all_points_[1].segment(end * (n2 - 1), 1);
    values.resize(n1);
    problem_.boundary(side, values);
    auto column = sides_.col(end * (n2 - 1));
    // Both sides give the corners; they agree where the data are continuous.
    column.segment(1, m1) = values.segment(1, m1);
    for (Index corner : {Index{0}, n1 - 1})
      column[corner] = 0.5 * (column[corner] + values[corner]);
    along_first.col(2 + end) = values.segment(1, m1);
    along_second.col(2 + end) = op_.scales()[1] * op_.axis(1).end_columns.col(end);
  }
  constant_terms_ = Eigen::VectorXd::Zero(m1 * m2);
  if (!problem_.nonlinear)
    problem_.remainder(interior_, Eigen::VectorXd::Zero(m1 * m2), constant_terms_);
  constant_terms_.reshaped(m1, m2).noalias() += along_first * along_second.transpose();
  op_.fold(constant_terms_);
}

void Collocation::folded_residual(const Eigen::VectorXd& u, Eigen::VectorXd& r) const {
  op_.apply_folded(u, r);
  r += constant_terms_;
  if (!problem_.nonlinear) return;
  Eigen::VectorXd values = u;
  op_.unfold(values);
  Eigen::VectorXd g(u.size());
  problem_.remainder(interior_, values, g);
  op_.fold(g);
  r += g;
}

Eigen::VectorXd Collocation::folded_residual_at_zero() const {
  if (!problem_.nonlinear) return constant_terms_;
  Eigen::VectorXd g(size());
  problem_.remainder(interior_, Eigen::VectorXd::Zero(size()), g);
  op_.fold(g);
  return g + constant_terms_;
}

void Collocation::derivative(const Eigen::VectorXd& u, Eigen::VectorXd& dg) const {
  dg.resize(u.size());
  problem_.derivative(interior_, u, dg);
}

Eigen::MatrixXd Collocation::all_values(const Eigen::VectorXd& u) const {
  Eigen::MatrixXd all = sides_;
  const Index m1 = interior_[0].size();
  if (interior_.size() == 1)
    all.col(0).segment(1, m1) = u;
  else
    all.block(1, 1, m1, interior_[1].size()) = u.reshaped(m1, interior_[1].size());
  return all;
}

std::vector<Eigen::VectorXd> unit_coordinates(const BoxProblem& problem,
                                              const std::vector<Eigen::VectorXd>& evaluation) {
  if (evaluation.size() != problem.ranges.size())
    throw std::invalid_argument("The evaluation grid needs one list of coordinates per axis.");
  std::vector<Eigen::VectorXd> unit;
  for (std::size_t k = 0; k < evaluation.size(); ++k) {
    const auto& range = problem.ranges[k];
    Eigen::VectorXd t = (evaluation[k].array() - range.first) / length(range);
    if (t.size() > 0 && !(t.minCoeff() >= -1e-12 && t.maxCoeff() <= 1 + 1e-12))
      throw std::invalid_argument("The evaluation grid leaves the range of axis " +
                                  std::to_string(k + 1) + ".");
    unit.push_back(t.cwiseMax(0.0).cwiseMin(1.0));
  }
  return unit;
}

}  // namespace tessera::comparators
