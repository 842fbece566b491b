#include "models/sphere/program_builder.hpp"

#include <algorithm>
#include <limits>
#include <sstream>

#include "models/sphere/program_selection.hpp"

namespace tessera::sphere {

namespace {

Formula number(double value) {
  return Formula::constant(value);
}

/// The slope c where a formula is c sin(latitude) + constant.
std::optional<double> slope_in_sine(const Formula& formula) {
  const std::vector<std::string> names = formula.names();
  if (names != std::vector<std::string>{"latitude"}) return std::nullopt;
  static const Formula cosine = Formula::parse("cos(latitude)", {{"latitude"}, {}, {}, {}});
  try {
    return (formula.derivative("latitude") / cosine).constant_value();
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

// ---- texts by which equal parts are found ----

std::ostream& operator<<(std::ostream& out, const SpectralField& field) {
  for (const SpectralTerm& t : field) {
    out << t.source << ' ' << t.coefficient << ' ' << t.laplacian_power << t.zonal << t.without_mean
        << ',';
  }
  return out;
}

std::ostream& operator<<(std::ostream& out, const MonomialSum& sum) {
  for (const Monomial& m : sum) {
    out << m.coefficient;
    for (const Index k : m.scalars) out << " s" << k;
    for (const auto& [a, b] : m.dots) out << " d" << a << '.' << b;
    for (const auto& [a, b] : m.crosses) out << " c" << a << '.' << b;
    if (m.vector) out << " v" << *m.vector;
    out << ',';
  }
  return out;
}

template <class... Parts>
std::string key(const Parts&... parts) {
  std::ostringstream out;
  out.precision(std::numeric_limits<double>::max_digits10);
  (out << ... << parts);
  return out.str();
}

/// The place of `part` in `list`, where it is added if it is new.
template <class Part>
Index share(std::map<std::string, Index>& shared, const std::string& text, std::vector<Part>& list,
            Part part) {
  const auto [place, is_new] = shared.try_emplace(text, static_cast<Index>(list.size()));
  if (is_new) list.push_back(std::move(part));
  return place->second;
}

}  // namespace

// ---- sources ----

ProgramBuilder::ProgramBuilder(std::vector<std::string> unknowns, std::string time)
    : time_(std::move(time)) {
  program_.unknowns = std::move(unknowns);
}

SpectralTerm ProgramBuilder::unknown(Index k) {
  SpectralTerm term;
  term.source = k;
  return term;
}

bool ProgramBuilder::is_unknown(const SpectralTerm& term) {
  return term.source < given_base;
}

Index ProgramBuilder::add_given(GivenField field) {
  field.in_time = field.formula.depends_on(time_) || field.northward.depends_on(time_);
  const std::string text = key("given ", static_cast<int>(field.kind), ' ', field.name, ';',
                               field.formula.text(), ';', field.northward.text());
  const bool scalar = field.kind == GivenField::Kind::scalar;
  const std::optional<double> slope = scalar ? slope_in_sine(field.formula) : std::nullopt;
  const Index place = share(shared_, text, program_.given, std::move(field));
  if (program_.given.size() > sine_.size()) sine_.push_back(slope);
  return given_base + place;
}

SpectralTerm ProgramBuilder::array(const std::string& name) {
  GivenField field;
  field.kind = GivenField::Kind::array;
  field.name = name;
  SpectralTerm term;
  term.source = add_given(std::move(field));
  return term;
}

ScalarExpression ProgramBuilder::given(const Formula& formula) {
  ScalarExpression result;
  if (const std::optional<double> value = formula.constant_value()) {
    result.constant = *value;
    return result;
  }
  GivenField field;
  field.formula = formula;
  SpectralTerm term;
  term.source = add_given(std::move(field));
  result.linear.terms.push_back(term);
  return result;
}

VectorExpression ProgramBuilder::given(const Formula& east, const Formula& north) {
  VectorExpression result;
  if (east.constant_value() == 0.0 && north.constant_value() == 0.0) return result;
  GivenField field;
  field.formula = east;
  field.northward = north;
  SpectralTerm term;
  field.kind = GivenField::Kind::spheroidal;
  term.source = add_given(field);
  result.spheroidal.terms.push_back(term);
  field.kind = GivenField::Kind::toroidal;
  term.source = add_given(field);
  result.toroidal.terms.push_back(term);
  return result;
}

std::optional<Formula> ProgramBuilder::as_given(const ScalarExpression& expression) const {
  if (!expression.products.empty() || !expression.linear.projected.empty()) return std::nullopt;
  Formula result = number(expression.constant);
  for (const SpectralTerm& term : expression.linear.terms) {
    if (is_unknown(term) || term.source >= projection_base || term.laplacian_power != 0 ||
        term.zonal || term.without_mean) {
      return std::nullopt;
    }
    const GivenField& field = program_.given[static_cast<std::size_t>(term.source - given_base)];
    if (field.kind == GivenField::Kind::array) {
      result = result + number(term.coefficient) * Formula::name(field.name);
    } else if (field.kind == GivenField::Kind::scalar) {
      result = result + number(term.coefficient) * field.formula;
    } else {
      return std::nullopt;
    }
  }
  return result;
}

double ProgramBuilder::take_sine_of_latitude(LinearExpression& expression) const {
  double sum = 0;
  std::erase_if(expression.terms, [&](const SpectralTerm& term) {
    if (is_unknown(term) || term.source >= projection_base || term.laplacian_power != 0 ||
        term.zonal) {
      return false;
    }
    const std::optional<double> slope = sine_[static_cast<std::size_t>(term.source - given_base)];
    if (slope) sum += term.coefficient * *slope;
    return slope.has_value();
  });
  return sum;
}

// ---- leaves and products ----

std::optional<Monomial> ProgramBuilder::leaf(const LinearExpression& expression) {
  SpectralField field = resolve(expression);
  if (field.empty()) return std::nullopt;
  Monomial result;
  result.coefficient = common_factor(field);
  for (SpectralTerm& term : field) term.coefficient /= result.coefficient;
  const std::string text = key("scalar ", field);
  result.scalars.push_back(share(shared_, text, program_.scalars, std::move(field)));
  return result;
}

std::optional<Monomial> ProgramBuilder::leaf(const LinearExpression& spheroidal,
                                             const LinearExpression& toroidal) {
  VectorField field{resolve(spheroidal), resolve(toroidal)};
  SpectralField both = field.spheroidal;
  both.insert(both.end(), field.toroidal.begin(), field.toroidal.end());
  if (both.empty()) return std::nullopt;
  Monomial result;
  result.coefficient = common_factor(both);
  for (SpectralTerm& term : field.spheroidal) term.coefficient /= result.coefficient;
  for (SpectralTerm& term : field.toroidal) term.coefficient /= result.coefficient;
  const std::string text = key("vector ", field.spheroidal, ';', field.toroidal);
  result.vector = share(shared_, text, program_.vectors, std::move(field));
  return result;
}

MonomialSum ProgramBuilder::factors(const ScalarExpression& expression) {
  MonomialSum result = expression.products;
  if (const auto field = leaf(expression.linear)) result.push_back(*field);
  return result;
}

MonomialSum ProgramBuilder::factors(const VectorExpression& expression) {
  MonomialSum result = expression.products;
  if (const auto field = leaf(expression.spheroidal, expression.toroidal)) {
    result.push_back(*field);
  }
  return result;
}

namespace {

/// Not complete where there are more than maximum_monomials.
template <class Multiply>
MonomialSum multiplied(const MonomialSum& a, const MonomialSum& b, const Multiply& multiply) {
  MonomialSum result;
  std::size_t collected = 0;
  for (const Monomial& x : a) {
    for (const Monomial& y : b) result.push_back(multiply(x, y));
    if (result.size() < collected + maximum_monomials) continue;
    collect(result);
    collected = result.size();
    if (collected > maximum_monomials) return result;
  }
  collect(result);
  return result;
}

Monomial product_of(const Monomial& a, const Monomial& b) {
  return product(a, b);
}

}  // namespace

ScalarExpression ProgramBuilder::product(const ScalarExpression& a, const ScalarExpression& b) {
  const std::optional<Formula> given_a = as_given(a);
  const std::optional<Formula> given_b = given_a ? as_given(b) : std::nullopt;
  if (given_a && given_b && !given_a->constant_value() && !given_b->constant_value()) {
    return given(*given_a * *given_b);
  }
  // (p + P)(q + Q) = p (q + Q) + q P + P Q with constants p and q.
  ScalarExpression result = scaled(b, a.constant);
  ScalarExpression rest = a;
  rest.constant = 0;
  add(result, rest, b.constant);
  const bool both =
      !(rest.linear.terms.empty() && rest.linear.projected.empty() && rest.products.empty());
  if (both) add(result.products, multiplied(factors(a), factors(b), product_of), 1);
  return result;
}

VectorExpression ProgramBuilder::product(const ScalarExpression& a, const VectorExpression& b) {
  VectorExpression result = scaled(b, a.constant);
  const MonomialSum scalars = factors(a);
  if (!scalars.empty()) add(result.products, multiplied(scalars, factors(b), product_of), 1);
  return result;
}

ScalarExpression ProgramBuilder::dot(const VectorExpression& a, const VectorExpression& b) {
  ScalarExpression result;
  result.products = multiplied(factors(a), factors(b), [](const Monomial& x, const Monomial& y) {
    return sphere::dot(x, y);
  });
  return result;
}

ScalarExpression ProgramBuilder::cross_of_gradients(const LinearExpression& a,
                                                    const LinearExpression& b) {
  ScalarExpression result;
  const std::optional<Monomial> first = leaf(a, {});
  const std::optional<Monomial> second = leaf(b, {});
  if (!first || !second) return result;
  Monomial cross;
  cross.coefficient = first->coefficient * second->coefficient;
  cross.crosses.emplace_back(*first->vector, *second->vector);
  result.products.push_back(cross);
  collect(result.products);
  return result;
}

// ---- outputs ----

SpectralTerm ProgramBuilder::resolve(const OpenProjection& open) {
  SpectralTerm term = open.following;
  Projection projection{open.kind, open.sum};
  const double factor = common_factor(projection.sum);
  for (Monomial& monomial : projection.sum) monomial.coefficient /= factor;
  term.coefficient *= factor;
  const std::string text =
      key("projection ", static_cast<int>(projection.kind), ' ', projection.sum);
  term.source = projection_base + share(shared_, text, program_.projections, std::move(projection));
  return term;
}

double ProgramBuilder::join_in_time(SpectralField& field) {
  const auto joins = [this](const SpectralTerm& term) {
    if (is_unknown(term) || term.source >= projection_base) return false;
    const GivenField& given = program_.given[static_cast<std::size_t>(term.source - given_base)];
    return given.in_time && given.kind == GivenField::Kind::scalar && term.laplacian_power == 0 &&
           !term.zonal && !term.without_mean;
  };
  if (std::count_if(field.begin(), field.end(), joins) < 2) return 0;
  ScalarExpression together;
  std::copy_if(field.begin(), field.end(), std::back_inserter(together.linear.terms), joins);
  std::erase_if(field, joins);
  const ScalarExpression joined = given(*as_given(together));
  add(field, joined.linear.terms, 1);
  return joined.constant;
}

SpectralField ProgramBuilder::resolve(const LinearExpression& expression, double constant) {
  SpectralField result = expression.terms;
  for (const OpenProjection& open : expression.projected) result.push_back(resolve(open));
  constant += join_in_time(result);
  if (constant != 0) {
    GivenField one;
    one.formula = number(1);
    SpectralTerm term;
    term.source = add_given(std::move(one));
    term.coefficient = constant;
    result.push_back(term);
  }
  collect(result);
  return result;
}

GalerkinProgram ProgramBuilder::finish(const std::vector<SpectralField>& outputs) const {
  return selected_parts(program_, outputs);
}

}  // namespace tessera::sphere
