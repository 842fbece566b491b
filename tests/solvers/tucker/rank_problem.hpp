#pragma once

#include "solvers/tucker/fit.hpp"
#include "tests/solvers/tucker/problem.hpp"

namespace tucker_problem {

/// Effective rank that a CP model of rank 8 finds in 2e4 values of a planted CP model (signal to
/// noise 10 in standard deviations) or of pure noise (planted rank 0): that of the best bound of
/// three starts, as single starts can end in a local optimum. The values are centred and the model
/// has an intercept, as in every fit of a data set: without one a centred tensor of rank 3 has rank
/// 4.
inline double found_rank(Index planted, unsigned seed) {
  Random random(seed);
  Problem p = problem({40, 40, 40}, {product(3, std::max<Index>(planted, 1))}, random);
  p.entries = random_entries(p.indices(), 20000, random);
  if (planted > 0) {
    Truth truth = draw(p, random);
    for (auto& factor : truth.factors)  // unit mean square: the rank is there at this sample size
      factor = factor.rowwise().norm().cwiseInverse().asDiagonal() * factor *
               std::sqrt(static_cast<double>(factor.cols()));
    truth.weights.setOnes();
    observe(p, truth, 0, random);
    const double signal = std::sqrt(p.entries.values.array().square().mean());
    p.entries.values += 0.1 * signal * normal_matrix(20000, 1, random);
  }
  const double mean = p.entries.values.mean();
  p.entries.values.array() -= mean;
  p.entries.values /= std::sqrt(p.entries.values.array().square().mean());
  const auto cells = tessera::tucker::gather_cells(p.entries);
  const auto data = tessera::tucker::entry_terms(cells.entries, p.indices(), 1);
  tessera::SilentMonitor monitor;
  const auto table =
      tessera::tucker::make_component_table(3, {{"intercept", {}, false, {}}, product(3, 8)});
  tessera::tucker::FitOptions options;
  options.pruning.enabled = true;
  double bound = 0, rank = 0;
  for (int start = 0; start < 3; ++start) {
    const auto fit = tessera::tucker::fit_components(
        table, p.axes, *data, tessera::tucker::NoiseModel(cells, {1e-3, 1e-3}, 0), options, random,
        monitor);
    if (start > 0 && fit.bound() <= bound) continue;
    bound = fit.bound();
    rank = fit.history.back().effective_rank;
  }
  return rank;
}

}  // namespace tucker_problem
