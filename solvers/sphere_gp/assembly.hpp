#pragma once

#include <string>
#include <vector>

#include "solvers/sphere_gp/gaussian_chain.hpp"
#include "solvers/sphere_gp/sphere_data.hpp"
#include "solvers/sphere_gp/sphere_model.hpp"

namespace tessera::sphere_gp {

/// What the Kalman filter's state is made of. Both are exact and agree.
enum class StateForm {
  harmonic,     ///< coefficients of all harmonics up to the terms' last degree
  observations  ///< values of the terms at the distinct observed places; no flows
};

/// Largest degree of the harmonic state: 1,024 coefficients for each derivative in time.
inline constexpr int largest_harmonic_degree = 31;

/// Terms of a model that share a block of the state: all constant ones are one block, as are all
/// white ones, which need no state; every other term is its own.
struct TermGroup {
  TimeLaw law = TimeLaw::constant;
  std::vector<std::size_t> terms;
};
std::vector<TermGroup> term_groups(const SphereModel& model);

/// The last degree of all terms and of the mean.
int last_degree(const SphereModel& model);

/// Whether a term has values at places that no harmonic series has.
bool has_independent_places(const SphereModel& model);

/// Number of states in that form. Throws std::invalid_argument where the form cannot hold the
/// model: flows at observed places; independent places or degrees above 31 in harmonics.
Index state_count(const SphereModel& model, Index places, StateForm form);
/// The form with fewer states among those that can.
StateForm automatic_form(const SphereModel& model, Index places);

/// Sum of the covariances of some terms between directions (rows of a and b).
Eigen::MatrixXd covariance(const SphereModel& model, const std::vector<std::size_t>& terms,
                           const Eigen::MatrixXd& a, const Eigen::MatrixXd& b);

/// The chain of a model and data: data sets are the values less `centre`, then the mean's
/// functions. Steps are the data's times and `more_times` (ascending), merged; `step_of` receives
/// the steps of the latter.
ChainSetup chain_setup(const SphereModel& model, const SphereData& data, StateForm form,
                       double centre, const std::vector<double>& more_times,
                       std::vector<Index>* step_of);

/// A process of unit variance.
std::shared_ptr<const StateSpace> unit_process(const SphereTerm& term);

}  // namespace tessera::sphere_gp
