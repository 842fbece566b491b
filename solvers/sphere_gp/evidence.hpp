#pragma once

#include <vector>

#include <Eigen/Core>

#include "data/fields/monitor.hpp"
#include "solvers/sphere_gp/assembly.hpp"

namespace tessera::sphere_gp {

/// The mean's coefficients given the data: N(coefficients, spread).
struct MeanFit {
  Eigen::VectorXd coefficients;
  Eigen::MatrixXd spread;
  double log_evidence = 0;
};

/// From a filtered chain with `rows` observations. Throws DataError where the places do not
/// determine the mean.
MeanFit fit_mean(const GaussianChain& chain, Index rows);

/// Log marginal likelihood of the data; with `gradient`, its derivatives for all parameters of the
/// model, in their order (parameters()), flows' rates excepted, which are no parameters.
/// Throws std::runtime_error for covariances that are not positive definite, DataError as above.
double log_evidence(const SphereModel& model, const SphereData& data, StateForm form,
                    Eigen::VectorXd* gradient, Monitor& monitor);

/// Peak memory in bytes of that with gradient, or of predictions at `output_places` at a time and
/// `output_times`.
double evidence_bytes(const SphereModel& model, const SphereData& data, StateForm form);
double prediction_bytes(const SphereModel& model, const SphereData& data, StateForm form,
                        Index output_places, Index output_times);

/// The mean of the values, which is subtracted before anything else wherever the model has a mean.
double centre_of(const SphereModel& model, const SphereData& data);

}  // namespace tessera::sphere_gp
