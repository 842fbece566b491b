#pragma once

#include <memory>
#include <string>
#include <vector>

#include <Eigen/Core>

#include "data/fields/types.hpp"
#include "models/kernels/kernel_1d.hpp"

namespace tessera {

/// The way in which an axis is travelled.
enum class Direction {
  forward,  ///< towards larger coordinates
  reversed  ///< towards smaller coordinates, from the stationary state of the same process
};

/// z(t + dt) = A z(t) + e, e ~ N(0, Q) and independent of z(t). Both are order x order.
struct Transition {
  Eigen::MatrixXd a;
  Eigen::MatrixXd q;
};

/// A stationary Gaussian process on one axis as a linear stochastic differential equation
///   dz = F z dt + L dw,  u(t) = H z(t),  E[dw dw^T] = W dt,  z(t) ~ N(0, P_inf) at every t
/// (Hartikainen & Sarkka 2010; Sarkka & Solin, Applied Stochastic Differential Equations, 2019).
/// F is stable and F P_inf + P_inf F^T + L W L^T = 0. Coordinates in the axis's raw units.
///
/// Sums of processes stack their states (block-diagonal F, W, P_inf; H side by side). A Matern
/// kernel of smoothness p + 1/2 has order p + 1 and the state (u, u', ..., u^(p)); H = (1, 0, ...).
/// Objects are immutable; every member is thread-safe.
class StateSpace {
 public:
  virtual ~StateSpace() = default;

  virtual std::string name() const = 0;
  /// Number s of state variables.
  virtual Index order() const = 0;
  virtual const Eigen::MatrixXd& drift() const = 0;                  ///< F, s x s, 1 / length
  virtual const Eigen::MatrixXd& noise_effect() const = 0;           ///< L, s x w
  virtual const Eigen::MatrixXd& noise_density() const = 0;          ///< W, w x w
  virtual const Eigen::RowVectorXd& observation() const = 0;         ///< H, 1 x s
  virtual const Eigen::MatrixXd& stationary_covariance() const = 0;  ///< P_inf, s x s

  /// The exact transition over a gap dt >= 0.
  ///   forward:  A = exp(F dt)                      Q = P_inf - A P_inf A^T
  ///   reversed: A = P_inf exp(F dt)^T P_inf^-1     Q = P_inf - A P_inf A^T
  /// The reversed pair carries the state from t to t - dt; exp(-F dt), which grows, is never used.
  /// dt = 0 gives (I, 0), dt = infinity (0, P_inf). Q is symmetric to the last bit and positive
  /// semidefinite; each entry is correct to 1e-12 sqrt(Q_ii Q_jj) also for gaps so short that the
  /// difference above would cancel. Throws std::invalid_argument for a negative dt or NaN. Costs
  /// O(s^3): callers with many equal gaps keep the result.
  virtual Transition transition(double dt, Direction direction) const = 0;

  /// A(dt) of this process less that of `other`, forward. Both must be of one family and order.
  /// Exact to rounding also where both are close to the identity and differ in a high power of dt.
  virtual Eigen::MatrixXd transition_difference(double dt, const StateSpace& other) const {
    return transition(dt, Direction::forward).a - other.transition(dt, Direction::forward).a;
  }

  /// The independent processes of which this is the sum, in the order of the stacked states; this
  /// process itself where it is no sum. They live as long as this object.
  virtual std::vector<const StateSpace*> summands() const { return {this}; }

  /// Covariance of u over the lag r: H exp(F |r|) P_inf H^T; equals the kernel's value(r).
  virtual double covariance(double r) const = 0;

  /// Hyperparameters and copies with other values, as Kernel1D has them.
  virtual std::vector<KernelParameter> parameters() const = 0;
  virtual std::unique_ptr<StateSpace> with_parameters(const std::vector<double>& values) const = 0;
};

}  // namespace tessera
