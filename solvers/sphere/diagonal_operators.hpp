#pragma once

#include <vector>

#include "models/sphere/galerkin_program.hpp"

namespace tessera::sphere {

/// Operators that are diagonal in spherical harmonics to `degree` on the sphere of radius R.
class DiagonalOperators {
 public:
  DiagonalOperators(int degree, double radius);

  int degree() const { return degree_; }
  double radius() const { return radius_; }
  Index count() const { return static_cast<Index>(degree_ + 1) * (degree_ + 1); }

  /// -l (l + 1) / R^2 to a power; negative powers of 0 are 0.
  double laplacian(int l, int power) const;

  /// scale * field into out[count()], overwritten. `sources`: coefficients, source after source.
  void form(const SpectralField& field, const double* sources, double scale, double* out) const;
  /// scale * lap^power in place.
  void apply_laplacian(int power, double scale, double* coefficients) const;

 private:
  int degree_;
  double radius_;
};

}  // namespace tessera::sphere
