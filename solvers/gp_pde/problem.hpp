#pragma once

#include <string>
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
};

/// Throws std::invalid_argument with a sentence for the user where the solver cannot
/// take the problem: more than two axes, derivatives beyond the second order, no second derivative
/// along an axis, second derivatives of opposite sign (not elliptic).
SplitProblem split(const BoundaryValueProblem& problem);

}  // namespace tessera::gp_pde
