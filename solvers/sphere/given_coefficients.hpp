#pragma once

#include <memory>
#include <vector>

#include "solvers/sphere/galerkin_evaluator.hpp"

namespace tessera::sphere {

/// Coefficients of a program's given fields: projections on `degree` by quadrature on the grid for
/// products of three fields of that degree.
class GivenCoefficients {
 public:
  /// Throws std::invalid_argument for arrays that are missing or have another number of values,
  /// and names in formulas that mean nothing.
  GivenCoefficients(const GalerkinProgram& program, int degree, double radius,
                    const SphereArrays& arrays, int threads);
  ~GivenCoefficients();
  GivenCoefficients(GivenCoefficients&&) noexcept;

  bool any_in_time() const;
  /// Those that do not depend on time, or those that do, at `time`. `coefficients`: one field after
  /// the other, in the program's order.
  void constants(double* coefficients) const;
  void at(double time, double* coefficients) const;

 private:
  class Work;
  std::unique_ptr<Work> work_;
};

}  // namespace tessera::sphere
