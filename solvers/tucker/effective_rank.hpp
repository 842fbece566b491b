#pragma once

#include <Eigen/Core>

#include "solvers/tucker/component_table.hpp"
#include "solvers/tucker/variational_state.hpp"

namespace tessera::tucker {

/// Share of the variance of the (standardised) values, signal and noise, that a direction must hold
/// to count.
inline constexpr double least_rank_share = 0.01;

/// Energies of the directions of mode `mode` in a section: squared singular values of the mode's
/// unfolding of the section's posterior mean over the grid of all coordinates, divided by the
/// number of grid points, in ascending order. They do not depend on the gauge, nor on how many
/// components share one direction.
Eigen::VectorXd direction_energies(const ComponentTable& table, const VariationalState& state,
                                   Index section, Index mode);

/// Sum over the sections of the rank that the posterior mean has: of each section the largest
/// number, over its modes, of directions that hold at least `least_share` of energy plus noise
/// variance. For CP it is a lower bound of the number of components needed to that accuracy, and
/// the number itself where their functions are independent in some mode.
double effective_rank(const ComponentTable& table, const VariationalState& state,
                      double least_share = least_rank_share);

}  // namespace tessera::tucker
