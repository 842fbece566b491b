#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <Eigen/Core>

#include "models/pde/boundary_value_problem.hpp"
#include "solvers/gp_pde/axis_operator.hpp"

namespace tessera::gp_pde {

/// A boundary-value problem split for the solver. The equation is divided by a positive function
/// s(x) (`row_scaling`) where that makes its leading coefficients more even, and then
///   R / s = sum_k sum_o constant[k][o] d^o u/dx_k^o + shift u + remainder(x, u, u_x, ...) = 0
/// with constants that make up the preconditioner. Where a leading coefficient still varies, its
/// mean is taken and the difference stays in the remainder.
struct SplitProblem {
  BoundaryValueProblem problem;
  Classification classification;
  std::vector<std::vector<double>> constant;  ///< [axis][order]
  double shift = 0;
  Formula row_scaling;  ///< s
  bool direct = false;  ///< the remainder contains no unknown: one direct solve suffices
  /// Indices of problem.conditions that the solver imposes; the others only get checked (data on
  /// outflow sides of a first-order equation).
  std::vector<std::size_t> imposed;

  Formula remainder;
  std::vector<DerivativeName> fields;       ///< u and its derivatives that occur in the remainder
  std::vector<std::string> field_names;     ///< their canonical names
  std::vector<Formula> field_derivatives;   ///< d remainder / d field
  Formula source;                           ///< the residual with u = 0: minus the source term
  std::vector<DerivativeName> term_fields;  ///< u and derivatives in the whole residual

  // The same, compiled for tensor grids of the axes.
  std::shared_ptr<const FormulaOnGrid> remainder_on_grid;    ///< fields: field_names
  std::shared_ptr<const FormulaOnGrid> derivatives_on_grid;  ///< fields: field_names
  std::shared_ptr<const FormulaOnGrid> source_on_grid;
  /// R, the source, then coefficient times derivative for each; fields: all derivatives' names.
  std::shared_ptr<const FormulaOnGrid> residual_on_grid;
  std::vector<std::shared_ptr<const FormulaOnGrid>> data_on_grid;  ///< one per condition

  std::size_t axes() const { return problem.ranges.size(); }
  double length(std::size_t axis) const {
    return problem.ranges[axis].second - problem.ranges[axis].first;
  }
  bool periodic(std::size_t axis) const {
    return axis < problem.periodic.size() && problem.periodic[axis];
  }
};

/// Data of a condition on its side's grid: `coordinates` of the other axes, whatever they are, and
/// the end itself.
Eigen::VectorXd side_data(const SplitProblem& problem, std::size_t condition,
                          std::vector<Eigen::VectorXd> coordinates);

/// The imposed conditions of one axis, in order, and their indices in problem.conditions.
std::vector<AxisCondition> imposed_conditions(const SplitProblem& problem, std::size_t axis);
std::vector<std::size_t> imposed_indices(const SplitProblem& problem, std::size_t axis);

/// Throws std::invalid_argument with a sentence for the user where the solver cannot
/// take the problem: more than two axes, derivatives beyond the fourth order, conditions that are
/// too few, too many or at the wrong end for the equation to have one solution, a leading
/// coefficient that vanishes.
/// `determined`: the conditions must determine the solution; not where measurements do.
SplitProblem split(const BoundaryValueProblem& problem, bool determined = true);

}  // namespace tessera::gp_pde
