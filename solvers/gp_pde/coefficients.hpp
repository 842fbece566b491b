#pragma once

#include <vector>

#include "solvers/gp_pde/problem.hpp"

namespace tessera::gp_pde {

/// A coefficient of the equation over the box, with the unknown and its derivatives put to zero.
struct CoefficientRange {
  double mean = 0;
  double minimum = 0;
  double maximum = 0;
  bool constant() const;
  bool keeps_sign() const { return minimum * maximum > 0; }
};

/// Sampled at cell midpoints, 48 along each axis.
CoefficientRange coefficient_range(const Formula& coefficient, const SplitProblem& problem);

/// Highest order of a derivative along each axis, mixed ones included.
std::vector<int> highest_orders(const SplitProblem& problem);

/// The axis along which a derivative is pure (of order >= 1), or -1.
int pure_axis(const DerivativeName& d);

/// Chooses row_scaling: the positive factor that makes the pure derivatives of highest order vary
/// least.
void choose_row_scaling(SplitProblem& problem);

/// Moves the constants out of the equation into `constant` and `shift`; the rest is `remainder`.
void separate_constant_part(SplitProblem& problem);

/// Chooses which conditions are imposed. Throws std::invalid_argument where the conditions are
/// too few, too many or at the wrong end for one solution to exist.
void choose_conditions(SplitProblem& problem);

}  // namespace tessera::gp_pde
