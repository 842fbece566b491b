#include "solvers/gp_pde/posterior_rows.hpp"

#include <algorithm>
#include <cmath>

#include "solvers/gp_pde/gauss_legendre.hpp"

namespace tessera::gp_pde {
namespace {

using Vector = Eigen::VectorXd;

Index node_count(const PosteriorBasis& basis, std::size_t axis, Index wanted) {
  constexpr Index fewest = 8;
  const Index n = wanted > 0 ? wanted : basis.prior(axis).effective_degree(basis.rank(axis)) + 2;
  return std::max(fewest, n + n % 2);
}

std::vector<Vector> field_values(const BoxEquation& equation, const FieldEvaluator& field) {
  std::vector<Vector> values;
  for (const auto& orders : equation.fields) values.push_back(field(orders));
  return values;
}

std::vector<const double*> pointers(const std::vector<Vector>& values) {
  std::vector<const double*> p;
  for (const Vector& v : values) p.push_back(v.data());
  return p;
}

}  // namespace

AxisRule axis_rule(std::pair<double, double> range, Index count) {
  const GaussLegendreHalf half = gauss_legendre(count);
  const double middle = (range.first + range.second) / 2;
  const double h = (range.second - range.first) / 2;
  AxisRule rule{Vector(count), Vector(count)};
  rule.nodes.tail(count / 2) = (h * half.nodes).array() + middle;
  rule.nodes.head(count / 2) = (-h * half.nodes.reverse()).array() + middle;
  rule.weights.tail(count / 2) = half.weights / 2;
  rule.weights.head(count / 2) = half.weights.reverse() / 2;
  return rule;
}

EquationNodes equation_nodes(const PosteriorBasis& basis, Index nodes_per_axis) {
  EquationNodes nodes;
  nodes.weights = Vector::Ones(1);
  for (std::size_t k = 0; k < basis.axes(); ++k) {
    const AxisRule rule = axis_rule(basis.prior(k).range(), node_count(basis, k, nodes_per_axis));
    nodes.coordinates.push_back(rule.nodes);
    nodes.weights = Vector((nodes.weights * rule.weights.transpose()).reshaped());
  }
  nodes.weights *= static_cast<double>(nodes.weights.size());
  return nodes;
}

Vector residual_at(const BoxEquation& equation, const GridCoordinates& coordinates,
                   const FieldEvaluator& field) {
  const std::vector<Vector> values = field_values(equation, field);
  return equation.residual(coordinates, pointers(values));
}

Linearised linearise(const BoxEquation& equation, const GridCoordinates& coordinates,
                     const FieldEvaluator& field) {
  const std::vector<Vector> values = field_values(equation, field);
  return {equation.residual(coordinates, pointers(values)),
          {equation.fields, equation.derivatives(coordinates, pointers(values))}};
}

DataRows side_rows(const PosteriorProblem& problem, const SideData& side,
                   const PosteriorBasis& basis, double variance, const PosteriorOptions& options) {
  GridCoordinates coordinates;
  for (std::size_t k = 0; k < basis.axes(); ++k) {
    const auto range = basis.prior(k).range();
    if (k == side.axis)
      coordinates.push_back(Vector::Constant(1, side.upper ? range.second : range.first));
    else
      coordinates.push_back(axis_rule(range, node_count(basis, k, options.nodes)).nodes);
  }
  DataRows rows;
  rows.points = grid_points(coordinates);
  for (std::size_t o = 0; o < side.coefficients.size(); ++o) {
    if (side.coefficients[o] == 0) continue;
    std::vector<int> orders(basis.axes(), 0);
    orders[side.axis] = static_cast<int>(o);
    rows.expression.orders.push_back(orders);
    rows.expression.coefficients.push_back(Vector::Constant(1, side.coefficients[o]));
  }
  const Index n = rows.points.count();
  rows.values = side.data(coordinates) - problem.mean * applied_to_one(rows.expression, n);
  const double noise =
      side.noise > 0
          ? side.noise
          : options.exact_share *
                std::sqrt(variance * basis.prior_variance(rows.points, rows.expression).mean());
  rows.noise = Vector::Constant(n, noise);
  return rows;
}

DataRows observation_rows(const PosteriorProblem& problem, const PointObservations& group) {
  DataRows rows{scattered_points(group.points), group.expression, group.values, {}};
  const Index n = group.values.size();
  rows.values -= problem.mean * applied_to_one(group.expression, n);
  if (group.noise.size() == 1) rows.noise = Vector::Constant(n, group.noise[0]);
  if (group.noise.size() > 1) rows.noise = group.noise;
  return rows;
}

RowKind kind_of(const LinearExpression& expression, double smallest_noise) {
  RowKind kind{expression.orders, {}, smallest_noise};
  for (std::size_t t = 0; t < expression.orders.size(); ++t)
    kind.coefficients.push_back(
        expression.coefficients.empty() ? 1.0 : expression.coefficients[t].cwiseAbs().maxCoeff());
  return kind;
}

}  // namespace tessera::gp_pde
