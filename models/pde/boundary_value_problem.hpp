#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "models/formula/formula.hpp"

namespace tessera {

/// A scalar boundary-value problem on a box in closed form: R(x, u, u_x, u_xx, ...) = 0 inside,
/// Dirichlet data on every side. No basis, no grid.
struct BoundaryValueProblem {
  FormulaNames names;  ///< axes of the box in order, one unknown, no open functions or parameters
  std::vector<std::pair<double, double>> ranges;  ///< one per axis, raw units
  Formula residual;                               ///< lhs - rhs, sources already inserted
  /// Boundary data at the lower and upper end of each axis; depends on the other axes only.
  std::vector<std::pair<Formula, Formula>> boundary;
  std::optional<Formula> exact;  ///< for the report only; no solver may look at it
};

/// What the residual is made of. Coefficients are those of a partial derivative of u with respect
/// to the residual.
struct Classification {
  bool linear = false;                   ///< affine in u and all its derivatives together
  bool constant_coefficients = false;    ///< linear, and no coefficient depends on an axis
  int order = 0;                         ///< highest total order of a derivative of u that occurs
  std::vector<std::string> derivatives;  ///< canonical names of u and its derivatives that occur
  /// dR/d(derivative) for each of them, in the same order. For linear residuals multiplied out
  /// where an axis or u only seems to occur.
  std::vector<Formula> coefficients;
};

Classification classify(const BoundaryValueProblem& problem);

/// The part of the residual without any u: R at u = 0 with all derivatives 0 (minus the source).
/// Throws std::invalid_argument where R has no finite value there (1/u).
Formula inhomogeneity(const BoundaryValueProblem& problem);

/// The given function's value of `lhs`: every derivative of the unknown replaced by the derivative
/// of `exact`. Makes the source of a manufactured solution. Throws std::invalid_argument where a
/// constant becomes complex or not finite.
Formula insert_solution(const Formula& expression, const Formula& exact, const FormulaNames& names);

}  // namespace tessera
