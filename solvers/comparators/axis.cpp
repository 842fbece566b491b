#include "solvers/comparators/axis.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

#include <Eigen/LU>

namespace tessera::comparators {
namespace {

using Conditions = std::vector<UnitCondition>;

/// Whether b at the upper end is the mirror image of a at the lower, up to a factor.
bool mirror_images(const UnitCondition& a, const UnitCondition& b) {
  const std::size_t count = std::max(a.coefficients.size(), b.coefficients.size());
  Eigen::VectorXd p = Eigen::VectorXd::Zero(static_cast<Index>(count));
  Eigen::VectorXd q = p;
  for (std::size_t o = 0; o < a.coefficients.size(); ++o)
    p[static_cast<Index>(o)] = (o % 2 == 0 ? 1 : -1) * a.coefficients[o];
  for (std::size_t o = 0; o < b.coefficients.size(); ++o)
    q[static_cast<Index>(o)] = b.coefficients[o];
  const double factor = p.dot(q) / p.squaredNorm();
  return (q - factor * p).norm() <= 1e-14 * q.norm();
}

bool symmetric(const Conditions& conditions) {
  const auto has_image = [&](const UnitCondition& c) {
    return std::any_of(conditions.begin(), conditions.end(), [&](const UnitCondition& other) {
      return other.upper != c.upper && mirror_images(c, other);
    });
  };
  return std::all_of(conditions.begin(), conditions.end(), has_image);
}

void choose_points(const Conditions& conditions, Elimination elimination, Axis& axis) {
  const auto count = static_cast<Index>(conditions.size());
  const Index upper = std::count_if(conditions.begin(), conditions.end(),
                                    [](const UnitCondition& c) { return c.upper; });
  axis.both_ends = 2 * upper == count;
  axis.upper = upper;
  if (elimination == Elimination::balanced)
    axis.upper = 2 * upper > count ? (count + 1) / 2 : count / 2;
  axis.lower = count - axis.upper;
}

Eigen::MatrixXd condition_rows(const Differentiation& d, const Conditions& conditions) {
  const Index n = d.points.size();
  Eigen::MatrixXd rows = Eigen::MatrixXd::Zero(static_cast<Index>(conditions.size()), n);
  for (std::size_t k = 0; k < conditions.size(); ++k) {
    const UnitCondition& c = conditions[k];
    for (std::size_t o = 0; o < c.coefficients.size(); ++o) {
      if (c.coefficients[o] == 0) continue;
      for (Index j = 0; j < n; ++j)
        rows(static_cast<Index>(k), j) += c.coefficients[o] * d.entry(o, c.upper ? n - 1 : 0, j);
    }
  }
  return rows;
}

/// The eliminated points: the first `lower`, then the last `upper`.
Index eliminated_point(const Axis& axis, Index k) {
  return k < axis.lower ? k : axis.points.size() - axis.lower - axis.upper + k;
}

void eliminate(Axis& axis) {
  const Index c = axis.condition_count();
  const Index m = axis.size();
  axis.eliminated = Eigen::MatrixXd::Zero(c, m);
  axis.eliminated_from_data = Eigen::MatrixXd::Zero(c, c);
  if (c == 0) return;
  const Eigen::MatrixXd scale =
      axis.conditions.cwiseAbs().rowwise().maxCoeff().cwiseInverse().asDiagonal();
  Eigen::MatrixXd own(c, c);
  for (Index k = 0; k < c; ++k) own.col(k) = axis.conditions.col(eliminated_point(axis, k));
  const Eigen::FullPivLU<Eigen::MatrixXd> lu(scale * own);
  if (!own.allFinite() || !lu.isInvertible())
    throw std::runtime_error(
        "the conditions at the ends of an axis repeat or contradict each other");
  axis.eliminated = -lu.solve(scale * axis.conditions.middleCols(axis.lower, m));
  axis.eliminated_from_data = lu.inverse() * scale;
}

/// Columns of the eliminated points, rows of the unknown ones.
Eigen::MatrixXd outer_columns(const Differentiation& d, const Axis& axis, std::size_t o) {
  Eigen::MatrixXd columns(axis.size(), axis.condition_count());
  for (Index k = 0; k < columns.cols(); ++k)
    for (Index i = 0; i < columns.rows(); ++i)
      columns(i, k) = d.entry(o, axis.lower + i, eliminated_point(axis, k));
  return columns;
}

AxisMatrix reduced(const Differentiation& d, const Axis& axis, std::size_t o,
                   const Eigen::MatrixXd& outer) {
  const Index m = axis.size();
  const Index rows = axis.folded ? m - m / 2 : m;
  const bool plain = axis.eliminated.isZero(0);
  if (axis.folded && plain)
    return fold_matrix(d.order[o].block(axis.lower, axis.lower, rows, m), o % 2 == 0 ? 1 : -1);
  Eigen::MatrixXd a(rows, m);
  const Index kept = std::min(rows, d.order[o].rows() - axis.lower);
  a.topRows(kept) = d.order[o].block(axis.lower, axis.lower, kept, m);
  for (Index j = 0; j < m; ++j)
    for (Index i = kept; i < rows; ++i) a(i, j) = d.entry(o, axis.lower + i, axis.lower + j);
  if (!plain) a.noalias() += outer.topRows(rows) * axis.eliminated;
  if (axis.folded) return fold_matrix(a, o % 2 == 0 ? 1 : -1);
  return {AxisMatrix::Kind::whole, std::move(a), {}};
}

}  // namespace

Eigen::MatrixXd Axis::all_values(const Eigen::MatrixXd& x, const Eigen::MatrixXd& data) const {
  Eigen::MatrixXd all(points.size(), x.cols());
  all.middleRows(lower, size()) = x;
  if (condition_count() == 0) return all;
  const Eigen::MatrixXd outer = eliminated * x + eliminated_from_data * data;
  all.topRows(lower) = outer.topRows(lower);
  all.bottomRows(upper) = outer.bottomRows(upper);
  return all;
}

Eigen::MatrixXd Axis::differentiate(std::size_t o, const Eigen::MatrixXd& x) const {
  if (o == 0) return x;
  Eigen::MatrixXd in = x;
  Eigen::MatrixXd out(x.rows(), x.cols());
  if (folded) fold_rows(in);
  multiply_left(derivative[o], in, out);
  if (folded) unfold_rows(out);
  return out;
}

std::shared_ptr<const Axis> make_axis(const Differentiation& differentiation,
                                      const std::vector<UnitCondition>& conditions,
                                      Elimination elimination) {
  auto axis = std::make_shared<Axis>();
  axis->points = differentiation.points;
  axis->periodic = differentiation.periodic;
  choose_points(conditions, elimination, *axis);
  axis->conditions = condition_rows(differentiation, conditions);
  axis->folded = differentiation.mirrored && axis->lower == axis->upper && symmetric(conditions);
  eliminate(*axis);
  axis->derivative.resize(differentiation.order.size());
  axis->from_data.resize(differentiation.order.size());
  for (std::size_t o = 1; o < differentiation.order.size(); ++o) {
    if (differentiation.order[o].size() == 0) continue;
    const Eigen::MatrixXd outer = outer_columns(differentiation, *axis, o);
    axis->derivative[o] = reduced(differentiation, *axis, o, outer);
    axis->from_data[o] = outer * axis->eliminated_from_data;
  }
  return axis;
}

std::shared_ptr<const Axis> single_point() {
  auto axis = std::make_shared<Axis>();
  axis->points = Eigen::VectorXd::Zero(1);
  axis->eliminated = Eigen::MatrixXd::Zero(0, 1);
  axis->eliminated_from_data = Eigen::MatrixXd::Zero(0, 0);
  axis->conditions = Eigen::MatrixXd::Zero(0, 1);
  return axis;
}

}  // namespace tessera::comparators
