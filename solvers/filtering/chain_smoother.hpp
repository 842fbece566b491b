#pragma once

#include <memory>
#include <vector>

#include "models/state_space/state_space.hpp"
#include "solvers/filtering/factor_smoother.hpp"

namespace tessera {

/// Functions on an axis of real coordinates whose kernels have a state space: the joint state of
/// all functions travels along the axis, at a cost linear in the number of coordinates.
///
/// Forward a Kalman filter with sites in natural parameters (Joseph's form of the update), backward
/// the modified Bryson-Frazier recursion and the disturbance smoother (Bierman 1973; de Jong 1989;
/// Durbin & Koopman 2012, chapter 4), which invert no predicted covariance: noise-free (periodic)
/// states, tiny gaps and coordinates without observations are no special cases. With n states in
/// all and F functions, smooth() costs O(n^2 F) per coordinate without moments, O(n^3) with, and
/// keeps n^2 numbers per coordinate while it runs.
///
/// The random numbers of expected_log_prior() are the states at all coordinates: orders summed, d
/// times; those of a process without noise (periodic) are the state at the first coordinate alone,
/// as all others follow from it. A change of `period` therefore changes no prior: learn it from
/// log_normaliser(). A summand of variance 0 has no random numbers.
///
/// predict() takes points of one column; `derivative` goes as far as the kernels are differentiable
/// (Matern 3/2: 1, Matern 5/2: 2).
///
/// `coordinates` strictly increase, in the axis's raw units; at least one, and at least one
/// function. Throws std::invalid_argument otherwise.
std::unique_ptr<FactorSmoother> chain_smoother(std::vector<double> coordinates,
                                               std::vector<std::unique_ptr<StateSpace>> functions);

}  // namespace tessera
