#pragma once

#include <functional>
#include <string>

#include <Eigen/Core>

#include "data/fields/monitor.hpp"
#include "data/fields/types.hpp"

namespace tessera {

/// Value of a function of several variables at x; writes its gradient (same size as x). May return
/// infinity or NaN where the function is not defined: the step is then shortened.
using DifferentiableFunction =
    std::function<double(const Eigen::VectorXd& x, Eigen::VectorXd& gradient)>;

struct OptimizeOptions {
  double gradient_tolerance = 1e-8;  ///< on the norm of the projected gradient
  double step_tolerance = 1e-12;     ///< on the length of a step
  /// Content when `decrease_window` accepted steps together lowered the value by less than this
  /// share of 1 + |value|; 0 switches the test off.
  double relative_decrease = 0;
  Index decrease_window = 5;
  Index maximum_iterations = 200;
  double initial_radius = 1;  ///< first trust region, in units of x
  Index secant_pairs = 20;    ///< memory of the BFGS model
};

struct OptimizeResult {
  Eigen::VectorXd x;
  double value = 0;
  double gradient_norm = 0;  ///< |P(x - g) - x| with P the projection on the bounds
  Index iterations = 0;
  Index evaluations = 0;
  bool converged = false;
  std::string reason;  ///< one of: `gradient tolerance`, `decrease tolerance`, `step tolerance`,
                       ///< `maximum iterations`, `not a number`, `stopped on request`
};

/// Minimises f over lower <= x <= upper (infinite bounds allowed) by ROL's trust-region method for
/// bounds with a limited-memory BFGS model (Lin & More 1999). The result is the accepted iterate
/// with the smallest value and lies within the bounds; a start outside is projected on them. Step
/// tolerance counts as convergence: no smaller value can be told apart. Variables should be scaled
/// to about one: the trust region is a ball. Throws std::invalid_argument for sizes that differ, a
/// lower bound above its upper one, or a value at the start that is not finite.
OptimizeResult minimize(const DifferentiableFunction& f, const Eigen::VectorXd& start,
                        const Eigen::VectorXd& lower, const Eigen::VectorXd& upper,
                        const OptimizeOptions& options, Monitor& monitor);

}  // namespace tessera
