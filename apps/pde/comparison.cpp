#include "apps/pde/comparison.hpp"

#include <cmath>

namespace tessera::pde {
namespace {

using comparators::BoxProblem;
using comparators::ComparatorResult;
using Eigen::VectorXd;

/// The comparators take constant second derivatives and a remainder in u alone.
std::string unsuitable(const gp_pde::SplitProblem& p) {
  for (const DerivativeName& d : p.fields)
    for (const int order : d.orders)
      if (order > 0)
        return "not available: the equation has derivatives beyond constant-coefficient second "
               "ones";
  return {};
}

BoxProblem box_problem(const gp_pde::SplitProblem& p) {
  BoxProblem box;
  box.ranges = p.problem.ranges;
  box.second_derivative = p.second_derivative;
  box.linear_shift = p.linear_shift;
  box.nonlinear = !p.fields.empty();
  box.remainder = [&p](const BoxProblem::Coordinates& x, const VectorXd& u, VectorXd& g) {
    const auto fields = p.fields.empty() ? std::vector<const double*>{} : std::vector{u.data()};
    g = p.remainder_on_grid->evaluate(x, fields).front();
  };
  box.derivative = [&p](const BoxProblem::Coordinates& x, const VectorXd& u, VectorXd& dg) {
    dg = p.derivatives_on_grid->evaluate(x, {u.data()}).front();
  };
  box.boundary = [&p](const BoxProblem::Coordinates& x, VectorXd& values) {
    for (std::size_t k = 0; k < x.size(); ++k) {
      if (x[k].size() != 1) continue;
      const auto [lower, upper] = p.problem.ranges[k];
      if (x[k][0] != lower && x[k][0] != upper) continue;
      values = gp_pde::boundary_data(p, k, x[k][0] == upper, x);
      return;
    }
  };
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
  const std::string reason = unsuitable(problem);
  if (!reason.empty()) {
    for (const std::string& method : methods)
      c.rows.push_back({method, false, 0, 0, 0, {}, reason});
    return c;
  }
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
      c.rows.push_back(row_of(comparators::finite_difference(box, points, coordinates), reference));
    }
  }
  return c;
}

}  // namespace tessera::pde
