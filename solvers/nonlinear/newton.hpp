#pragma once

#include <Eigen/Core>

#include "data/fields/monitor.hpp"
#include "data/fields/types.hpp"
#include "solvers/linear/krylov.hpp"
#include "solvers/linear/linear_operator.hpp"

namespace tessera {

/// A system R(z) = 0 with the action of its Jacobian. One point of linearisation at a time.
class NonlinearSystem {
 public:
  virtual ~NonlinearSystem() = default;
  virtual Index size() const = 0;
  /// r = R(z), and makes z the point of linearisation.
  virtual void linearise(const Eigen::VectorXd& z, Eigen::VectorXd& r) = 0;
  /// R(z) alone; the point of linearisation stays. May give values that are not finite where R is
  /// not defined: the line search then shortens the step.
  virtual void residual(const Eigen::VectorXd& z, Eigen::VectorXd& r) = 0;
  /// The Jacobian at the point of linearisation.
  virtual const LinearOperator& jacobian() const = 0;
  /// An approximate inverse of the Jacobian; its application to R also defines the norm of the
  /// line search.
  virtual const LinearOperator& preconditioner() const = 0;
};

struct NewtonOptions {
  double relative_tolerance = 1e-12;  ///< of the step, in the 2-norm of z
  Index maximum_iterations = 20;
  double stagnation_ratio = 0.3;  ///< a step longer than this times the former ends at rounding
  double stagnation_step = 1e-6;  ///< only steps below this, relative to z, count as rounding
  double sufficient_decrease = 1e-4;
  double shortest_step = 1e-3;
  KrylovOptions krylov;
};

struct NewtonResult {
  /// The last full step was within the tolerance, or the iteration stands at rounding (stagnated).
  bool converged = false;
  /// The steps stopped shrinking above the tolerance, or no shorter residual exists near z. The
  /// answer is as exact as rounding in R allows: judge it by relative_step and residual.
  bool stagnated = false;
  /// The monitor asked to stop; z is the last accepted iterate. The caller writes a checkpoint.
  bool stopped = false;
  Index iterations = 0;
  Index operator_applications = 0;
  double relative_step = 0;  ///< of the last step, in the 2-norm of z
  double residual = 0;       ///< 2-norm of the preconditioned residual at the end, over that of z
  double shortest_step = 1;  ///< smallest factor that the line search applied to a step
};

/// Newton's method with GMRES for the steps and a backtracking line search in the norm of
/// preconditioner() applied to R: the natural criterion function of Deuflhard (Newton Methods for
/// Nonlinear Problems, 2011, section 3.3). A step t d is accepted when
/// ||P R(z + t d)|| <= (1 - c t) ||P R(z)|| with c = sufficient_decrease, t = 1, 1/2, 1/4, ...
///
/// `z` holds the start and receives the answer: the best iterate where the method fails. Steps are
/// solved to krylov.relative_tolerance, but to no more than a tenth of relative_tolerance in terms
/// of z. Never throws for lack of convergence. Throws std::invalid_argument where z has the wrong
/// size.
NewtonResult newton(NonlinearSystem& system, Eigen::VectorXd& z, const NewtonOptions& options,
                    Monitor& monitor);

}  // namespace tessera
