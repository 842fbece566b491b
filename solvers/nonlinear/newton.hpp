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
  /// R(z) alone; the point of linearisation stays.
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
  double sufficient_decrease = 1e-4;
  double shortest_step = 1e-3;
  KrylovOptions krylov;
};

struct NewtonResult {
  bool converged = false;
  Index iterations = 0;
  Index operator_applications = 0;
  double relative_step = 0;  ///< of the last step
  double residual = 0;       ///< 2-norm of the preconditioned residual at the end, over that of z
};

/// Newton's method with GMRES for the steps and a backtracking line search in the norm of
/// preconditioner() applied to R. `z` holds the start and receives the answer.
NewtonResult newton(NonlinearSystem& system, Eigen::VectorXd& z, const NewtonOptions& options,
                    Monitor& monitor);

}  // namespace tessera
