#pragma once

#include <optional>
#include <string>
#include <vector>

#include "apps/sphere/problem.hpp"
#include "apps/sphere/trajectory.hpp"

namespace tessera::sphere {

/// How an integral Q over the sphere went with time. Relative figures refer to the largest |Q|.
struct BudgetFigures {
  std::string name;
  std::string units;
  std::vector<double> values;  ///< at Trajectory::budget_times
  std::vector<double> rates;   ///< the same; empty without rate
  double largest_change = 0;   ///< largest |Q(t) - Q(start)|, relative
  double largest_rise = 0;     ///< largest Q(later) - Q(earlier) of neighbours, relative
  double largest_fall = 0;     ///< the same downwards
  /// Largest |Q(t) - Q(start) - integral of the rate|, relative.
  std::optional<double> closure;
  std::vector<double> integral;  ///< of the rate, from the start
};

std::vector<BudgetFigures> budget_figures(const SphereProblem& problem,
                                          const Trajectory& trajectory);

}  // namespace tessera::sphere
