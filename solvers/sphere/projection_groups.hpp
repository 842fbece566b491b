#pragma once

#include <vector>

#include "solvers/sphere/program_schedule.hpp"

namespace tessera::sphere {

/// A projection as a multiple of a group's sum.
struct GroupMember {
  Index projection = 0;
  Projection::Kind kind = Projection::Kind::scalar;
  double factor = 1;
};

/// Projections of one step of which the sums of monomials are multiples of each other, so that one
/// analysis serves all: div(h*v) and curl(h*v).
struct ProjectionGroup {
  std::vector<Monomial> sum;  ///< not empty
  std::vector<GroupMember> members;
  bool only_in_outputs = true;
};

/// Groups of a step's projections; within each list those come last that only outputs contain.
/// Projections of empty sums are in none: they are 0.
struct ProjectionGroups {
  ProjectionGroups(const GalerkinProgram& program, const ProgramSchedule& schedule,
                   std::size_t step);
  std::vector<ProjectionGroup> scalars, vectors;
};

}  // namespace tessera::sphere
