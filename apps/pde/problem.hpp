#pragma once

#include <vector>

#include "apps/pde/observations.hpp"
#include "apps/pde/options.hpp"
#include "solvers/gp_pde/problem.hpp"

namespace tessera::pde {

/// What a deck describes.
struct PdeProblem {
  gp_pde::SplitProblem split;
  std::vector<gp_pde::PointObservations> observations;
  Named<ExpressionFormula> expressions;  ///< further output
};

/// Turns a validated deck into a problem for the solver: parses all formulas, makes sources and
/// boundary data of a manufactured solution, checks that the sections agree. Throws DeckError with
/// every fault found, each with its place and, in formulas, a caret;
/// DataError for files.
PdeProblem make_problem(const Options& options, const std::string& deck_file);

}  // namespace tessera::pde
