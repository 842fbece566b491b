#include "models/pde/boundary_value_problem.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace tessera {

namespace {

const std::string& the_unknown(const FormulaNames& names) {
  if (names.unknowns.size() != 1) {
    throw std::invalid_argument("A boundary-value problem has exactly one unknown.");
  }
  return names.unknowns.front();
}

/// The unknown and its derivatives that occur in an expression, with their orders per axis.
std::vector<std::pair<std::string, DerivativeName>> derivatives_of_unknown(
    const Formula& expression, const FormulaNames& names) {
  const std::string& unknown = the_unknown(names);
  std::vector<std::pair<std::string, DerivativeName>> result;
  for (const std::string& name : expression.names()) {
    const std::optional<DerivativeName> derivative = derivative_of_name(name, names);
    if (derivative && derivative->function == unknown) result.emplace_back(name, *derivative);
  }
  return result;
}

/// Multiplied out where the plain form shows a name that cancels, as u in (u + 1)^2 - u^2.
Formula without(const Formula& coefficient, const std::vector<std::string>& names) {
  return coefficient.depends_on_any(names) ? coefficient.expanded() : coefficient;
}

}  // namespace

Classification classify(const BoundaryValueProblem& problem) {
  Classification result;
  for (const auto& [name, derivative] : derivatives_of_unknown(problem.residual, problem.names)) {
    const int order = std::accumulate(derivative.orders.begin(), derivative.orders.end(), 0);
    result.order = std::max(result.order, order);
    result.derivatives.push_back(name);
  }
  result.linear = problem.residual.is_linear_in(result.derivatives);
  result.constant_coefficients = result.linear;
  for (const std::string& name : result.derivatives) {
    Formula coefficient = problem.residual.derivative(name);
    if (result.linear) {
      coefficient = without(without(coefficient, result.derivatives), problem.names.axes);
      result.constant_coefficients =
          result.constant_coefficients && !coefficient.depends_on_any(problem.names.axes);
    }
    result.coefficients.push_back(coefficient);
  }
  return result;
}

Formula inhomogeneity(const BoundaryValueProblem& problem) {
  std::map<std::string, Formula> zeros;
  for (const auto& item : derivatives_of_unknown(problem.residual, problem.names)) {
    zeros.emplace(item.first, Formula());
  }
  return problem.residual.substitute(zeros);
}

Formula insert_solution(const Formula& expression, const Formula& exact,
                        const FormulaNames& names) {
  std::map<std::string, Formula> values;
  for (const auto& [name, derivative] : derivatives_of_unknown(expression, names)) {
    values.emplace(name, differentiate(exact, derivative.orders, names));
  }
  return expression.substitute(values);
}

}  // namespace tessera
