#pragma once

#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "data/fields/types.hpp"
#include "models/formula/formula.hpp"

namespace tessera::sphere {

/// coefficient * lap^laplacian_power of a source, or the derivative along longitude of that:
/// diagonal in spherical harmonics. With the radius R, lap Y_lm = -l (l + 1) / R^2 Y_lm; negative
/// powers make the mean (l = 0) zero.
struct SpectralTerm {
  Index source = 0;  ///< see GalerkinProgram
  double coefficient = 1;
  int laplacian_power = 0;
  bool zonal = false;         ///< d / d longitude, in 1 / radian
  bool without_mean = false;  ///< the mean is made zero, as by lap(inverse_lap(u))

  /// What the coefficients of degree l are multiplied by (apart from d / d longitude).
  double factor(Index l, double radius) const {
    if (l == 0 && (laplacian_power != 0 || without_mean)) return 0;
    return coefficient *
           std::pow(-static_cast<double>(l * (l + 1)) / (radius * radius), laplacian_power);
  }
};

/// A scalar field as a linear combination of sources; the empty one is 0.
using SpectralField = std::vector<SpectralTerm>;

/// The tangential field grad S + r x grad T on the sphere of radius R (r the unit normal).
struct VectorField {
  SpectralField spheroidal;
  SpectralField toroidal;
};

/// A function of latitude, longitude (radians, -pi/2..pi/2 and -pi..pi) and time that is given, not
/// unknown. Its coefficients are those of its projection on the program's degree.
struct GivenField {
  enum class Kind {
    scalar,      ///< `formula`
    spheroidal,  ///< potential S of the vector (formula eastwards, `northward` northwards)
    toroidal,    ///< potential T of that vector
    array        ///< known by values or coefficients, by its name
  };
  Kind kind = Kind::scalar;
  std::string name;      ///< of an array
  Formula formula;       ///< in latitude, longitude, the time's name; may contain names of arrays
  Formula northward;     ///< of a vector
  bool in_time = false;  ///< depends on time
};

/// coefficient times scalar fields, products dot(v, w) and r . (v x w) of vector fields, and at
/// most one vector field that stays a vector. Indices into GalerkinProgram::scalars and vectors.
struct Monomial {
  double coefficient = 1;
  std::vector<Index> scalars;  ///< with repetition
  std::vector<std::pair<Index, Index>> dots;
  std::vector<std::pair<Index, Index>> crosses;
  std::optional<Index> vector;

  /// Fields multiplied: the product of fields of degree L has the degree factors() L.
  Index factors() const {
    return static_cast<Index>(scalars.size() + 2 * dots.size() + 2 * crosses.size()) +
           (vector ? 1 : 0);
  }
};

/// A product of fields that becomes coefficients again. The Galerkin projection: the coefficients
/// up to the program's degree are exact integrals, those beyond are left out.
struct Projection {
  enum class Kind {
    scalar,      ///< of a sum of scalar monomials
    divergence,  ///< of the divergence of a sum of vector monomials
    curl         ///< of r . curl of it
  };
  Kind kind = Kind::scalar;
  std::vector<Monomial> sum;
};

/// Expressions of fields on the sphere, reduced to transforms, pointwise products and operations
/// that are diagonal in spherical harmonics. Sources are numbered: unknowns, then given fields,
/// then projections. A projection refers to earlier ones only (through scalars and vectors).
struct GalerkinProgram {
  std::vector<std::string> unknowns;
  std::vector<GivenField> given;
  std::vector<SpectralField> scalars;
  std::vector<VectorField> vectors;
  std::vector<Projection> projections;
  std::vector<SpectralField> outputs;  ///< one per expression

  Index given_source(Index k) const { return static_cast<Index>(unknowns.size()) + k; }
  Index projection_source(Index k) const {
    return static_cast<Index>(unknowns.size() + given.size()) + k;
  }
};

}  // namespace tessera::sphere
