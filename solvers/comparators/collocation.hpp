#pragma once

#include <memory>
#include <vector>

#include <Eigen/Core>

#include "solvers/comparators/box_operator.hpp"
#include "solvers/comparators/box_problem.hpp"
#include "solvers/comparators/comparator.hpp"

namespace tessera::comparators {

/// Throws std::invalid_argument unless the problem has one or two axes with proper ranges and
/// non-zero coefficients, and `points` has one entry >= 3 for each.
void require_valid(const BoxProblem& problem, const std::vector<Index>& points);

/// A problem collocated at the interior points of a tensor grid; side values are known numbers and
/// enter as a constant. Unknowns: interior values, first axis fastest; the linear algebra is done
/// in folded coordinates (parity.hpp), which are an orthogonal change of basis.
class Collocation {
 public:
  Collocation(const BoxProblem& problem, std::vector<std::shared_ptr<const UnitAxis>> axes);

  const BoxOperator& op() const { return op_; }
  Index size() const { return op_.size(); }
  bool nonlinear() const { return problem_.nonlinear; }
  /// r = L u + side terms + g(x, u); u and r folded.
  void folded_residual(const Eigen::VectorXd& u, Eigen::VectorXd& r) const;
  /// The same at u = 0.
  Eigen::VectorXd folded_residual_at_zero() const;
  /// dg/du at the interior points.
  void derivative(const Eigen::VectorXd& u, Eigen::VectorXd& dg) const;
  /// Values at all points, sides and corners included; one column for one axis.
  Eigen::MatrixXd all_values(const Eigen::VectorXd& u) const;

 private:
  void evaluate_constant_terms();

  const BoxProblem& problem_;
  BoxProblem::Coordinates all_points_;
  BoxProblem::Coordinates interior_;
  BoxOperator op_;
  Eigen::MatrixXd sides_;  ///< boundary values on the whole grid, zero inside
  /// What L makes of them at the interior points, folded; for linear problems with g.
  Eigen::VectorXd constant_terms_;
};

/// Coordinates of the evaluation grid on the unit interval. Throws std::invalid_argument for the
/// wrong number of axes and for coordinates outside the range.
std::vector<Eigen::VectorXd> unit_coordinates(const BoxProblem& problem,
                                              const std::vector<Eigen::VectorXd>& evaluation);

/// Solution of L u + side terms + g(x, 0) = 0, with one step of iterative refinement where asked
/// for: the answer of a linear problem, Newton's start for a nonlinear one.
Eigen::VectorXd solve_linear(const Collocation& collocation, const BoxInverse& inverse, bool refine,
                             ComparatorResult& result);

/// Newton's method with GMRES, preconditioned by `inverse`. `u` holds the start.
void solve_nonlinear(const Collocation& collocation, const BoxInverse& inverse, Eigen::VectorXd& u,
                     ComparatorResult& result);

/// One axis: Newton's method with LU of the collocation matrix. `u` holds the start.
void solve_nonlinear_by_lu(const Collocation& collocation, Eigen::VectorXd& u,
                           ComparatorResult& result);

}  // namespace tessera::comparators
