#pragma once

#include <string>
#include <vector>

#include <Eigen/Core>

#include "apps/common/application.hpp"
#include "apps/pde/options.hpp"
#include "solvers/gp_pde/problem.hpp"

namespace tessera::pde {

/// Errors are measured on this many equidistant points per axis, whatever the output grid.
inline constexpr Index error_points = 300;

std::vector<Eigen::VectorXd> equidistant(const gp_pde::SplitProblem& problem, Index points);
Eigen::VectorXd exact_values(const gp_pde::SplitProblem& problem,
                             const std::vector<Eigen::VectorXd>& coordinates);
/// |a - reference| / |reference|, 2-norms.
double relative_difference(const Eigen::VectorXd& a, const Eigen::VectorXd& reference);

/// Puts fields on the deck's output grid into an outcome.
class FieldWriter {
 public:
  FieldWriter(const Options& options, const gp_pde::SplitProblem& problem, Outcome& outcome);

  const std::vector<Eigen::VectorXd>& coordinates() const { return coordinates_; }
  void add(const std::string& name, const std::string& long_name, const Eigen::VectorXd& values);

 private:
  Grid grid_;
  std::vector<Eigen::VectorXd> coordinates_;
  Outcome& outcome_;
};

}  // namespace tessera::pde
