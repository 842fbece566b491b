#pragma once

#include <vector>

#include "solvers/gp_pde/options.hpp"
#include "solvers/gp_pde/problem.hpp"
#include "solvers/gp_pde/spectrum.hpp"

namespace tessera::gp_pde {

/// First band of each axis from periodograms of the source (random combinations of its lines) and
/// of the side data, on as many equidistant points as the deck grants. With
/// options.spectrum other than a flat band the weights inside it too.
std::vector<Spectrum> initial_spectra(const SplitProblem& problem, const SolverOptions& options);

/// Largest band that `points` Gauss-Legendre nodes can carry (pi points a wave and the plunge).
double largest_band(Index points, double length, bool periodic = false);
/// The same with room for all the functions of flat_band_rank: a band that may be widened to.
double largest_complete_band(Index points, double length, bool periodic = false);

}  // namespace tessera::gp_pde
