#pragma once

#include <string>
#include <utility>
#include <vector>

#include "models/pde/boundary_value_problem.hpp"
#include "solvers/gp_pde/problem.hpp"
#include "solvers/gp_pde/solution.hpp"

namespace tessera::gp_pde::test {

/// `lhs = f` with source and Dirichlet data made from an exact solution.
inline SplitProblem manufactured(const std::string& lhs, const std::string& exact,
                                 std::vector<std::pair<double, double>> ranges) {
  BoundaryValueProblem p;
  p.names.axes =
      ranges.size() == 1 ? std::vector<std::string>{"x"} : std::vector<std::string>{"x", "y"};
  p.names.unknowns = {"u"};
  FormulaNames axes_only;
  axes_only.axes = p.names.axes;
  p.ranges = std::move(ranges);
  const Formula operator_part = Formula::parse(lhs, p.names);
  p.exact = Formula::parse(exact, axes_only);
  p.residual = operator_part - insert_solution(operator_part, *p.exact, p.names);
  for (std::size_t k = 0; k < p.ranges.size(); ++k)
    p.boundary.emplace_back(
        p.exact->substitute({{p.names.axes[k], Formula::constant(p.ranges[k].first)}}),
        p.exact->substitute({{p.names.axes[k], Formula::constant(p.ranges[k].second)}}));
  return split(p);
}

inline std::vector<Eigen::VectorXd> equidistant(const SplitProblem& p, Index points) {
  std::vector<Eigen::VectorXd> x;
  for (const auto& [lower, upper] : p.problem.ranges)
    x.push_back(Eigen::VectorXd::LinSpaced(points, lower, upper));
  return x;
}

inline double relative_error(const SplitProblem& p, const Solution& u, Index points = 300) {
  const auto x = equidistant(p, points);
  const Eigen::VectorXd exact =
      GridEvaluator({*p.problem.exact}, p.problem.names.axes).evaluate(x).front();
  return (u.evaluate(x, std::vector<int>(x.size(), 0)).values - exact).norm() / exact.norm();
}

}  // namespace tessera::gp_pde::test
