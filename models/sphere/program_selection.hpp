#pragma once

#include <vector>

#include "models/sphere/galerkin_program.hpp"

namespace tessera::sphere {

/// While a program grows, its given fields and projections count from these.
inline constexpr Index given_base = 1'000'000;
inline constexpr Index projection_base = 2'000'000;

/// The parts of a grown program that `outputs` need, with sources numbered as GalerkinProgram says.
GalerkinProgram selected_parts(const GalerkinProgram& all,
                               const std::vector<SpectralField>& outputs);

}  // namespace tessera::sphere
