#pragma once

#include <functional>
#include <vector>

#include <Eigen/Core>

#include "data/fields/monitor.hpp"
#include "solvers/sphere_gp/assembly.hpp"

namespace tessera::sphere_gp {

/// Posterior of mean plus terms, at one time.
struct TimeSlice {
  Eigen::VectorXd mean;
  Eigen::VectorXd variance;  ///< of the field, without noise
};

/// Posterior at places (unit vectors, q x 3) and times (ascending), time by time from the last to
/// the first: `visit(k, slice)`. One run of filter and smoother; exact at places and times that
/// were not observed: in the state of observations a term at other places is
///   f(s, .) = k(s, S) K^-1 f(S, .) + independent rest, as space and time separate, and terms
/// are independent. Throws as log_evidence().
void posterior(const SphereModel& model, const SphereData& data, StateForm form,
               const Eigen::MatrixXd& places, const std::vector<double>& times,
               const std::function<void(std::size_t, const TimeSlice&)>& visit, Monitor& monitor);

/// At scattered points: a place and a time for each row.
TimeSlice posterior_at_points(const SphereModel& model, const SphereData& data, StateForm form,
                              const Eigen::MatrixXd& places, const Eigen::VectorXd& times,
                              Monitor& monitor);

}  // namespace tessera::sphere_gp
