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

}  // namespace

SplitProblem split(const BoundaryValueProblem& problem) {
  SplitProblem s;
  s.problem = problem;
  s.classification = classify(problem);
  s.remainder = problem.residual;
  s.source = inhomogeneity(problem);
  require_supported(s.classification, problem);
  const std::string& unknown = problem.names.unknowns.front();
  const std::size_t axes = problem.names.axes.size();
  s.second_derivative.assign(axes, 0.0);
  const auto& names = s.classification.derivatives;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const DerivativeName d = *derivative_of_name(names[i], problem.names);
    s.term_fields.push_back(d);
    const int order = total_order(d);
    const auto axis =
        static_cast<std::size_t>(std::find(d.orders.begin(), d.orders.end(), 2) - d.orders.begin());
    if (order != 0 && axis == axes) continue;
    const CoefficientValues a =
        coefficient_values(s.classification.coefficients[i], problem, names);
    if (order == 0) {
      s.linear_shift = a.mean;
    } else {
      if (!(a.minimum * a.maximum > 0))
        throw std::invalid_argument("the coefficient of " + names[i] +
                                    " vanishes or changes sign in the domain: the equation is not "
                                    "elliptic there, and this solver cannot take it");
      s.second_derivative[axis] = a.mean;
    }
    s.remainder = s.remainder - Formula::constant(a.mean) * Formula::name(names[i]);
  }
  for (std::size_t k = 0; k < axes; ++k) {
    const std::string second = derivative_name({unknown,
                                                [&] {
                                                  std::vector<int> orders(axes, 0);
                                                  orders[k] = 2;
                                                  return orders;
                                                }()},
                                               problem.names);
    if (s.second_derivative[k] == 0)
      throw std::invalid_argument("the equation has no " + second +
                                  ": data on all sides need a second derivative along every axis");
    if (s.second_derivative[k] * s.second_derivative[0] < 0)
      throw std::invalid_argument(
          "the second derivatives have opposite signs: the equation is not elliptic, and data on "
          "all sides do not determine its solution");
  }
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
