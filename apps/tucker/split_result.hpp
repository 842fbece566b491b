#pragma once

#include <string>
#include <vector>

#include "apps/tucker/splits.hpp"
#include "data/fields/model_record.hpp"
#include "solvers/tucker/fit_model.hpp"

namespace tessera::tucker {

/// A simple predictor at the test rows of one split.
struct SimplePrediction {
  std::string name;
  std::string choice;  ///< what it chose on the training rows
  Eigen::VectorXd mean;
  Eigen::VectorXd standard_deviation;  ///< of a new observation; empty where it has none
};

/// How a model was chosen and fitted.
struct FitFacts {
  Link link = Link::identity;
  Index rank = 0;
  double main_effects_share = 0;
  double calibration = 1;
  Index cells = 0;
  bool full_grid = false;
  double time_s = 0;
  std::vector<CandidateScore> candidates;
  std::vector<MemberReport> members;
};

FitFacts facts_of(const FittedModel& model, double time_s);

/// What the validation on one split leaves: predictions at its test rows, in their order.
struct SplitResult {
  std::string name;
  std::vector<Index> train;
  std::vector<Index> test;
  LatentPrediction latent;
  FitFacts facts;
  std::vector<SimplePrediction> simple;
};

/// For checkpoints: everything but the rows, which follow from the deck.
ModelRecord record_of(const SplitResult& result);
SplitResult split_result(const ModelRecord& record, const Split& split);

}  // namespace tessera::tucker
