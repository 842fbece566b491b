#pragma once

#include <vector>

#include "apps/common/application.hpp"
#include "apps/sphere/equation_model.hpp"
#include "apps/sphere/options.hpp"
#include "apps/sphere/trajectory.hpp"

namespace tessera::sphere {

/// Fields on latitudes, longitudes and output times: unknowns and further fields, their mean and
/// standard deviation where there are several members; exact solutions and errors. Times that not
/// all members reached are left out.
void add_fields(const Options& options, EquationModel& model,
                const std::vector<Trajectory>& members, Outcome& outcome);

/// Coefficients of the unknowns on the axes harmonic (l*l + l + m), time and, for several, member.
void add_coefficients(const Options& options, const SphereProblem& problem,
                      const std::vector<Trajectory>& members, Outcome& outcome);

}  // namespace tessera::sphere
