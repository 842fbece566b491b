#pragma once

#include "apps/common/application.hpp"
#include "solvers/tucker/factor_model.hpp"

namespace tessera::tucker {

/// The factor functions of the first member with their standard deviations, as fields over the
/// observed coordinates of each axis (the axis `observed_day`; places are numbered, their
/// coordinates stand beside), and the table `model/components`. Functions have unit variance a
/// priori, are signed so that their value of largest size is positive, and numbered by the energy
/// of the components they belong to: the variance of a component over its training rows, on the
/// link's scale.
void add_mode_functions(const FactorModel& model, Outcome& outcome);

}  // namespace tessera::tucker
