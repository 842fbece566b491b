#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "apps/pde/options.hpp"
#include "data/deck/faults.hpp"
#include "models/pde/boundary_value_problem.hpp"
#include "solvers/gp_pde/posterior_problem.hpp"

namespace tessera::pde {

/// A linear expression in the unknown, as formulas: terms and their coefficients in the axes.
struct ExpressionFormula {
  Formula formula;
  std::vector<std::string> names;  ///< canonical names of the derivatives that occur
  std::vector<std::vector<int>> orders;
  std::vector<Formula> coefficients;
  bool linear = false;
};

/// What may occur in an expression: all names, and the formulas of those sources that have one.
struct ExpressionNames {
  FormulaNames all;
  std::map<std::string, Formula> sources;
};

/// Parses an expression in axes, parameters, sources, the unknown and its derivatives; nothing
/// after a fault.
std::optional<ExpressionFormula> parse_expression(const LocatedText& text,
                                                  const ExpressionNames& names, Faults& faults);

/// The expression with its coefficients at the points of a tensor grid, or at scattered points (one
/// row a point).
gp_pde::LinearExpression on_grid(const ExpressionFormula& expression,
                                 const BoundaryValueProblem& problem,
                                 const std::vector<Eigen::VectorXd>& coordinates);
gp_pde::LinearExpression at_points(const ExpressionFormula& expression,
                                   const BoundaryValueProblem& problem,
                                   const Eigen::MatrixXd& points);

/// Reads all measurements of the deck. Adds faults for texts, throws DataError for files: missing,
/// without the columns, points outside the box.
std::vector<gp_pde::PointObservations> read_observations(const Options& options,
                                                         const BoundaryValueProblem& problem,
                                                         const ExpressionNames& names,
                                                         const std::filesystem::path& deck_folder,
                                                         Faults& faults);

}  // namespace tessera::pde
