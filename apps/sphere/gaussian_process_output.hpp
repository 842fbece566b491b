#pragma once

#include <string>
#include <vector>

#include "apps/sphere/gaussian_process_data.hpp"
#include "apps/sphere/gaussian_process_validation.hpp"

namespace tessera::sphere {

/// Those rows as the solver takes them.
sphere_gp::SphereData all_rows(const StationData& data, const std::vector<Index>& rows);

/// Peak memory of the output's predictions, fields included.
double output_bytes(const Options& options, const sphere_gp::SphereModel& model,
                    const sphere_gp::SphereData& data, sphere_gp::StateForm form);

/// Mean, standard deviation of the field and of a new observation on the output grid, and the
/// predictor of the result.
void add_posterior(const Options& options, const StationData& data, const std::vector<Index>& rows,
                   const StationFit& fit, Outcome& outcome);

/// `test RMSE 1.234, 90.1 % in the 90 % interval`
std::string headline_of(const StationData& data, const std::vector<ValidatedStations>& results);

}  // namespace tessera::sphere
