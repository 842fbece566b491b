#pragma once

#include <vector>

#include "solvers/filtering/chain_model.hpp"
#include "solvers/filtering/factor_smoother.hpp"

namespace tessera {

/// What a run over the chain shall yield beside the log normaliser; null or empty: not wanted.
struct ChainRequest {
  /// Posterior at the coordinates.
  FactorMarginals* at_coordinates = nullptr;
  PriorMoments* moments = nullptr;
  /// Posterior of `rows` times the state at `points`, which ascend; any rows of the model.
  FactorMarginals* at_points = nullptr;
  std::vector<double> points;
  FunctionRows rows;
};

/// Filters and, if anything but the log normaliser is wanted, smooths. Returns the log normaliser.
/// Throws std::runtime_error where the posterior does not exist.
double run_chain(const ChainModel& model, const NaturalSites& sites, const ChainRequest& request);

}  // namespace tessera
