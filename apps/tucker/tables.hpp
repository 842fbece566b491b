#pragma once

#include "apps/common/application.hpp"
#include "apps/tucker/data_set.hpp"
#include "apps/tucker/options.hpp"
#include "apps/tucker/split_result.hpp"

namespace tessera::tucker {

/// A name for summaries and tables: letters, digits, _, -, . as they are, all else becomes _.
std::string key_of(const std::string& name);

/// `predictions/NAME`: the test rows of every split with mean, both standard deviations and the
/// observed value, raw units.
void add_predictions(const DataSet& data, const std::vector<SplitResult>& results,
                     Outcome& outcome);

/// `predictions/points`: the points of `Output > Points`, whose columns are called as those of the
/// data or as in results. Throws DataError for a file that is missing, or lacks a column or a
/// number.
void add_points(const Options& options, const DataSet& data, const FactorModel& model,
                const std::filesystem::path& deck_folder, Outcome& outcome);

/// `history/NAME/...`: bound, noise and effective rank by sweep of every member, and the candidates
/// of the choice of link and rank.
void add_history(const std::string& name, const FitFacts& facts, double stored_scale,
                 Outcome& outcome);

}  // namespace tessera::tucker
