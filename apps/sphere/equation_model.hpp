#pragma once

#include <optional>
#include <span>
#include <vector>

#include "apps/common/run_context.hpp"
#include "apps/sphere/options.hpp"
#include "apps/sphere/problem.hpp"
#include "apps/sphere/random_fields.hpp"
#include "solvers/integrators/linear_part.hpp"
#include "solvers/sphere/galerkin_evaluator.hpp"

namespace tessera::sphere {

/// A problem with all that its members share: the linear part, the evaluators of the nonlinear part
/// and of the budgets.
class EquationModel {
 public:
  EquationModel(const SphereProblem& problem, EvaluatorOptions products);

  const SphereProblem& problem() const { return problem_; }
  const LinearPart& linear() const { return linear_; }
  const GalerkinEvaluator& nonlinear() const { return nonlinear_; }
  RandomForcing& forcing() { return forcing_; }

  /// Coefficients of all unknowns at the start.
  std::vector<double> initial_state(const RandomStreams& random, Index member) const;
  /// Densities and rates of the budgets, integrated over the sphere; empty without budgets.
  std::vector<double> integrals(double time, std::span<const double> state) const;
  /// Coefficients of SphereProblem::fields, one after the other.
  std::vector<double> fields(double time, std::span<const double> state) const;

 private:
  const SphereProblem& problem_;
  EvaluatorOptions exact_;
  LinearPart linear_;
  GalerkinEvaluator nonlinear_;
  std::optional<GalerkinEvaluator> densities_;
  mutable std::optional<GalerkinEvaluator> fields_;  ///< made when first asked for
  RandomForcing forcing_;
};

/// The deck's options of products.
EvaluatorOptions product_options(const Options& options, int threads);

}  // namespace tessera::sphere
