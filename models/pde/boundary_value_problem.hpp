#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "models/formula/formula.hpp"
#include "models/pde/given_function.hpp"

namespace tessera {

/// A linear condition on one side of the box: sum_o coefficients[o] d^o u / dx_axis^o = data.
/// Values (Dirichlet), slopes (Neumann), mixtures (Robin), and initial data, which stand at the
/// lower end of a time axis.
struct SideCondition {
  std::size_t axis = 0;
  bool upper = false;
  std::vector<double> coefficients;
  Formula data;  ///< depends on the other axes only
};

/// A scalar boundary-value problem on a box: R(x, u, u_x, u_xx, ...) = 0 inside, conditions on
/// sides. No basis, no grid.
struct BoundaryValueProblem {
  FormulaNames names;  ///< axes in order, one unknown, functions known by arrays; no parameters
  std::vector<std::pair<double, double>> ranges;  ///< one per axis, raw units
  std::vector<bool> periodic;                     ///< one per axis; empty: none is
  Formula residual;                               ///< lhs - rhs, sources already inserted
  std::vector<SideCondition> conditions;
  GivenFunctions functions;      ///< by name, for every entry of names.functions
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
