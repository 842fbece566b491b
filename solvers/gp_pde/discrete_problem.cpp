#include "solvers/gp_pde/discrete_problem.hpp"

#include <algorithm>
#include <utility>

namespace tessera::gp_pde {
namespace {

using Vector = Eigen::VectorXd;

/// values(p, i, q) *= weights(i) along one mode.
void scale_along(Tensor& t, const Vector& weights, int mode) {
  const ModeView v = mode_view(t.shape, mode);
  for (Index q = 0; q < v.after; ++q)
    Eigen::Map<Eigen::MatrixXd>(t.values.data() + q * v.before * v.length, v.before, v.length) *=
        weights.asDiagonal();
}

int highest_order(const SplitProblem& problem, std::size_t axis) {
  int order = 0;
  for (const DerivativeName& d : problem.fields) order = std::max(order, d.orders[axis]);
  return order;
}

}  // namespace

class DiscreteProblem::Jacobian final : public LinearOperator {
 public:
  explicit Jacobian(const DiscreteProblem& d) : d_(d) {}
  Index rows() const override { return d_.size(); }
  Index columns() const override { return d_.size(); }
  void apply(std::span<const double> in, std::span<double> out) const override {
    const Tensor v{d_.coordinate_shape_, Eigen::Map<const Vector>(in.data(), d_.size())};
    Eigen::Map<Vector> result(out.data(), d_.size());
    result = d_.constant_.apply(v.values);
    Tensor basis = v;
    for (std::size_t k = 0; k < d_.axes_.size(); ++k)
      basis = d_.axes_[k]->from_coordinates(basis, static_cast<int>(k));
    Tensor sum(d_.node_shape_);
    for (std::size_t f = 0; f < d_.problem_.fields.size(); ++f)
      sum.values += d_.linearisation_[f].cwiseProduct(
          d_.to_nodes(basis, d_.problem_.fields[f].orders).values);
    result += d_.project(std::move(sum)).values;
  }

 private:
  const DiscreteProblem& d_;
};

class DiscreteProblem::Preconditioner final : public LinearOperator {
 public:
  explicit Preconditioner(const DiscreteProblem& d) : d_(d) {}
  Index rows() const override { return d_.size(); }
  Index columns() const override { return d_.size(); }
  void apply(std::span<const double> in, std::span<double> out) const override {
    Eigen::Map<Vector>(out.data(), d_.size()) =
        d_.constant_.solve(Eigen::Map<const Vector>(in.data(), d_.size()));
  }

 private:
  const DiscreteProblem& d_;
};

DiscreteProblem::DiscreteProblem(const SplitProblem& problem,
                                 std::vector<std::shared_ptr<const AxisOperator>> axes)
    : problem_(problem),
      axes_(std::move(axes)),
      constant_(axes_, problem.shift),
      jacobian_(std::make_unique<Jacobian>(*this)),
      preconditioner_(std::make_unique<Preconditioner>(*this)) {
  for (std::size_t k = 0; k < axes_.size(); ++k) {
    const Basis1D& basis = axes_[k]->basis();
    node_shape_.push_back(basis.nodes().size());
    coordinate_shape_.push_back(axes_[k]->size());
    at_nodes_.emplace_back();
    for (int order = 0; order <= highest_order(problem, k); ++order)
      at_nodes_.back().push_back(k > 0 && axes_[k]->shared_basis() == axes_[0]->shared_basis() &&
                                         order < static_cast<int>(at_nodes_[0].size())
                                     ? at_nodes_[0][static_cast<std::size_t>(order)]
                                     : basis.at_nodes(order));
  }
  take_side_data();
  if (problem_.fields.empty())
    constant_remainder_ =
        project(Tensor(node_shape_, problem_.remainder_on_grid->evaluate(nodes()).front())).values;
}

DiscreteProblem::~DiscreteProblem() = default;

const LinearOperator& DiscreteProblem::jacobian() const {
  return *jacobian_;
}
const LinearOperator& DiscreteProblem::preconditioner() const {
  return *preconditioner_;
}

std::vector<Vector> DiscreteProblem::nodes() const {
  std::vector<Vector> nodes;
  for (const auto& axis : axes_) nodes.push_back(axis->basis().nodes());
  return nodes;
}

/// Data of one axis's conditions as basis coefficients along the other axes; the mode of the axis
/// itself counts the conditions.
Tensor DiscreteProblem::side_values(std::size_t axis) const {
  const std::vector<std::size_t> conditions = imposed_indices(problem_, axis);
  const auto count = static_cast<Index>(conditions.size());
  std::vector<Index> shape = node_shape_;
  shape[axis] = count;
  Tensor data(shape);
  const ModeView view = mode_view(shape, static_cast<int>(axis));
  for (Index i = 0; i < count; ++i) {
    const Vector values = side_data(problem_, conditions[static_cast<std::size_t>(i)], nodes());
    for (Index q = 0; q < view.after; ++q)
      data.values.segment((q * count + i) * view.before, view.before) =
          values.segment(q * view.before, view.before);
  }
  for (std::size_t k = 0; k < axes_.size(); ++k) {
    if (k == axis) continue;
    scale_along(data, axes_[k]->basis().weights(), static_cast<int>(k));
    data = at_nodes_[k][0].multiply_transposed(data, static_cast<int>(k));
  }
  return data;
}

/// Boolean sum of the axes' interpolants (Coons 1967), axis by axis: each adds the polynomials that
/// carry what is still missing at its ends.
void DiscreteProblem::take_side_data() {
  std::vector<Index> shape;
  for (const auto& axis : axes_) shape.push_back(axis->basis().rank());
  lift_ = Tensor(shape);
  for (std::size_t k = 0; k < axes_.size(); ++k) {
    if (axes_[k]->conditions() == 0) continue;
    const int mode = static_cast<int>(k);
    Tensor missing = side_values(k);
    if (axes_[k]->has_natural_terms()) {
      if (natural_.shape.empty()) natural_ = Tensor(shape);
      natural_.values += axes_[k]->apply_natural(missing, mode).values;
    }
    missing.values -= axes_[k]->at_ends(lift_, mode).values;
    lift_.values += axes_[k]->lift(missing, mode).values;
  }
}

Tensor DiscreteProblem::project(Tensor values) const {
  for (std::size_t k = 0; k < axes_.size(); ++k) {
    const int mode = static_cast<int>(k);
    scale_along(values, axes_[k]->basis().weights(), mode);
    values = axes_[k]->to_coordinates(at_nodes_[k][0].multiply_transposed(values, mode), mode);
  }
  return values;
}

Tensor DiscreteProblem::to_nodes(const Tensor& coefficients, const std::vector<int>& orders) const {
  Tensor t = coefficients;
  for (std::size_t k = 0; k < axes_.size(); ++k)
    t = at_nodes_[k][static_cast<std::size_t>(orders[k])].multiply(t, static_cast<int>(k));
  return t;
}

std::vector<Tensor> DiscreteProblem::fields_at_nodes(const Tensor& coefficients) const {
  std::vector<Tensor> fields;
  for (const DerivativeName& d : problem_.fields)
    fields.push_back(to_nodes(coefficients, d.orders));
  return fields;
}

std::vector<const double*> DiscreteProblem::pointers(const std::vector<Tensor>& fields) const {
  std::vector<const double*> p;
  for (const Tensor& t : fields) p.push_back(t.values.data());
  return p;
}

Tensor DiscreteProblem::coefficients(const Vector& w) const {
  Tensor t(coordinate_shape_, w);
  for (std::size_t k = 0; k < axes_.size(); ++k)
    t = axes_[k]->from_coordinates(t, static_cast<int>(k));
  t.values += lift_.values;
  return t;
}

Vector DiscreteProblem::coordinates(const Tensor& values_at_nodes) const {
  Tensor t = values_at_nodes;
  t.values -= to_nodes(lift_, std::vector<int>(axes_.size(), 0)).values;
  return project(std::move(t)).values;
}

Vector DiscreteProblem::residual_of(const Tensor& u, const std::vector<Tensor>& fields) const {
  Tensor linear(u.shape, problem_.shift * u.values);
  for (std::size_t k = 0; k < axes_.size(); ++k)
    linear.values += axes_[k]->apply_operator(u, static_cast<int>(k)).values;
  if (!natural_.shape.empty()) linear.values += natural_.values;
  for (std::size_t k = 0; k < axes_.size(); ++k)
    linear = axes_[k]->to_coordinates(linear, static_cast<int>(k));
  if (problem_.fields.empty()) return linear.values + constant_remainder_;
  Tensor rest(node_shape_, problem_.remainder_on_grid->evaluate(nodes(), pointers(fields)).front());
  return linear.values + project(std::move(rest)).values;
}

void DiscreteProblem::residual(const Vector& w, Vector& r) {
  const Tensor u = coefficients(w);
  r = residual_of(u, fields_at_nodes(u));
}

void DiscreteProblem::linearise(const Vector& w, Vector& r) {
  const Tensor u = coefficients(w);
  const std::vector<Tensor> fields = fields_at_nodes(u);
  r = residual_of(u, fields);
  linearisation_ = problem_.derivatives_on_grid->evaluate(nodes(), pointers(fields));
}

Vector DiscreteProblem::solve_directly() {
  Vector w = Vector::Zero(size());
  Vector r;
  constexpr int passes = 2;  // the second removes the rounding of the eigendecomposition
  for (int pass = 0; pass < passes; ++pass) {
    residual(w, r);
    w -= constant_.solve(r);
  }
  return w;
}

}  // namespace tessera::gp_pde
