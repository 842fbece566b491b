#pragma once

#include <vector>

#include "apps/common/run_context.hpp"
#include "apps/sphere/member_run.hpp"

namespace tessera::sphere {

/// Runs all members, each rank its slab of them, and gathers them on every rank in their order. One
/// process checkpoints in the course of a member, several do after each round of members. Throws
/// Interrupted.
std::vector<Trajectory> run_ensemble(const Options& options, EquationModel& model,
                                     RunContext& context);

}  // namespace tessera::sphere
