#pragma once

#include <string>
#include <vector>

#include "apps/common/application.hpp"
#include "apps/sphere/budget_figures.hpp"
#include "apps/sphere/comparison.hpp"
#include "apps/sphere/exact_errors.hpp"
#include "apps/sphere/options.hpp"
#include "apps/sphere/problem.hpp"
#include "apps/sphere/trajectory.hpp"

namespace tessera::sphere {

/// All figures of a run, before they are put into words.
struct Figures {
  const Options& options;
  const SphereProblem& problem;
  const std::vector<Trajectory>& members;
  std::string method;                  ///< of products, as it was chosen
  std::vector<BudgetFigures> budgets;  ///< of the first member
  std::vector<ErrorHistory> errors;    ///< the same
  std::vector<RivalFigures> rivals;
};

/// Status and exit code of the members, for all ranks.
void set_status(const std::vector<Trajectory>& members, Outcome& outcome);

/// Fills headline, report lines, and summary of an outcome.
void report(const Figures& figures, Outcome& outcome);

/// Histories of steps, budgets and errors, angular power spectra.
void add_tables(const Figures& figures, Outcome& outcome);

}  // namespace tessera::sphere
