#pragma once

#include <memory>
#include <vector>

#include <Eigen/Core>

#include "data/fields/types.hpp"
#include "models/kernels/kernel_1d.hpp"

namespace tessera {

/// Gaussian information about F functions u_1..u_F at each of d coordinates, in natural parameters:
/// the factor exp(eta_i^T u(x_i) - u(x_i)^T Lambda_i u(x_i) / 2) at coordinate i.
/// Lambda_i may be singular or zero: nothing was observed there.
struct NaturalSites {
  Eigen::MatrixXd precision;  ///< F*F x d: column i is Lambda_i, column-major, symmetric
  Eigen::MatrixXd linear;     ///< F x d: column i is eta_i

  static NaturalSites zero(Index functions, Index coordinates) {
    return {Eigen::MatrixXd::Zero(functions * functions, coordinates),
            Eigen::MatrixXd::Zero(functions, coordinates)};
  }
};

/// Posterior of the F functions at each of d coordinates.
struct FactorMarginals {
  Eigen::MatrixXd mean;        ///< F x d
  Eigen::MatrixXd covariance;  ///< F*F x d: column i is Cov u(x_i), symmetric to the last bit
  /// log of the integral of prior times sites: log E_prior[prod_i site_i(u(x_i))].
  double log_normaliser = 0;
};

/// Posterior second moments of each function on its own, from which the expected log prior follows
/// for any hyperparameters. What the numbers are is known to the smoother that made them.
struct PriorMoments {
  std::vector<std::vector<double>> of_function;
};

/// E_q[log p(u | hyperparameters)] = -(log_determinant + energy + dimension log 2 pi) / 2, where
/// energy is E_q[u^T K^-1 u] and log_determinant is log |K|, u all random numbers of one function.
struct ExpectedLogPrior {
  double log_determinant = 0;
  double energy = 0;
  Index dimension = 0;
  double value() const;
};

/// F functions on one axis, independent a priori, each a zero-mean Gaussian process with
/// hyperparameters of its own; the posterior given natural sites is joint over the functions.
class FactorSmoother {
 public:
  virtual ~FactorSmoother() = default;

  virtual Index functions() const = 0;
  virtual Index coordinates() const = 0;

  /// Exact posterior marginals. `moments`, where given, receives what expected_log_prior needs.
  /// Throws std::runtime_error where a site is so indefinite that the posterior does not exist.
  virtual FactorMarginals smooth(const NaturalSites& sites, PriorMoments* moments) const = 0;
  /// The log normaliser alone: costs about a third of smooth().
  virtual double log_normaliser(const NaturalSites& sites) const = 0;

  /// Hyperparameters of function f as the kernel names them; the order is that of `values` below.
  virtual std::vector<KernelParameter> parameters(Index f) const = 0;
  virtual void set_parameters(Index f, const std::vector<double>& values) = 0;
  /// Expected log prior of function f with these hyperparameters under the posterior that made
  /// `moments`.
  virtual ExpectedLogPrior expected_log_prior(Index f, const std::vector<double>& values,
                                              const PriorMoments& moments) const = 0;

  /// Posterior of the derivative of order `derivative` (0: the functions) at `points` (one row per
  /// point, one column per coordinate column of the axis; any order, may lie outside the range and
  /// may coincide with training coordinates). `log_normaliser` is that of the sites. Throws
  /// std::invalid_argument for a derivative that some function's kernel does not have.
  virtual FactorMarginals predict(const NaturalSites& sites, const Eigen::MatrixXd& points,
                                  int derivative) const = 0;

  virtual std::unique_ptr<FactorSmoother> clone() const = 0;
};

}  // namespace tessera
