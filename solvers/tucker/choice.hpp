#pragma once

#include <string>
#include <vector>

#include "solvers/tucker/fit_jobs.hpp"
#include "solvers/tucker/fit_model.hpp"

namespace tessera::tucker {

/// What the inner split decides.
struct Choice {
  Link link = Link::identity;
  Index rank = 0;
  double main_effects_share = 0;
  double calibration = 1;
  std::vector<CandidateScore> candidates;
};

/// The choice of link, rank, share and calibration on held-out training rows.
Choice choose(const TrainingData& data, const InnerSplit& inner, const ModelFitOptions& options,
              FitJobs& jobs, const RandomByName& random);

/// What holds where no training rows are held out.
Choice default_choice(const ModelFitOptions& options);

/// The fits of a model's members by name, and their shares of the mixture: random starts, then main
/// effects. Only those that take part.
struct Mixture {
  std::vector<std::string> names;
  std::vector<double> shares;
};

/// Adds the members' fits of a model with this rank and share of main effects.
Mixture add_members(FitJobs& jobs, const std::string& prefix, const PreparedData& data,
                    const ModelFitOptions& options, Index rank, double main_effects_share);

}  // namespace tessera::tucker
