#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "models/sphere/galerkin_program.hpp"

namespace tessera::sphere::testing {

/// Evaluates programs without given fields from the definitions: values and Cartesian derivatives
/// of every harmonic at every point of a fine grid, vector algebra in three dimensions, and
/// integrals of divergences and curls by parts. For small degrees.
class PointwiseReference {
 public:
  /// Integrals are exact for products of `factors` fields.
  PointwiseReference(int degree, double radius, int factors);

  std::vector<double> evaluate(const GalerkinProgram& program,
                               const std::vector<double>& unknowns) const;
  /// Integral over the sphere of a function of the values of one field.
  template <class Function>
  double integral(const std::vector<double>& coefficients, Function function) const {
    double sum = 0;
    const std::vector<double> f = values(coefficients);
    for (std::size_t i = 0; i < f.size(); ++i) sum += weights_[i] * function(f[i]);
    return sum * radius_ * radius_;
  }

 private:
  using Vector = std::array<double, 3>;
  std::vector<double> values(const std::vector<double>& coefficients) const;
  std::vector<double> form(const SpectralField& field, const std::vector<double>& sources) const;
  Vector gradient(const std::vector<double>& coefficients, std::size_t point) const;
  std::vector<Vector> vector_values(const VectorField& field,
                                    const std::vector<double>& sources) const;
  std::vector<double> project(const GalerkinProgram& program, const Projection& projection,
                              const std::vector<double>& sources) const;

  std::size_t count_;
  double radius_;
  std::vector<Vector> normals_;
  std::vector<double> weights_;
  std::vector<double> harmonics_, gradients_;  ///< as SphericalHarmonics::evaluate
};

}  // namespace tessera::sphere::testing
