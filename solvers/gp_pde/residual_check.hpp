#pragma once

#include <vector>

#include <Eigen/Core>

#include "solvers/gp_pde/options.hpp"
#include "solvers/gp_pde/periodogram.hpp"
#include "solvers/gp_pde/problem.hpp"
#include "solvers/gp_pde/solution.hpp"

namespace tessera::gp_pde {

/// How well a function satisfies the problem away from the collocation nodes.
struct ResidualNorms {
  double equation = 0;  ///< |R| over the largest of |source| and the equation's terms (2-norms)
  double sides = 0;     ///< |condition - data| over the larger of the two and |u|, maximum norms
  double unimposed_sides = 0;  ///< the same where data are given but not imposed
};

/// Evaluates the strong residual on equidistant grids.
class ResidualCheck {
 public:
  explicit ResidualCheck(const SplitProblem& problem);

  /// On a grid with two points more than the nodes of each axis, ends included.
  ResidualNorms norms(const Solution& u) const;
  /// Spectrum of the residual along one axis: `points` equidistant points on random lines.
  Periodogram spectrum_along(const Solution& u, std::size_t axis, Index points,
                             std::uint64_t seed) const;
  /// R on a tensor grid.
  Eigen::VectorXd residual(const Solution& u,
                           const std::vector<Eigen::VectorXd>& coordinates) const;

 private:
  /// u and its derivatives that occur, on a grid that is symmetric along every axis.
  std::vector<Tensor> fields_at(const Solution& u, const std::vector<Eigen::VectorXd>& coordinates,
                                const std::vector<Eigen::VectorXd>& upper_halves) const;
  double side_mismatch(const Solution& u, std::size_t condition,
                       const std::vector<Eigen::VectorXd>& coordinates) const;

  const SplitProblem& problem_;
};

}  // namespace tessera::gp_pde
