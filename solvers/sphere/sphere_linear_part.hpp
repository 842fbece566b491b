#pragma once

#include <vector>

#include "models/sphere/galerkin_program.hpp"
#include "solvers/integrators/linear_part.hpp"

namespace tessera::sphere {

/// -coefficient (-lap)^order of one unknown: damping at the rate coefficient (l (l + 1) /
/// R^2)^order.
struct Hyperdiffusion {
  Index unknown = 0;
  int order = 1;
  double coefficient = 0;  ///< length^(2 order) / time
};

/// With the damping time `time` at the highest degree. Throws std::invalid_argument for an order,
/// degree, radius or time that is not positive.
Hyperdiffusion hyperdiffusion(Index unknown, int order, double time, int degree, double radius);

/// The linear operator of SphereEquations::linear (`fields`: du_k/dt = fields[k], sources are
/// unknowns) on the state of all unknowns one after the other, each with the coefficient (l, m) at
/// l*l + l + m. One block per degree l, order m >= 0 and set of unknowns that are coupled, for the
/// amplitudes c_lm + i c_l,-m, of which d/d longitude is -i m times them; m = 0 is real. Blocks
/// without zonal terms share one matrix for all orders; blocks that are 0 are left out.
///
/// Throws std::invalid_argument for sources that are no unknowns.
LinearPart sphere_linear_part(const std::vector<SpectralField>& fields, int degree, double radius,
                              const std::vector<Hyperdiffusion>& damping = {});

}  // namespace tessera::sphere
