#include "solvers/comparators/collocation.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tessera::comparators {
namespace {

double length(const BoxProblem& problem, std::size_t axis) {
  return problem.ranges[axis].second - problem.ranges[axis].first;
}

Coordinates raw_coordinates(const BoxProblem& problem,
                            const std::vector<std::shared_ptr<const Axis>>& axes) {
  Coordinates list;
  for (std::size_t k = 0; k < problem.ranges.size(); ++k) {
    const auto& range = problem.ranges[k];
    Eigen::VectorXd x = (range.first + length(problem, k) * axes[k]->points.array()).matrix();
    if (!axes[k]->periodic) x[x.size() - 1] = range.second;
    list.push_back(std::move(x));
  }
  return list;
}

std::vector<std::vector<double>> all_coefficients(const BoxProblem& problem) {
  std::vector<std::vector<double>> list;
  for (std::size_t k = 0; k < problem.ranges.size(); ++k)
    list.push_back(unit_coefficients(problem, k));
  list.resize(2);
  return list;
}

/// Products of derivatives along both axes with one vector; those with the same order along the
/// first axis share it where they follow each other.
class Derivatives {
 public:
  Derivatives(const BoxOperator& op, const Eigen::VectorXd& folded)
      : op_(op), u_(folded), x_(folded.data(), op.rows(), op.columns()) {}

  /// In ordinary coordinates, on the unit box.
  void get(std::size_t first, std::size_t second, Eigen::VectorXd& out) {
    out.resize(u_.size());
    Eigen::Map<Eigen::MatrixXd> y(out.data(), op_.rows(), op_.columns());
    if (first > 0 && first != order_) {
      along_first_.resize(op_.rows(), op_.columns());
      multiply_left(op_.axis(0).derivative[first], x_, along_first_);
      order_ = first;
    }
    if (second == 0)
      y = first == 0
              ? x_
              : Eigen::Map<const Eigen::MatrixXd>(along_first_.data(), op_.rows(), op_.columns());
    else if (first == 0)
      multiply_right(x_, op_.axis(1).derivative[second], y);
    else
      multiply_right(along_first_, op_.axis(1).derivative[second], y);
    op_.unfold(out);
  }

 private:
  const BoxOperator& op_;
  const Eigen::VectorXd& u_;
  Eigen::Map<const Eigen::MatrixXd> x_;
  std::size_t order_ = 0;
  Eigen::MatrixXd along_first_;
};

}  // namespace

Collocation::Collocation(const BoxProblem& problem, std::vector<std::shared_ptr<const Axis>> axes)
    : problem_(problem),
      axes_([&] {
        if (axes.size() == 1) axes.push_back(single_point());
        return std::move(axes);
      }()),
      all_points_(raw_coordinates(problem, axes_)),
      op_(axes_, all_coefficients(problem), problem.shift) {
  for (std::size_t k = 0; k < all_points_.size(); ++k)
    inner_points_.push_back(all_points_[k].segment(axes_[k]->lower, axes_[k]->size()));
  if (problem.row_scaling) reciprocal_scaling_ = problem.row_scaling(inner_points_).cwiseInverse();
  read_side_data();
  list_terms();
  const Eigen::VectorXd zero = Eigen::VectorXd::Zero(size());
  constant_terms_ = scaled_residual(std::vector<const double*>(problem.fields.size(), zero.data()));
  for (Term& term : terms_) {
    add_side_terms(term);
    if (term.constant != 0 && term.from_sides.size() > 0)
      constant_terms_ += term.constant * term.from_sides;
    // A separable problem needs its fields no more.
    if (problem.separable) term.from_sides.resize(0);
  }
  op_.fold(constant_terms_);
}

void Collocation::list_terms() {
  const auto add = [&](std::size_t first, std::size_t second) -> Term& {
    for (Term& t : terms_)
      if (t.first == first && t.second == second) return t;
    terms_.push_back({});
    Term& t = terms_.back();
    t.first = first;
    t.second = second;
    t.scale = std::pow(length(problem_, 0), -static_cast<double>(first));
    if (second > 0) t.scale *= std::pow(length(problem_, 1), -static_cast<double>(second));
    return t;
  };
  for (std::size_t f = 0; f < problem_.fields.size(); ++f) {
    const std::vector<int>& orders = problem_.fields[f];
    add(static_cast<std::size_t>(orders[0]),
        orders.size() == 2 ? static_cast<std::size_t>(orders[1]) : 0)
        .field = static_cast<int>(f);
  }
  for (std::size_t k = 0; k < problem_.ranges.size(); ++k)
    for (std::size_t o = 1; o < problem_.constant[k].size(); ++o)
      if (problem_.constant[k][o] != 0)
        add(k == 0 ? o : 0, k == 0 ? 0 : o).constant = problem_.constant[k][o];
  if (problem_.shift != 0) add(0, 0).constant = problem_.shift;
  std::stable_sort(terms_.begin(), terms_.end(),
                   [](const Term& a, const Term& b) { return a.first < b.first; });
}

void Collocation::read_side_data() {
  const bool plane = problem_.ranges.size() == 2;
  const auto data_of = [&](std::size_t axis) {
    std::vector<double> factors;
    unit_conditions(problem_, axis, &factors);
    const Index others = plane ? all_points_[1 - axis].size() : 1;
    Eigen::MatrixXd data(static_cast<Index>(factors.size()), others);
    Index row = 0;
    for (const EndCondition& c : problem_.conditions) {
      if (c.axis != axis) continue;
      Coordinates side = all_points_;
      const auto& range = problem_.ranges[axis];
      side[axis] = Eigen::VectorXd::Constant(1, c.upper ? range.second : range.first);
      data.row(row) = factors[static_cast<std::size_t>(row)] * c.data(side).transpose();
      ++row;
    }
    return data;
  };
  const Eigen::MatrixXd first = data_of(0);
  first_data_ = first.middleCols(axes_[1]->lower, axes_[1]->size());
  corner_data_ = first * axes_[1]->conditions.transpose();
  second_data_ = Eigen::MatrixXd::Zero(axes_[0]->size(), axes_[1]->condition_count());
  if (!plane) return;
  const Eigen::MatrixXd second = data_of(1).transpose();
  second_data_ = second.middleRows(axes_[0]->lower, axes_[0]->size());
  // Both sides give the corners; they agree where the data are continuous.
  corner_data_ = 0.5 * (corner_data_ + axes_[0]->conditions * second);
}

/// With T the conditions, A the reduced derivatives and C their columns for the data of either
/// axis, u on all points has (D1 u D2^T) = A1 U A2^T + A1 G2 C2^T + C1 (G1 A2^T + K C2^T).
void Collocation::add_side_terms(Term& term) const {
  const Axis& one = *axes_[0];
  const Axis& two = *axes_[1];
  if (term.first == 0 && term.second == 0) return;
  Eigen::MatrixXd sum = Eigen::MatrixXd::Zero(one.size(), two.size());
  if (term.second > 0 && two.condition_count() > 0)
    sum.noalias() +=
        one.differentiate(term.first, second_data_) * two.from_data[term.second].transpose();
  if (term.first > 0 && one.condition_count() > 0) {
    Eigen::MatrixXd along = two.differentiate(term.second, first_data_.transpose()).transpose();
    if (term.second > 0) along += corner_data_ * two.from_data[term.second].transpose();
    sum.noalias() += one.from_data[term.first] * along;
  }
  term.from_sides = term.scale * sum.reshaped();
}

Eigen::VectorXd Collocation::scaled_residual(const std::vector<const double*>& fields) const {
  Eigen::VectorXd r = problem_.residual(inner_points_, fields);
  if (reciprocal_scaling_.size() > 0) r.array() *= reciprocal_scaling_.array();
  return r;
}

void Collocation::constant_residual(const Eigen::VectorXd& u, Eigen::VectorXd& r) const {
  op_.apply_folded(u, r);
  r += constant_terms_;
}

std::vector<const double*> Collocation::field_values(const Eigen::VectorXd& u) const {
  if (kept_at_.size() != u.size() || kept_at_ != u) {
    kept_at_ = u;
    kept_fields_.resize(problem_.fields.size());
    Derivatives derivatives(op_, u);
    for (const Term& term : terms_) {
      if (term.field < 0) continue;
      Eigen::VectorXd& field = kept_fields_[static_cast<std::size_t>(term.field)];
      derivatives.get(term.first, term.second, field);
      if (term.scale != 1) field *= term.scale;
      if (term.from_sides.size() > 0) field += term.from_sides;
    }
  }
  std::vector<const double*> pointers;
  for (const Eigen::VectorXd& v : kept_fields_) pointers.push_back(v.data());
  return pointers;
}

void Collocation::residual(const Eigen::VectorXd& u, Eigen::VectorXd& r) const {
  r = scaled_residual(field_values(u));
  op_.fold(r);
}

void Collocation::linearise(const Eigen::VectorXd& u) {
  const std::vector<const double*> fields = field_values(u);
  std::vector<Eigen::VectorXd> slopes = problem_.derivatives(inner_points_, fields);
  for (Term& term : terms_) {
    Eigen::VectorXd& d = term.deviation;
    if (term.field < 0) {
      d = Eigen::VectorXd::Constant(size(), -term.constant * term.scale);
      continue;
    }
    d = std::move(slopes[static_cast<std::size_t>(term.field)]);
    if (reciprocal_scaling_.size() > 0) d.array() *= reciprocal_scaling_.array();
    const double largest = d.cwiseAbs().maxCoeff();
    d.array() -= term.constant;
    d *= term.scale;
    // What is left of a constant coefficient is rounding, and costs as much as the true ones.
    if (d.cwiseAbs().maxCoeff() <= 1e-14 * largest * term.scale) d.resize(0);
  }
}

void Collocation::apply_deviation(const Eigen::VectorXd& v, Eigen::VectorXd& out) const {
  Derivatives derivatives(op_, v);
  Eigen::VectorXd product;
  out = Eigen::VectorXd::Zero(size());
  for (const Term& term : terms_) {
    if (term.deviation.size() == 0) continue;
    derivatives.get(term.first, term.second, product);
    out.array() += term.deviation.array() * product.array();
  }
  op_.fold(out);
}

Eigen::MatrixXd Collocation::jacobian_matrix() const {
  Eigen::MatrixXd jacobian = Eigen::MatrixXd::Zero(size(), size());
  for (const Term& term : terms_) {
    Eigen::VectorXd coefficient = Eigen::VectorXd::Constant(size(), term.constant * term.scale);
    if (term.deviation.size() > 0) coefficient += term.deviation;
    if (term.first == 0) {
      jacobian.diagonal() += coefficient;
      continue;
    }
    const AxisMatrix& d = axes_[0]->derivative[term.first];
    jacobian += coefficient.asDiagonal() * (axes_[0]->folded ? unfold_matrix(d) : d.even);
  }
  return jacobian;
}

Eigen::MatrixXd Collocation::all_values(const Eigen::VectorXd& u) const {
  Eigen::VectorXd ordinary = u;
  op_.unfold(ordinary);
  const Eigen::MatrixXd inner = ordinary.reshaped(op_.rows(), op_.columns());
  const Axis& one = *axes_[0];
  const Axis& two = *axes_[1];
  // Data of the first axis at all points of the second, then both directions.
  const Eigen::MatrixXd data =
      two.all_values(first_data_.transpose(), corner_data_.transpose()).transpose();
  const Eigen::MatrixXd columns =
      two.all_values(inner.transpose(), second_data_.transpose()).transpose();
  return one.all_values(columns, data);
}

Eigen::VectorXd Collocation::unknowns(const Eigen::MatrixXd& all) const {
  Eigen::VectorXd u =
      all.block(axes_[0]->lower, axes_[1]->lower, op_.rows(), op_.columns()).reshaped();
  op_.fold(u);
  return u;
}

}  // namespace tessera::comparators
