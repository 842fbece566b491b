#pragma once

#include <cstddef>

#include "solvers/sphere/galerkin_evaluator.hpp"

namespace tessera::sphere {

/// What a projection is wanted for.
enum class Wanted {
  coefficients,
  means  ///< of those projections that only outputs contain; their other coefficients are of no use
};

/// A way of computing projections.
class ProductEngine {
 public:
  virtual ~ProductEngine() = default;
  /// Computes the projections of one step of the schedule. `sources`: coefficients of unknowns,
  /// given fields and projections, one after the other; those before the step are known.
  virtual void run(std::size_t step, Wanted wanted, double* sources, EvaluatorTimes& times) = 0;
};

/// Seconds of a clock that only goes forward.
double wall_seconds();

}  // namespace tessera::sphere
