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

/// Data on one side of the box, and the entry of the deck that gives them.
struct SideData {
  Formula formula;
  const LocatedText* text = nullptr;
};

/// `sides`: lower and upper end of each axis. Adds a fault for data without a finite value, and for
/// sides that contradict each other at a corner (by more than 1e-8 of the largest value).
void check_sides(const std::vector<std::pair<SideData, SideData>>& sides,
                 const BoundaryValueProblem& problem, Faults& faults);

}  // namespace tessera::pde
