#pragma once

#include <utility>
#include <vector>

#include "data/deck/faults.hpp"
#include "data/deck/location.hpp"
#include "models/pde/boundary_value_problem.hpp"

namespace tessera::pde {

/// Adds a fault where a formula in the axes has no finite value at one of 32 x 32 points inside
/// the box. Points on the axes of symmetry are left out: a singular point may lie there.
void require_finite(const Formula& formula, const BoundaryValueProblem& problem,
                    const LocatedText& text, Faults& faults);

/// Adds a fault for data of conditions without a finite value, and for values on sides that
/// contradict each other at a corner (by more than 1e-8 of the largest value; arrays: and ten times
/// the residual of their fits). `texts`: the deck's entry of each of problem.conditions.
void check_sides(const BoundaryValueProblem& problem, const std::vector<const LocatedText*>& texts,
                 Faults& faults);

}  // namespace tessera::pde
