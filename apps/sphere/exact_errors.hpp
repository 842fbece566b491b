#pragma once

#include <string>
#include <vector>

#include "apps/sphere/problem.hpp"
#include "apps/sphere/trajectory.hpp"

namespace tessera::sphere {

/// Errors of an unknown at the times of a trajectory, against the deck's exact solution.
struct ErrorHistory {
  std::string unknown;
  std::vector<double> relative_l2;   ///< of the norms over the sphere
  std::vector<double> relative_max;  ///< on a Gauss grid for squares
};

/// One for every unknown with an exact solution.
std::vector<ErrorHistory> exact_errors(const SphereProblem& problem, const Trajectory& trajectory,
                                       int threads);

/// |a - b| / |b| of unknown k, 2-norms of coefficients; |a - b| where b is 0.
double relative_difference(const SphereProblem& problem, const std::vector<double>& a,
                           const std::vector<double>& b, std::size_t k);

}  // namespace tessera::sphere
