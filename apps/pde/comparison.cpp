#include "apps/pde/comparison.hpp"

#include <cmath>
#include <memory>

#include "apps/pde/equation_on_grid.hpp"

namespace tessera::pde {
namespace {

using comparators::BoxProblem;
using comparators::ComparatorResult;
using comparators::Coordinates;
using Eigen::VectorXd;

/// The problem as rivals see it; refers to `p`.
BoxProblem box_problem(const gp_pde::SplitProblem& p) {
  BoxProblem box;
  box.ranges = p.problem.ranges;
  for (std::size_t k = 0; k < p.axes(); ++k) box.periodic.push_back(p.periodic(k));
  for (const std::size_t i : p.imposed) {
    const SideCondition& c = p.problem.conditions[i];
    box.conditions.push_back({c.axis, c.upper, c.coefficients, [&p, i](const Coordinates& x) {
                                return gp_pde::side_data(p, i, x);
                              }});
  }
  const EquationOnGrid equation(p);
  box.fields = equation.fields;
  box.linear = equation.linear;
  box.separable = p.direct;
  box.residual = [r = equation.residual](const Coordinates& x,
                                         const std::vector<const double*>& fields) {
    return r->evaluate(x, fields).front();
  };
  box.derivatives = [d = equation.derivatives](const Coordinates& x,
                                               const std::vector<const double*>& fields) {
    return d->evaluate(x, fields);
  };
  box.constant = p.constant;
  box.shift = p.shift;
  if (!p.row_scaling.constant_value())
    box.row_scaling = [e = std::make_shared<const FormulaOnGrid>(
                           std::vector{p.row_scaling}, p.problem.names, p.problem.functions)](
                          const Coordinates& x) { return e->evaluate(x).front(); };
  return box;
}

ComparisonRow row_of(const ComparatorResult& r, const VectorXd& reference) {
  ComparisonRow row{r.name, r.solved, 0, r.solve_time_s, r.unknowns, r.points, r.remark};
  if (r.solved) {
    const double scale = reference.norm();
    row.relative_l2_error = (r.values - reference).norm() / (scale > 0 ? scale : 1.0);
    if (!std::isfinite(row.relative_l2_error)) row.solved = false;
  }
  return row;
}

}  // namespace

Comparison compare(const std::vector<std::string>& methods, const gp_pde::SplitProblem& problem,
                   const std::vector<Index>& points, const std::vector<VectorXd>& coordinates,
                   const VectorXd& reference, Monitor& monitor) {
  Comparison c;
  const BoxProblem box = box_problem(problem);
  for (const std::string& method : methods) {
    if (monitor.should_stop()) {
      c.rows.push_back({method, false, 0, 0, 0, {}, "skipped: the run was asked to stop"});
      continue;
    }
    if (method == "chebyshev") {
      const ComparatorResult full = comparators::chebyshev(box, points, coordinates);
      c.rows.push_back(row_of(full, reference));
      c.rows.push_back(
          row_of(comparators::chebyshev_smallest(box, points, coordinates), reference));
      const double lapack = comparators::lapack_factorisation_time_s(box, points);
      if (lapack > 0) c.chebyshev_over_lapack = full.factorisation_time_s / lapack;
    } else {
      const Index order = method == "finite difference 4" ? 4 : 2;
      c.rows.push_back(
          row_of(comparators::finite_difference(box, points, coordinates, order), reference));
    }
  }
  return c;
}

}  // namespace tessera::pde
