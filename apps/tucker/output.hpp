#pragma once

#include <vector>

#include "apps/common/application.hpp"
#include "apps/common/run_context.hpp"
#include "apps/tucker/data_set.hpp"
#include "apps/tucker/options.hpp"
#include "solvers/tucker/factor_model.hpp"

namespace tessera::tucker {

/// The grid on which a model is drawn: `Output > Grid` points from the first to the last coordinate
/// of an axis, else 50, fewer where these axes would make more than `largest_default_grid` points.
/// An axis of places becomes two axes, named as its columns.
Grid output_grid(const Options& options, const DataSet& data);
inline constexpr double largest_default_grid = 5e4;

/// Mean and standard deviations of the measured quantity on the output grid, derivatives, and,
/// where the grid has three axes or more, slices along every two of them at the middle of the
/// others. Lines of the report say what could not be written.
void add_fields(const Options& options, const DataSet& data, const FactorModel& model,
                RunContext& context, Outcome& outcome);

}  // namespace tessera::tucker
