#include "solvers/gp_pde/problem.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace tessera::gp_pde {
namespace {

using Vector = Eigen::VectorXd;

/// Cell midpoints, for means of coefficients: no node of a periodic coefficient is hit twice.
Vector midpoints(std::pair<double, double> range, Index count) {
  const double step = (range.second - range.first) / static_cast<double>(count);
  return Vector::LinSpaced(count, range.first + step / 2, range.second - step / 2);
}

struct CoefficientValues {
  double mean;
  double minimum;
  double maximum;
};

/// A coefficient over the box with the unknown and its derivatives put to zero.
CoefficientValues coefficient_values(const Formula& coefficient, const BoundaryValueProblem& p,
                                     const std::vector<std::string>& unknowns) {
  std::map<std::string, Formula> zero;
  for (const std::string& name : unknowns) zero.emplace(name, Formula::constant(0));
  const Formula at_zero = coefficient.substitute(zero);
  if (const auto constant = at_zero.constant_value()) return {*constant, *constant, *constant};
  constexpr Index samples = 48;
  std::vector<Vector> points;
  for (const auto& range : p.ranges) points.push_back(midpoints(range, samples));
  const Vector values = GridEvaluator({at_zero}, p.names.axes).evaluate(points).front();
  return {values.mean(), values.minCoeff(), values.maxCoeff()};
}

int total_order(const DerivativeName& d) {
  int sum = 0;
  for (const int order : d.orders) sum += order;
  return sum;
}

void require_supported(const Classification& c, const BoundaryValueProblem& p) {
  const std::string& unknown = p.names.unknowns.front();
  if (p.names.axes.size() > 2)
    throw std::invalid_argument("the solver takes one or two axes, the deck has " +
                                std::to_string(p.names.axes.size()));
  if (c.derivatives.empty())
    throw std::invalid_argument("the equation does not contain the unknown " + unknown);
  if (c.order > 2)
    throw std::invalid_argument("the equation has a derivative of order " +
                                std::to_string(c.order) + "; the solver takes up to order 2");
}

void compile(SplitProblem& s) {
  const std::vector<std::string>& axes = s.problem.names.axes;
  const auto on_grid = [&](const std::vector<Formula>& formulas,
                           const std::vector<std::string>& fields = {}) {
    return std::make_shared<const GridEvaluator>(formulas, axes, fields);
  };
  s.remainder_on_grid = on_grid({s.remainder}, s.field_names);
  s.derivatives_on_grid = on_grid(s.field_derivatives, s.field_names);
  s.source_on_grid = on_grid({s.source});
  const Classification& c = s.classification;
  std::vector<Formula> residual_and_terms{s.problem.residual, s.source};
  for (std::size_t i = 0; i < c.derivatives.size(); ++i)
    residual_and_terms.push_back(c.coefficients[i] * Formula::name(c.derivatives[i]));
  s.residual_on_grid = on_grid(residual_and_terms, c.derivatives);
  for (const auto& [lower, upper] : s.problem.boundary)
    s.boundary_on_grid.emplace_back(on_grid({lower}), on_grid({upper}));
}

bool is_mixed(const DerivativeName& d) {
  return total_order(d) == 2 && std::find(d.orders.begin(), d.orders.end(), 2) == d.orders.end();
}

/// Moves the constant part of u and its pure second derivatives out of the remainder.
void separate_constant_part(SplitProblem& s) {
  const auto& names = s.classification.derivatives;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const DerivativeName d = *derivative_of_name(names[i], s.problem.names);
    s.term_fields.push_back(d);
    const auto second = std::find(d.orders.begin(), d.orders.end(), 2);
    if (total_order(d) != 0 && second == d.orders.end()) continue;
    const CoefficientValues a =
        coefficient_values(s.classification.coefficients[i], s.problem, names);
    if (second == d.orders.end()) {
      s.linear_shift = a.mean;
    } else {
      if (!(a.minimum * a.maximum > 0))
        throw std::invalid_argument("the coefficient of " + names[i] +
                                    " vanishes or changes sign in the domain: the equation is not "
                                    "elliptic there, and this solver cannot take it");
      s.second_derivative[static_cast<std::size_t>(second - d.orders.begin())] = a.mean;
    }
    s.remainder = s.remainder - Formula::constant(a.mean) * Formula::name(names[i]);
  }
}

/// Data on all sides determine the solution of elliptic equations only.
void require_elliptic(const SplitProblem& s) {
  const FormulaNames& names = s.problem.names;
  const std::size_t axes = names.axes.size();
  for (std::size_t k = 0; k < axes; ++k) {
    std::vector<int> orders(axes, 0);
    orders[k] = 2;
    if (s.second_derivative[k] == 0)
      throw std::invalid_argument("the equation has no " +
                                  derivative_name({names.unknowns.front(), orders}, names) +
                                  ": data on all sides need a second derivative along every axis");
    if (s.second_derivative[k] * s.second_derivative[0] < 0)
      throw std::invalid_argument(
          "the second derivatives have opposite signs: the equation is not elliptic, and data on "
          "all sides do not determine its solution");
  }
  const auto& derivatives = s.classification.derivatives;
  double mixed = 0;
  double product = 1;
  for (std::size_t i = 0; i < derivatives.size(); ++i) {
    if (total_order(s.term_fields[i]) != 2) continue;
    const CoefficientValues a =
        coefficient_values(s.classification.coefficients[i], s.problem, derivatives);
    if (is_mixed(s.term_fields[i]))
      mixed = std::max(std::abs(a.minimum), std::abs(a.maximum));
    else
      product *= std::min(std::abs(a.minimum), std::abs(a.maximum));
  }
  if (mixed > 0 && !(mixed * mixed < 4 * product))
    throw std::invalid_argument(
        "the mixed derivative outweighs the second derivatives: the equation is not elliptic, and "
        "data on all sides do not determine its solution");
}

}  // namespace

SplitProblem split(const BoundaryValueProblem& problem) {
  SplitProblem s;
  s.problem = problem;
  s.classification = classify(problem);
  require_supported(s.classification, problem);
  s.second_derivative.assign(problem.names.axes.size(), 0.0);
  s.remainder = problem.residual;
  s.source = inhomogeneity(problem);
  separate_constant_part(s);
  require_elliptic(s);
  for (const std::string& name : s.remainder.names()) {
    if (const auto d = derivative_of_name(name, problem.names)) {
      s.fields.push_back(*d);
      s.field_names.push_back(name);
      s.field_derivatives.push_back(s.remainder.derivative(name));
    }
  }
  s.direct = s.fields.empty();
  compile(s);
  return s;
}

Vector boundary_data(const SplitProblem& problem, std::size_t axis, bool upper,
                     std::vector<Vector> coordinates) {
  const auto [first, last] = problem.problem.ranges[axis];
  coordinates[axis] = Vector::Constant(1, upper ? last : first);
  const auto& ends = problem.boundary_on_grid[axis];
  return (upper ? ends.second : ends.first)->evaluate(coordinates).front();
}

}  // namespace tessera::gp_pde
