#pragma once

#include "apps/pde/options.hpp"
#include "solvers/gp_pde/problem.hpp"

namespace tessera::pde {

/// Turns a validated deck into a problem for the solver: parses all formulas, makes sources and
/// boundary data of a manufactured solution, checks that the sections agree. Throws DeckError with
/// every fault found, each with its place and, in formulas, a caret.
gp_pde::SplitProblem make_problem(const Options& options, const std::string& deck_file);

}  // namespace tessera::pde
