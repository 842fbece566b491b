#include "models/sphere/field_algebra.hpp"

#include <algorithm>
#include <tuple>

namespace tessera::sphere {

namespace {

auto operator_of(const SpectralTerm& term) {
  return std::tuple(term.laplacian_power, term.zonal, term.without_mean);
}

auto key(const SpectralTerm& term) {
  return std::tuple_cat(std::tuple(term.source), operator_of(term));
}

auto key(const Monomial& m) {
  return std::tie(m.scalars, m.dots, m.crosses, m.vector);
}

/// Sorts by key, adds coefficients of equal keys, drops zeros.
template <class Terms>
void collect_sorted(Terms& terms) {
  std::stable_sort(terms.begin(), terms.end(),
                   [](const auto& a, const auto& b) { return key(a) < key(b); });
  Terms result;
  for (auto& term : terms) {
    if (!result.empty() && key(result.back()) == key(term)) {
      result.back().coefficient += term.coefficient;
    } else {
      if (!result.empty() && result.back().coefficient == 0) result.pop_back();
      result.push_back(std::move(term));
    }
  }
  if (!result.empty() && result.back().coefficient == 0) result.pop_back();
  terms = std::move(result);
}

template <class Terms>
void add_terms(Terms& to, const Terms& from, double factor) {
  to.reserve(to.size() + from.size());
  for (const auto& term : from) {
    to.push_back(term);
    to.back().coefficient *= factor;
  }
  collect(to);
}

}  // namespace

ScalarExpression constant_expression(double value) {
  ScalarExpression result;
  result.constant = value;
  return result;
}

ScalarExpression scalar_expression(LinearExpression linear) {
  ScalarExpression result;
  result.linear = std::move(linear);
  return result;
}

void collect(SpectralField& field) {
  collect_sorted(field);
}

void collect(MonomialSum& sum) {
  for (Monomial& m : sum) {
    std::sort(m.scalars.begin(), m.scalars.end());
    for (auto& [a, b] : m.dots) {
      if (a > b) std::swap(a, b);
    }
    for (auto& [a, b] : m.crosses) {
      if (a == b) m.coefficient = 0;
      if (a > b) {
        std::swap(a, b);
        m.coefficient = -m.coefficient;
      }
    }
    std::sort(m.dots.begin(), m.dots.end());
    std::sort(m.crosses.begin(), m.crosses.end());
  }
  collect_sorted(sum);
}

void add(SpectralField& to, const SpectralField& field, double factor) {
  add_terms(to, field, factor);
}

void add(MonomialSum& to, const MonomialSum& sum, double factor) {
  add_terms(to, sum, factor);
}

void add(LinearExpression& to, const LinearExpression& from, double factor) {
  add(to.terms, from.terms, factor);
  for (const OpenProjection& open : from.projected) {
    const auto same =
        std::find_if(to.projected.begin(), to.projected.end(), [&](const OpenProjection& other) {
          return other.kind == open.kind &&
                 operator_of(other.following) == operator_of(open.following);
        });
    const double coefficient = factor * open.following.coefficient;
    if (same == to.projected.end()) {
      to.projected.push_back({open.kind, open.following, {}});
      to.projected.back().following.coefficient = 1;
      add(to.projected.back().sum, open.sum, coefficient);
    } else {
      add(same->sum, open.sum, coefficient);
    }
  }
  std::erase_if(to.projected, [](const OpenProjection& open) { return open.sum.empty(); });
}

void add(ScalarExpression& to, const ScalarExpression& from, double factor) {
  to.constant += factor * from.constant;
  add(to.linear, from.linear, factor);
  add(to.products, from.products, factor);
}

void add(VectorExpression& to, const VectorExpression& from, double factor) {
  add(to.spheroidal, from.spheroidal, factor);
  add(to.toroidal, from.toroidal, factor);
  add(to.products, from.products, factor);
}

SpectralTerm laplacian(SpectralTerm term, int power) {
  term.laplacian_power += power;
  // A Laplacian and its inverse cancel but for the mean; d / d longitude has none.
  term.without_mean = term.laplacian_power == 0 && !term.zonal;
  return term;
}

LinearExpression laplacian(const LinearExpression& expression, int power) {
  LinearExpression result;
  for (const SpectralTerm& term : expression.terms) {
    result.terms.push_back(laplacian(term, power));
  }
  collect(result.terms);
  for (const OpenProjection& open : expression.projected) {
    add(result, {{}, {{open.kind, laplacian(open.following, power), open.sum}}}, 1);
  }
  return result;
}

bool has_zonal(const LinearExpression& expression) {
  return std::any_of(expression.terms.begin(), expression.terms.end(),
                     [](const SpectralTerm& term) { return term.zonal; }) ||
         std::any_of(expression.projected.begin(), expression.projected.end(),
                     [](const OpenProjection& open) { return open.following.zonal; });
}

LinearExpression zonal_derivative(LinearExpression expression, double factor) {
  const auto differentiate = [](SpectralTerm& term) {
    term.zonal = true;
    term.without_mean = false;
  };
  for (SpectralTerm& term : expression.terms) differentiate(term);
  for (OpenProjection& open : expression.projected) differentiate(open.following);
  return scaled(expression, factor);
}

LinearExpression projected(const ScalarExpression& expression) {
  LinearExpression result = expression.linear;
  if (!expression.products.empty()) {
    add(result, {{}, {{Projection::Kind::scalar, {}, expression.products}}}, 1);
  }
  return result;
}

LinearExpression divergence(const VectorExpression& vector) {
  LinearExpression result = laplacian(vector.spheroidal, 1);
  add(result, {{}, {{Projection::Kind::divergence, {}, vector.products}}}, 1);
  return result;
}

LinearExpression curl(const VectorExpression& vector) {
  LinearExpression result = laplacian(vector.toroidal, 1);
  add(result, {{}, {{Projection::Kind::curl, {}, vector.products}}}, 1);
  return result;
}

Monomial product(const Monomial& a, const Monomial& b) {
  Monomial result = a;
  result.coefficient *= b.coefficient;
  result.scalars.insert(result.scalars.end(), b.scalars.begin(), b.scalars.end());
  result.dots.insert(result.dots.end(), b.dots.begin(), b.dots.end());
  result.crosses.insert(result.crosses.end(), b.crosses.begin(), b.crosses.end());
  if (b.vector) result.vector = b.vector;
  return result;
}

Monomial dot(Monomial a, const Monomial& b) {
  const std::pair<Index, Index> pair{*a.vector, *b.vector};
  a.vector.reset();
  Monomial result = product(a, b);
  result.vector.reset();
  result.dots.push_back(pair);
  return result;
}

}  // namespace tessera::sphere
