#pragma once

#include <cmath>
#include <vector>

#include "models/sphere/galerkin_program.hpp"

namespace tessera::sphere {

using MonomialSum = std::vector<Monomial>;

/// Larger sums, and products of more fields, are refused.
inline constexpr std::size_t maximum_monomials = 2000;
inline constexpr Index maximum_factors = 8;

/// A projection that is not formed yet, so that others with the same operator can join it:
/// `following` (its source counts for nothing) of the projection of `sum`.
struct OpenProjection {
  Projection::Kind kind = Projection::Kind::scalar;
  SpectralTerm following;
  MonomialSum sum;
};

/// What is linear in sources and projections: a function known by its coefficients.
struct LinearExpression {
  SpectralField terms;
  std::vector<OpenProjection> projected;
};

/// A scalar as a function at points: constant + linear part + products that are not projected.
struct ScalarExpression {
  double constant = 0;
  LinearExpression linear;
  MonomialSum products;
};

/// A vector as a function at points: grad spheroidal + r x grad toroidal + products.
struct VectorExpression {
  LinearExpression spheroidal;
  LinearExpression toroidal;
  MonomialSum products;
};

ScalarExpression constant_expression(double value);
ScalarExpression scalar_expression(LinearExpression linear);

/// Like terms collected in a fixed order; terms with coefficient 0 left out.
void collect(SpectralField& field);
/// Also sorts the factors of each monomial.
void collect(MonomialSum& sum);

/// What to divide a sum by so that equal ones up to a factor become equal without rounding: the
/// first coefficient where all have its size, else its sign.
template <class Terms>
double common_factor(const Terms& terms) {
  if (terms.empty()) return 1;
  const double first = terms.front().coefficient;
  for (const auto& term : terms) {
    if (std::fabs(term.coefficient) != std::fabs(first)) return first < 0 ? -1.0 : 1.0;
  }
  return first;
}

void add(SpectralField& to, const SpectralField& field, double factor);
void add(MonomialSum& to, const MonomialSum& sum, double factor);
void add(LinearExpression& to, const LinearExpression& from, double factor);
void add(ScalarExpression& to, const ScalarExpression& from, double factor);
void add(VectorExpression& to, const VectorExpression& from, double factor);

template <class Expression>
Expression scaled(const Expression& expression, double factor) {
  Expression result;
  add(result, expression, factor);
  return result;
}

/// Operators applied to terms that are diagonal in spherical harmonics.
SpectralTerm laplacian(SpectralTerm term, int power);
LinearExpression laplacian(const LinearExpression& expression, int power);
/// Whether d / d longitude occurs.
bool has_zonal(const LinearExpression& expression);
/// Precondition: not has_zonal(expression).
LinearExpression zonal_derivative(LinearExpression expression, double factor);

/// The expression projected (its constant apart): its products become an open projection.
LinearExpression projected(const ScalarExpression& expression);
/// The divergence or the curl.
LinearExpression divergence(const VectorExpression& vector);
LinearExpression curl(const VectorExpression& vector);

/// Products of monomials; at most one has a vector.
Monomial product(const Monomial& a, const Monomial& b);
/// The scalar product of monomials that both have a vector.
Monomial dot(Monomial a, const Monomial& b);

}  // namespace tessera::sphere
