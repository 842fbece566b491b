#include "apps/sphere/equation_model.hpp"

#include <map>

#include "solvers/sphere/sphere_linear_part.hpp"

namespace tessera::sphere {

EquationModel::EquationModel(const SphereProblem& problem, EvaluatorOptions products)
    : problem_(problem),
      exact_{ProductMethod::transform, 1, products.threads},
      linear_(sphere_linear_part(problem.equations.linear, problem.degree, problem.radius,
                                 problem.damping)),
      nonlinear_(problem.equations.nonlinear, problem.degree, problem.radius, products,
                 problem.arrays),
      forcing_(problem, linear_) {
  if (!problem.budgets.empty())
    densities_.emplace(problem.densities, problem.degree, problem.radius, exact_, problem.arrays);
}

std::vector<double> EquationModel::initial_state(const RandomStreams& random, Index member) const {
  SphereArrays arrays = problem_.arrays;
  arrays.merge(draw_random_fields(problem_, random, member));
  const GalerkinEvaluator initial(problem_.initial, problem_.degree, problem_.radius, exact_,
                                  arrays);
  std::vector<double> state(static_cast<std::size_t>(problem_.unknowns() * problem_.harmonics()));
  initial.evaluate(problem_.range.first, {}, state);
  return state;
}

std::vector<double> EquationModel::integrals(double time, std::span<const double> state) const {
  return densities_ ? densities_->integrals(time, state) : std::vector<double>();
}

std::vector<double> EquationModel::fields(double time, std::span<const double> state) const {
  std::vector<double> values(problem_.field_names.size() *
                             static_cast<std::size_t>(problem_.harmonics()));
  if (values.empty()) return values;
  if (!fields_)
    fields_.emplace(problem_.fields, problem_.degree, problem_.radius, exact_, problem_.arrays);
  fields_->evaluate(time, state, values);
  return values;
}

EvaluatorOptions product_options(const Options& options, int threads) {
  static const std::map<std::string, ProductMethod> methods{
      {"automatic", ProductMethod::automatic}, {"transform", ProductMethod::transform},
      {"sparse", ProductMethod::sparse},       {"grid", ProductMethod::grid},
      {"aliased", ProductMethod::aliased},
  };
  return {methods.at(options.products.method), options.products.oversampling, threads};
}

}  // namespace tessera::sphere
