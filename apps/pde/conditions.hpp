#pragma once

#include <string>
#include <vector>

#include "apps/pde/options.hpp"
#include "data/deck/faults.hpp"
#include "models/pde/boundary_value_problem.hpp"

namespace tessera::pde {

/// What stands in place of a formula for data of manufactured problems.
inline constexpr const char* from_exact_solution = "from exact solution";

/// Adds the conditions of the deck to `problem` (names, ranges, periodic axes and exact solution
/// are there already), and returns the entry that gives each of them. Faults are added for texts
/// that are no linear condition along their axis, and for sides and initial data without any.
std::vector<const LocatedText*> read_conditions(const Options& options, const std::string& file,
                                                BoundaryValueProblem& problem, Faults& faults);

}  // namespace tessera::pde
