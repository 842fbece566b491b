#pragma once

#include <memory>
#include <span>

#include "solvers/sphere/galerkin_evaluator.hpp"

namespace tessera::sphere {

/// The same program as a pseudo-spectral code without further thought evaluates it: term by term,
/// every field of a term synthesised where it stands (once within a term), one field at a time, and
/// every term analysed by itself, on the grid of the 3/2 rule. To compare with: exact for products
/// of two fields, aliased for more.
class PlainPseudoSpectral {
 public:
  /// Arguments, errors and evaluate() as those of GalerkinEvaluator.
  PlainPseudoSpectral(GalerkinProgram program, int degree, double radius, int threads = 1,
                      const SphereArrays& arrays = {});
  ~PlainPseudoSpectral();
  PlainPseudoSpectral(PlainPseudoSpectral&&) noexcept;

  void evaluate(double time, std::span<const double> unknowns, std::span<double> outputs) const;
  const EvaluatorTimes& times() const;

 private:
  class Work;
  std::unique_ptr<Work> work_;
};

}  // namespace tessera::sphere
