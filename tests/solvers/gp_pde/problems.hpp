#pragma once

#include <string>
#include <utility>
#include <vector>

#include "models/formula/grid_evaluator.hpp"
#include "models/pde/boundary_value_problem.hpp"
#include "solvers/gp_pde/problem.hpp"
#include "solvers/gp_pde/solution.hpp"

namespace tessera::gp_pde::test {

/// A condition of a manufactured problem; its data come from the exact solution.
struct End {
  std::size_t axis;
  bool upper;
  std::vector<double> coefficients{1};
};

/// Values at both ends of every axis.
inline std::vector<End> values_on_all_sides(std::size_t axes) {
  std::vector<End> ends;
  for (std::size_t k = 0; k < axes; ++k) {
    ends.push_back({k, false});
    ends.push_back({k, true});
  }
  return ends;
}

/// `lhs = f` with source and data made from an exact solution.
inline SplitProblem manufactured(const std::string& lhs, const std::string& exact,
                                 std::vector<std::pair<double, double>> ranges,
                                 const std::vector<End>& ends, std::vector<bool> periodic = {}) {
  BoundaryValueProblem p;
  p.names.axes =
      ranges.size() == 1 ? std::vector<std::string>{"x"} : std::vector<std::string>{"x", "y"};
  p.names.unknowns = {"u"};
  FormulaNames axes_only;
  axes_only.axes = p.names.axes;
  p.ranges = std::move(ranges);
  p.periodic = std::move(periodic);
  const Formula operator_part = Formula::parse(lhs, p.names);
  p.exact = Formula::parse(exact, axes_only);
  p.residual = operator_part - insert_solution(operator_part, *p.exact, p.names);
  for (const End& end : ends) {
    Formula data;
    for (std::size_t o = 0; o < end.coefficients.size(); ++o) {
      std::vector<int> orders(p.names.axes.size(), 0);
      orders[end.axis] = static_cast<int>(o);
      data =
          data + Formula::constant(end.coefficients[o]) * differentiate(*p.exact, orders, p.names);
    }
    const auto [lower, upper] = p.ranges[end.axis];
    const Formula at = Formula::constant(end.upper ? upper : lower);
    p.conditions.push_back(
        {end.axis, end.upper, end.coefficients, data.substitute({{p.names.axes[end.axis], at}})});
  }
  return split(p);
}

inline SplitProblem manufactured(const std::string& lhs, const std::string& exact,
                                 std::vector<std::pair<double, double>> ranges) {
  const std::size_t axes = ranges.size();
  return manufactured(lhs, exact, std::move(ranges), values_on_all_sides(axes));
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
