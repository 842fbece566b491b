#pragma once

#include <vector>

#include <Eigen/Core>

#include "models/kernels/profiles.hpp"
#include "solvers/gram/problem.hpp"

namespace tessera::gram {

/// Hyperparameters of the kernel of one axis, each a vector of Q components:
///   k(r) = sum_q exp(log_weights_q) g(exp(log_scales_q) |r|) cos(2 pi frequencies_q r)
/// with the Matern function g = M_nu for the Student-t mixture; for the Gaussian mixture the factor
/// is exp(-exp(log_scales_q) r^2). Frequencies in cycles per unit length, of any sign.
struct MixtureParameters {
  Eigen::VectorXd log_weights;
  Eigen::VectorXd log_scales;
  Eigen::VectorXd frequencies;
};

/// The kernel and sum_m c_m k^(m) at given lags, and how they depend on the parameters.
class MixtureLags {
 public:
  /// Throws DeckError for an unknown kernel, a smoothness without closed form, and where a function
  /// drawn from the kernel has no derivative of the order of the operator.
  MixtureLags(const Options& options, std::vector<double> derivatives);

  /// Evaluates at lags >= 0 and keeps what the gradient needs.
  void evaluate(const MixtureParameters& parameters, const Eigen::VectorXd& lags);

  // At the lags r of evaluate(). The operator is even(r) + odd(r) at r and even(r) - odd(r) at -r.
  const Eigen::VectorXd& kernel() const { return kernel_.sum; }
  const Eigen::VectorXd& even() const { return even_.sum; }
  const Eigen::VectorXd& odd() const { return odd_.sum; }

  /// Gradient of a function whose derivatives by kernel(), even() and odd() are given.
  MixtureParameters gradient(const Eigen::VectorXd& by_kernel, const Eigen::VectorXd& by_even,
                             const Eigen::VectorXd& by_odd) const;

  /// k at other lags, of any sign.
  Eigen::MatrixXd values(const MixtureParameters& parameters, const Eigen::MatrixXd& lags) const;

 private:
  /// A function of lag (rows) and component (columns, weights included) with its derivatives.
  struct Part {
    Eigen::MatrixXd value;
    Eigen::MatrixXd by_log_scale;
    Eigen::MatrixXd by_frequency;
    Eigen::VectorXd sum;  ///< of the components
    void resize(Index lags, Index components);
  };

  Derivatives profile(double log_scale, double r, int order) const;
  void evaluate_component(Index lag, Index q, double r, const MixtureParameters& parameters);

  bool gaussian_;
  HalfIntegerMatern matern_;
  std::vector<double> derivatives_;
  Part kernel_;
  Part even_;
  Part odd_;
};

}  // namespace tessera::gram
