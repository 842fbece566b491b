#pragma once

#include <memory>
#include <string>
#include <vector>

#include <Eigen/Core>

#include "solvers/gp_pde/problem.hpp"

namespace tessera::pde {

/// The equation as methods without a basis of ours see it: R and its derivatives with respect to
/// the unknown and its derivatives, on tensor grids.
struct EquationOnGrid {
  using Coordinates = std::vector<Eigen::VectorXd>;
  using Fields = std::vector<const double*>;

  explicit EquationOnGrid(const gp_pde::SplitProblem& problem);

  std::vector<std::vector<int>> fields;  ///< derivative orders per axis
  bool linear = true;
  std::shared_ptr<const FormulaOnGrid> residual;     ///< one output
  std::shared_ptr<const FormulaOnGrid> derivatives;  ///< one output per field
};

}  // namespace tessera::pde
