#pragma once

#include <string>
#include <vector>

#include "apps/common/application.hpp"
#include "apps/sphere/gaussian_process_data.hpp"
#include "solvers/sphere_gp/learn.hpp"

namespace tessera::sphere {

/// One method at the test rows of a split.
struct StationPredictions {
  std::string name;  ///< `model`, or that of the simple predictor
  Eigen::VectorXd mean;
  Eigen::VectorXd field_deviation;       ///< empty where the method has none
  Eigen::VectorXd predictive_deviation;  ///< the same; of a new observation
};

struct ValidatedStations {
  StationSplit split;
  sphere_gp::LearnResult learned;
  std::vector<StationPredictions> methods;  ///< the model first
};

/// The state that `Model > State` means for a number of places.
sphere_gp::StateForm state_form(const Options& options, const sphere_gp::SphereModel& model,
                                Index places);

/// A model with its numbers learned from some rows.
struct StationFit {
  sphere_gp::LearnResult learned;
  sphere_gp::StateForm form = sphere_gp::StateForm::observations;
};

/// Learns, after a line about the memory that it takes. Throws ResourceError where there is not so
/// much.
StationFit fit_stations(const Options& options, const sphere_gp::SphereModel& model,
                        const sphere_gp::SphereData& data, RunContext& context);

/// Learns from the training rows of every split and predicts its test rows, as do the methods of
/// `Compare`.
std::vector<ValidatedStations> validate(const Options& options, const StationData& data,
                                        const sphere_gp::SphereModel& model,
                                        const std::vector<StationSplit>& splits,
                                        RunContext& context);

/// Tables of predictions and scores, lines of the report, and figures of the summary: errors of
/// each split and their means, coverage, differences with intervals of a bootstrap over places.
void add_validation(const StationData& data, const std::vector<ValidatedStations>& results,
                    std::uint64_t seed, Outcome& outcome);

}  // namespace tessera::sphere
