#include "solvers/gp_pde/coefficients.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <stdexcept>

namespace tessera::gp_pde {
namespace {

using Vector = Eigen::VectorXd;

constexpr Index samples = 48;

/// Cell midpoints, for means of coefficients: no node of a periodic coefficient is hit twice.
Vector midpoints(std::pair<double, double> range) {
  const double step = (range.second - range.first) / static_cast<double>(samples);
  return Vector::LinSpaced(samples, range.first + step / 2, range.second - step / 2);
}

Formula at_zero(const Formula& coefficient, const SplitProblem& s) {
  std::map<std::string, Formula> zero;
  for (const std::string& name : s.classification.derivatives)
    zero.emplace(name, Formula::constant(0));
  return coefficient.substitute(zero);
}

Vector sampled(const Formula& formula, const SplitProblem& s) {
  std::vector<Vector> points;
  Index count = 1;
  for (const auto& range : s.problem.ranges) {
    points.push_back(midpoints(range));
    count *= samples;
  }
  if (const auto c = formula.constant_value()) return Vector::Constant(count, *c);
  return FormulaOnGrid({formula}, s.problem.names, s.problem.functions).evaluate(points).front();
}

/// Indices of the pure derivatives of highest order, one per axis; -1 where there is none.
std::vector<int> leading_terms(const SplitProblem& s) {
  const std::vector<int> highest = highest_orders(s);
  std::vector<int> leading(s.axes(), -1);
  for (std::size_t i = 0; i < s.term_fields.size(); ++i) {
    const int k = pure_axis(s.term_fields[i]);
    if (k < 0) continue;
    const auto axis = static_cast<std::size_t>(k);
    if (s.term_fields[i].orders[axis] == highest[axis]) leading[axis] = static_cast<int>(i);
  }
  return leading;
}

/// How much the leading coefficients vary together: sum of log(max / min) of their sizes.
double spread(const std::vector<Vector>& leading, const Vector& scaling) {
  double sum = 0;
  for (const Vector& values : leading) {
    const Eigen::ArrayXd size = (values.array() / scaling.array()).abs();
    sum += std::log(size.maxCoeff() / size.minCoeff());
  }
  return std::isfinite(sum) ? sum : std::numeric_limits<double>::infinity();
}

/// A term belongs to the constant part where it is u, or a pure derivative that does not spoil the
/// symmetry of its axis for the sake of a mean value.
bool belongs_to_constant_part(const SplitProblem& s, const DerivativeName& d,
                              const CoefficientRange& range, const std::vector<int>& highest) {
  const int k = pure_axis(d);
  if (k < 0) return std::all_of(d.orders.begin(), d.orders.end(), [](int o) { return o == 0; });
  const auto axis = static_cast<std::size_t>(k);
  if (d.orders[axis] == highest[axis] || d.orders[axis] % 2 == 0) return true;
  return range.constant() || s.axes() == 1 || highest[axis] % 2 != 0;
}

}  // namespace

bool CoefficientRange::constant() const {
  constexpr double rounding = 1e-13;
  return maximum - minimum <= rounding * std::max(std::abs(maximum), std::abs(minimum));
}

CoefficientRange coefficient_range(const Formula& coefficient, const SplitProblem& s) {
  const Formula formula = at_zero(coefficient, s);
  if (const auto constant = formula.constant_value()) return {*constant, *constant, *constant};
  const Vector values = sampled(formula, s);
  return {values.mean(), values.minCoeff(), values.maxCoeff()};
}

std::vector<int> highest_orders(const SplitProblem& s) {
  std::vector<int> highest(s.axes(), 0);
  for (const DerivativeName& d : s.term_fields)
    for (std::size_t k = 0; k < s.axes(); ++k) highest[k] = std::max(highest[k], d.orders[k]);
  return highest;
}

int pure_axis(const DerivativeName& d) {
  int axis = -1;
  for (std::size_t k = 0; k < d.orders.size(); ++k) {
    if (d.orders[k] == 0) continue;
    if (axis >= 0) return -1;
    axis = static_cast<int>(k);
  }
  return axis;
}

void choose_row_scaling(SplitProblem& s) {
  s.row_scaling = Formula::constant(1);
  std::vector<Vector> values;
  std::vector<Formula> formulas;
  for (const int i : leading_terms(s)) {
    if (i < 0) return;
    formulas.push_back(at_zero(s.classification.coefficients[static_cast<std::size_t>(i)], s));
    values.push_back(sampled(formulas.back(), s));
  }
  double best = spread(values, Vector::Ones(values.front().size()));
  constexpr double worthwhile = 0.01;
  for (std::size_t i = 0; i < formulas.size(); ++i) {
    const double mean = values[i].mean();
    if (formulas[i].constant_value() || !(values[i].minCoeff() * values[i].maxCoeff() > 0))
      continue;
    const double with = spread(values, values[i] / mean);
    if (with < best - worthwhile) {
      best = with;
      s.row_scaling = Formula::constant(1 / mean) * formulas[i];
    }
  }
}

void separate_constant_part(SplitProblem& s) {
  const std::vector<int> highest = highest_orders(s);
  const auto& names = s.classification.derivatives;
  const bool scaled = !s.row_scaling.constant_value();
  s.constant.assign(s.axes(), {});
  for (std::size_t k = 0; k < s.axes(); ++k)
    s.constant[k].assign(static_cast<std::size_t>(highest[k]) + 1, 0.0);
  s.remainder = s.classification.linear ? s.source : s.problem.residual;
  if (scaled) s.remainder = s.remainder / s.row_scaling;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const DerivativeName& d = s.term_fields[i];
    Formula coefficient = s.classification.coefficients[i];
    if (scaled) coefficient = coefficient / s.row_scaling;
    const CoefficientRange range = coefficient_range(coefficient, s);
    const bool separated = belongs_to_constant_part(s, d, range, highest);
    const double taken = separated ? range.mean : 0;
    const Formula term = Formula::name(names[i]);
    if (!s.classification.linear)
      s.remainder = s.remainder - Formula::constant(taken) * term;
    else if (!separated || !range.constant())
      s.remainder = s.remainder + (coefficient - Formula::constant(taken)) * term;
    if (!separated) continue;
    const int k = pure_axis(d);
    if (k < 0) {
      s.shift = taken;
      continue;
    }
    const auto axis = static_cast<std::size_t>(k);
    if (d.orders[axis] == highest[axis] && !range.keeps_sign())
      throw std::invalid_argument(
          "the coefficient of " + names[i] + " vanishes or changes sign in the domain" +
          (coefficient.depends_on_any(names)
               ? " where " + s.problem.names.unknowns.front() + " and its derivatives are 0"
               : std::string()) +
          ", and this solver cannot take such an equation");
    s.constant[axis][static_cast<std::size_t>(d.orders[axis])] = taken;
  }
}

}  // namespace tessera::gp_pde
