#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "apps/common/application.hpp"
#include "apps/pde/options.hpp"
#include "models/pde/boundary_value_problem.hpp"

namespace tessera::pde {

/// The names under which formulas of the deck may use its arrays.
std::vector<std::string> array_names(const Options& options);

/// Reads the files of the deck's arrays and fits a function to each (gp_pde::ArrayFunction).
/// `problem`: names of the axes, ranges and periodicity are used. Relative file names start at
/// `deck_folder`. Throws DataError that names the deck's line and the file: no such file or
/// dataset, axes that are none of the deck's, coordinates that are not equidistant or do not cover
/// an axis, missing points of the grid, values that are not finite.
GivenFunctions read_arrays(const Options& options, const BoundaryValueProblem& problem,
                           const std::filesystem::path& deck_folder);

/// The largest residual of the arrays' fits, relative to their values: what they say about a point
/// is not better known.
double largest_array_residual(const BoundaryValueProblem& problem);

/// A line for each array, with what the fit reached, and the same figures in the summary.
void report_arrays(const BoundaryValueProblem& problem, Outcome& outcome);

}  // namespace tessera::pde
