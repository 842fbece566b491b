#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <Eigen/Core>

#include "models/formula/grid_evaluator.hpp"
#include "models/pde/boundary_value_problem.hpp"

namespace tessera::gp_pde {

/// A boundary-value problem split for the solver:
///   sum_k a_k d^2u/dx_k^2 + c u + remainder(x, u, u_x, ...) = 0
/// with constants a_k, c that make up the preconditioner. Where the coefficient of a second
/// derivative varies, a_k is its mean and the difference stays in the remainder.
struct SplitProblem {
  BoundaryValueProblem problem;
  Classification classification;
  std::vector<double> second_derivative;  ///< a_k
  double linear_shift = 0;                ///< c
  bool direct = false;  ///< the remainder contains no unknown: one direct solve suffices

  Formula remainder;
  std::vector<DerivativeName> fields;       ///< u and its derivatives that occur in the remainder
  std::vector<std::string> field_names;     ///< their canonical names
  std::vector<Formula> field_derivatives;   ///< d remainder / d field
  Formula source;                           ///< the residual with u = 0: minus the source term
  std::vector<DerivativeName> term_fields;  ///< u and derivatives in the whole residual

  // The same, compiled for tensor grids of the axes.
  std::shared_ptr<const GridEvaluator> remainder_on_grid;    ///< fields: field_names
  std::shared_ptr<const GridEvaluator> derivatives_on_grid;  ///< fields: field_names
  std::shared_ptr<const GridEvaluator> source_on_grid;
  /// R, the source, then coefficient times derivative for each; fields: all derivatives' names.
  std::shared_ptr<const GridEvaluator> residual_on_grid;
  std::vector<std::pair<std::shared_ptr<const GridEvaluator>, std::shared_ptr<const GridEvaluator>>>
      boundary_on_grid;  ///< lower and upper end of each axis
};

/// Dirichlet data at one end of an axis on the side's grid: `coordinates` of the other axes,
/// whatever they are, and the end itself.
Eigen::VectorXd boundary_data(const SplitProblem& problem, std::size_t axis, bool upper,
                              std::vector<Eigen::VectorXd> coordinates);

/// Throws std::invalid_argument with a sentence for the user where the solver cannot
/// take the problem: more than two axes, derivatives beyond the second order, no second derivative
/// along an axis, second derivatives of opposite sign (not elliptic).
SplitProblem split(const BoundaryValueProblem& problem);

}  // namespace tessera::gp_pde
