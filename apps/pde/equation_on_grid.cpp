#include "apps/pde/equation_on_grid.hpp"

namespace tessera::pde {

EquationOnGrid::EquationOnGrid(const gp_pde::SplitProblem& p) : linear(p.classification.linear) {
  for (const DerivativeName& d : p.term_fields) fields.push_back(d.orders);
  const auto on_grid = [&](const std::vector<Formula>& formulas) {
    return std::make_shared<const FormulaOnGrid>(formulas, p.problem.names, p.problem.functions,
                                                 p.classification.derivatives);
  };
  residual = on_grid({p.problem.residual});
  derivatives = on_grid(p.classification.coefficients);
}

}  // namespace tessera::pde
