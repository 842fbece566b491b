#pragma once

#include <memory>

#include "solvers/spectral/sphere_grid.hpp"
#include "solvers/sphere/diagonal_operators.hpp"
#include "solvers/sphere/product_engine.hpp"
#include "solvers/sphere/program_schedule.hpp"

namespace tessera::sphere {

/// Products on a grid: synthesis of each field once, all of a step together; sums of monomials
/// point by point; analysis of all sums together. `program` and `schedule` outlive the engine.
std::unique_ptr<ProductEngine> make_transform_products(const GalerkinProgram& program,
                                                       const ProgramSchedule& schedule,
                                                       const DiagonalOperators& operators,
                                                       const SphereGrid& grid, int threads);

}  // namespace tessera::sphere
