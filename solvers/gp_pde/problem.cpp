#include "solvers/gp_pde/problem.hpp"

#include <stdexcept>

#include "solvers/gp_pde/coefficients.hpp"

namespace tessera::gp_pde {
namespace {

using Vector = Eigen::VectorXd;

void require_supported(const Classification& c, const BoundaryValueProblem& p) {
  const std::string& unknown = p.names.unknowns.front();
  if (p.names.axes.size() > 2)
    throw std::invalid_argument("the solver takes one or two axes, the deck has " +
                                std::to_string(p.names.axes.size()));
  if (c.derivatives.empty())
    throw std::invalid_argument("the equation does not contain the unknown " + unknown);
  constexpr int highest = 4;
  if (c.order > highest)
    throw std::invalid_argument("the equation has a derivative of order " +
                                std::to_string(c.order) + "; the solver takes up to order 4");
}

void compile(SplitProblem& s) {
  const auto on_grid = [&](const std::vector<Formula>& formulas,
                           const std::vector<std::string>& fields = {}) {
    return std::make_shared<const FormulaOnGrid>(formulas, s.problem.names, s.problem.functions,
                                                 fields);
  };
  s.remainder_on_grid = on_grid({s.remainder}, s.field_names);
  s.derivatives_on_grid = on_grid(s.field_derivatives, s.field_names);
  s.source_on_grid = on_grid({s.source});
  const Classification& c = s.classification;
  std::vector<Formula> residual_and_terms{s.problem.residual, s.source};
  for (std::size_t i = 0; i < c.derivatives.size(); ++i)
    residual_and_terms.push_back(c.coefficients[i] * Formula::name(c.derivatives[i]));
  s.residual_on_grid = on_grid(residual_and_terms, c.derivatives);
  for (const SideCondition& condition : s.problem.conditions)
    s.data_on_grid.push_back(on_grid({condition.data}));
}

}  // namespace

SplitProblem split(const BoundaryValueProblem& problem, bool determined) {
  SplitProblem s;
  s.problem = problem;
  s.classification = classify(problem);
  require_supported(s.classification, problem);
  s.source = inhomogeneity(problem);
  for (const std::string& name : s.classification.derivatives)
    s.term_fields.push_back(*derivative_of_name(name, problem.names));
  choose_row_scaling(s);
  separate_constant_part(s);
  if (determined)
    choose_conditions(s);
  else
    for (std::size_t i = 0; i < problem.conditions.size(); ++i) s.imposed.push_back(i);
  for (const std::string& name : s.remainder.names()) {
    const auto d = derivative_of_name(name, problem.names);
    if (!d || d->function != problem.names.unknowns.front()) continue;
    s.fields.push_back(*d);
    s.field_names.push_back(name);
    s.field_derivatives.push_back(s.remainder.derivative(name));
  }
  s.direct = s.fields.empty();
  compile(s);
  return s;
}

Vector side_data(const SplitProblem& problem, std::size_t condition,
                 std::vector<Vector> coordinates) {
  const SideCondition& c = problem.problem.conditions[condition];
  const auto [first, last] = problem.problem.ranges[c.axis];
  coordinates[c.axis] = Vector::Constant(1, c.upper ? last : first);
  return problem.data_on_grid[condition]->evaluate(coordinates).front();
}

std::vector<std::size_t> imposed_indices(const SplitProblem& problem, std::size_t axis) {
  std::vector<std::size_t> indices;
  for (const std::size_t i : problem.imposed)
    if (problem.problem.conditions[i].axis == axis) indices.push_back(i);
  return indices;
}

std::vector<AxisCondition> imposed_conditions(const SplitProblem& problem, std::size_t axis) {
  std::vector<AxisCondition> conditions;
  for (const std::size_t i : imposed_indices(problem, axis))
    conditions.push_back(
        {problem.problem.conditions[i].upper, problem.problem.conditions[i].coefficients});
  return conditions;
}

}  // namespace tessera::gp_pde
