#pragma once

#include <optional>
#include <string>
#include <vector>

#include "data/fields/monitor.hpp"
#include "solvers/comparators/comparator.hpp"
#include "solvers/gp_pde/problem.hpp"

namespace tessera::pde {

/// A rival's row in the table beside our own result.
struct ComparisonRow {
  std::string name;
  bool solved = false;
  double relative_l2_error = 0;  ///< against the exact solution, or the difference from our answer
  double solve_time_s = 0;
  Index unknowns = 0;
  std::vector<Index> points;
  std::string remark;
};

struct Comparison {
  std::vector<ComparisonRow> rows;
  /// Chebyshev's time for matrices and factorisations over LAPACK's for the factorisations alone;
  /// absent without `chebyshev`.
  std::optional<double> chebyshev_over_lapack;
};

/// Runs the methods named in the deck on the same problem, but none after the monitor asked to
/// stop. `reference`: values on the grid of `coordinates` that errors are measured against.
Comparison compare(const std::vector<std::string>& methods, const gp_pde::SplitProblem& problem,
                   const std::vector<Index>& points,
                   const std::vector<Eigen::VectorXd>& coordinates,
                   const Eigen::VectorXd& reference, Monitor& monitor);

}  // namespace tessera::pde
