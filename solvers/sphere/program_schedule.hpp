#pragma once

#include <vector>

#include "models/sphere/galerkin_program.hpp"

namespace tessera::sphere {

/// Projections that can be computed together, and the fields that are formed before them: those
/// whose sources are then known for the first time.
struct ScheduleStep {
  std::vector<Index> scalars;
  std::vector<Index> vectors;
  std::vector<Index> projections;
};

/// The order in which a program is evaluated. Fields and projections that no output needs do not
/// occur. Numbers of points and of degrees do not matter here.
struct ProgramSchedule {
  /// Throws std::invalid_argument for a program that contradicts itself: indices out of range, a
  /// projection that refers to itself or a later one, vector fields missing from a divergence or
  /// standing in a scalar.
  explicit ProgramSchedule(const GalerkinProgram& program);

  std::vector<ScheduleStep> steps;
  /// The first steps depend neither on unknowns nor on time: done once.
  std::size_t constant_steps = 0;
  /// By projection: no field contains it, only outputs do.
  std::vector<bool> only_in_outputs;
  Index largest_factors = 1;  ///< of a monomial
};

}  // namespace tessera::sphere
