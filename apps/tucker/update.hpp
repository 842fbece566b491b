#pragma once

#include <filesystem>
#include <vector>

#include "apps/tucker/data_set.hpp"
#include "apps/tucker/options.hpp"
#include "apps/tucker/splits.hpp"
#include "solvers/tucker/fit_model.hpp"

namespace tessera::tucker {

/// Appends the rows of the earlier run that `Update` names to the data, and to the training rows of
/// every split. Throws DataError where there is no such result, or its model is of other axes or
/// another quantity.
void add_former_rows(const Options& options, const std::filesystem::path& deck_folder,
                     DataSet& data, std::vector<Split>& splits);

/// Whether what the earlier run chose (link, rank, share of the main-effects member, calibration)
/// still holds for so many training rows: not where they are more than `Choose Again` times those
/// that it was chosen on, so that over many updates choices cost about as much as one on all rows.
bool keeps_choices(const Options& options, const DataSet& data, Index rows);

/// Sets the options of a fit to these choices.
void take_over_choices(const FormerModel& former, ModelFitOptions& settings);

}  // namespace tessera::tucker
