#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/sphere/galerkin_program.hpp"

namespace tessera::sphere {

/// The names that expressions on the sphere may use. Nothing may have two meanings, nor be called
/// as is_reserved_sphere_name says.
struct SphereNames {
  std::string time = "t";  ///< empty: there is none
  double radius = 1;
  std::vector<std::string> unknowns;
  std::vector<std::string> arrays;  ///< scalar fields known by values
  std::vector<std::pair<std::string, double>> parameters;
  /// Name and text, in any order, scalar or vector; may use each other, not in a circle.
  std::vector<std::pair<std::string, std::string>> definitions;
};

/// A fault in one of the texts. `definition`: the name of the definition in whose text it stands;
/// empty: in the expression itself.
class SphereExpressionError : public FormulaError {
 public:
  SphereExpressionError(const FormulaError& error, std::string definition)
      : FormulaError(error), definition_(std::move(definition)) {}
  const std::string& definition() const { return definition_; }

 private:
  std::string definition_;
};

/// True for the names of operators and functions, latitude, longitude, pi and e.
bool is_reserved_sphere_name(std::string_view name);

/// Expressions of scalar and vector fields on the sphere:
/// - every formula of latitude, longitude, time and parameters (models/formula), as a given
///   function; + - *, / by numbers and given functions, ^ with whole exponents;
/// - scalars: lap(a), inverse_lap(a) (mean 0), dot(v, w), jacobian(a, b) = r . (grad a x grad b),
///   div(v), curl(v) = r . curl v;
/// - vectors: grad(a), skew_grad(a) = r x grad a, vector(east, north) of formulas; they are added,
///   multiplied by scalars, and taken by dot, div and curl.
///
/// So the velocity of vorticity zeta and divergence delta is
/// skew_grad(inverse_lap(zeta)) + grad(inverse_lap(delta)), and -div((zeta + f)*u) is exact.
///
/// `latitude` and `longitude` are in radians; R is the radius unless something else is called so.
///
/// All operators are those of the sphere of radius R. What stands inside of an operator, and each
/// given function, is projected on the program's degree before it is used; products are formed of
/// projected fields, exactly. Given functions that stand in one product are multiplied before they
/// are projected. Unknowns occur as polynomials; of a product of sums, numbers are multiplied out,
/// so that u*(1 - u) has the linear term u, and a sum of fields stays one factor.
///
/// Throws SphereExpressionError (with the place in the text): syntax; unknown names with the
/// nearest known one; an operator with a wrong number or kind of arguments; a vector where a scalar
/// belongs and the other way round; division by a field; exp, sin, ... of an unknown; a circle of
/// definitions; degrees of polynomials beyond 8; more than 2,000 monomials.
GalerkinProgram compile_program(const std::vector<std::string>& expressions,
                                const SphereNames& names);

/// du/dt = linear(u) + nonlinear(t, u) for all unknowns u.
struct SphereEquations {
  /// Per unknown, terms in unknowns alone with constant coefficients: diagonal in (l, m) up to the
  /// coupling of unknowns. Includes the zonal terms jacobian(a, c*sin(latitude)) for a that are
  /// linear in unknowns: c / R^2 d a / d longitude.
  std::vector<SpectralField> linear;
  /// Everything else; one output per unknown.
  GalerkinProgram nonlinear;
};

/// From `u_t = right side` or `d(u, t) = right side`, one per unknown, in any order. Also throws
/// for a left side that is something else, an unknown with two equations or without one (then the
/// error's text is empty).
SphereEquations compile_equations(const std::vector<std::string>& equations,
                                  const SphereNames& names);

/// The text of a formula in latitude, longitude, time and parameters alone, with definitions
/// inserted (for exact solutions). Throws as above, and where an unknown or an operator occurs.
Formula given_formula(const std::string& text, const SphereNames& names);

}  // namespace tessera::sphere
