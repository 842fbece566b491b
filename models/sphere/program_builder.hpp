#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/sphere/field_algebra.hpp"

namespace tessera::sphere {

/// Collects the parts of a program while expressions are worked out; equal parts are kept once.
/// Until finish(), sources have numbers of this builder's own.
class ProgramBuilder {
 public:
  ProgramBuilder(std::vector<std::string> unknowns, std::string time);

  /// The source of unknown k, 0-based.
  static SpectralTerm unknown(Index k);
  static bool is_unknown(const SpectralTerm& term);

  SpectralTerm array(const std::string& name);
  /// A given function of latitude, longitude and time; a constant one is no field.
  ScalarExpression given(const Formula& formula);
  /// The vector (east, north).
  VectorExpression given(const Formula& east, const Formula& north);
  /// The function at points where no unknown and no operator occurs.
  std::optional<Formula> as_given(const ScalarExpression& expression) const;
  /// Takes the terms c sin(latitude) + constant out of an expression and returns the sum of c.
  double take_sine_of_latitude(LinearExpression& expression) const;

  /// a^k for whole k are products of a by itself.
  ScalarExpression product(const ScalarExpression& a, const ScalarExpression& b);
  VectorExpression product(const ScalarExpression& a, const VectorExpression& b);
  ScalarExpression dot(const VectorExpression& a, const VectorExpression& b);
  /// r . (grad a x grad b)
  ScalarExpression cross_of_gradients(const LinearExpression& a, const LinearExpression& b);

  /// With open projections formed and the constant as a given field.
  SpectralField resolve(const LinearExpression& expression, double constant = 0);

  /// The parts that these outputs need.
  GalerkinProgram finish(const std::vector<SpectralField>& outputs) const;

 private:
  Index add_given(GivenField field);
  SpectralTerm resolve(const OpenProjection& open);
  /// A given function that depends on time is projected again and again: several become one.
  /// Returns a constant that is left of them.
  double join_in_time(SpectralField& field);
  std::optional<Monomial> leaf(const LinearExpression& expression);
  std::optional<Monomial> leaf(const LinearExpression& spheroidal,
                               const LinearExpression& toroidal);
  MonomialSum factors(const ScalarExpression& expression);
  MonomialSum factors(const VectorExpression& expression);

  std::string time_;
  GalerkinProgram program_;                  ///< all parts, with sources numbered by this builder
  std::vector<std::optional<double>> sine_;  ///< per given field: c where it is c sin(latitude)
  std::map<std::string, Index> shared_;      ///< parts by their text
};

}  // namespace tessera::sphere
