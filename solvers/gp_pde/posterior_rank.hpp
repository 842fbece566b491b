#pragma once

#include <memory>
#include <vector>

#include "solvers/gp_pde/posterior_problem.hpp"

namespace tessera::gp_pde {

/// Rows of one kind, as the choice of ranks sees them.
struct RowKind {
  std::vector<std::vector<int>> orders;
  std::vector<double> coefficients;  ///< largest absolute value of each term
  double noise = 0;                  ///< smallest standard deviation of a row
};

/// Smallest ranks whose cut leaves out at most `share` of the noise variance of any row (a bound
/// by the triangle inequality over terms, the worst point of each axis, equal parts to the axes);
/// where the product exceeds `maximum_unknowns`, functions that matter least are dropped again.
std::vector<Index> choose_ranks(const std::vector<std::shared_ptr<const AxisPrior>>& priors,
                                const std::vector<RowKind>& kinds, double variance, double share,
                                Index maximum_unknowns);

}  // namespace tessera::gp_pde
