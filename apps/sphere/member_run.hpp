#pragma once

#include <optional>

#include "apps/sphere/equation_model.hpp"
#include "apps/sphere/options.hpp"
#include "apps/sphere/trajectory.hpp"
#include "data/fields/model_record.hpp"
#include "data/fields/monitor.hpp"

namespace tessera::sphere {

/// Equidistant times from start to end, as the output grid says.
std::vector<double> output_times(const Options& options, const SphereProblem& problem);

/// Integrates one member through the output times. A run that blows up ends early: `failure` says
/// so, and the last good state is the last of the trajectory. `restart`: a record that the monitor
/// got. Throws Interrupted; DeckError where adaptive steps lack the size of an unknown.
Trajectory run_member(const Options& options, EquationModel& model, const RandomStreams& random,
                      Index member, Monitor& monitor,
                      const std::optional<ModelRecord>& restart = {});

}  // namespace tessera::sphere
