#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

#include "solvers/comparators/collocation.hpp"

namespace tessera::comparators {
namespace {

constexpr int highest_order = 4;

std::string axis_name(std::size_t k) {
  return "axis " + std::to_string(k + 1);
}

void require_shapes(const BoxProblem& problem, const std::vector<Index>& points) {
  const std::size_t axes = problem.ranges.size();
  if (axes < 1 || axes > 2)
    throw std::invalid_argument("The comparators solve problems on one or two axes, not " +
                                std::to_string(axes) + ".");
  if (points.size() != axes || problem.constant.size() != axes ||
      (!problem.periodic.empty() && problem.periodic.size() != axes))
    throw std::invalid_argument(
        "The comparators need one number of points and one constant part for each axis.");
  if (problem.fields.empty() || !problem.residual || (!problem.separable && !problem.derivatives))
    throw std::invalid_argument("The comparators need the equation's residual and its fields.");
  for (const std::vector<int>& orders : problem.fields)
    if (orders.size() != axes ||
        std::any_of(orders.begin(), orders.end(), [](int o) { return o < 0 || o > highest_order; }))
      throw std::invalid_argument("The comparators take derivatives up to the order " +
                                  std::to_string(highest_order) + " along each axis.");
}

std::size_t highest_derivative(const BoxProblem& problem, std::size_t axis) {
  std::size_t highest = 0;
  for (const std::vector<int>& orders : problem.fields)
    highest = std::max(highest, static_cast<std::size_t>(orders[axis]));
  return highest;
}

void require_conditions(const BoxProblem& problem, std::size_t axis) {
  std::size_t count = 0;
  for (const EndCondition& c : problem.conditions) {
    if (c.axis != axis) continue;
    ++count;
    if (!c.data || c.coefficients.empty() || c.coefficients.size() > highest_order ||
        std::all_of(c.coefficients.begin(), c.coefficients.end(),
                    [](double a) { return a == 0; }) ||
        !std::all_of(c.coefficients.begin(), c.coefficients.end(),
                     [](double a) { return std::isfinite(a); }))
      throw std::invalid_argument(
          "A condition at an end of " + axis_name(axis) +
          " needs data and finite coefficients up to the third derivative.");
  }
  const bool periodic = !problem.periodic.empty() && problem.periodic[axis];
  const std::size_t needed = periodic ? 0 : highest_derivative(problem, axis);
  if (count != needed)
    throw std::invalid_argument("The comparators need " + std::to_string(needed) +
                                " conditions at the ends of " + axis_name(axis) + ", not " +
                                std::to_string(count) + ".");
}

}  // namespace

void require_valid(const BoxProblem& problem, const std::vector<Index>& points) {
  require_shapes(problem, points);
  for (const EndCondition& c : problem.conditions)
    if (c.axis >= points.size())
      throw std::invalid_argument("A condition is on " + axis_name(c.axis) +
                                  ", which does not exist.");
  for (std::size_t k = 0; k < points.size(); ++k) {
    const double l = problem.ranges[k].second - problem.ranges[k].first;
    if (!(l > 0) || !std::isfinite(l))
      throw std::invalid_argument("Axis " + std::to_string(k + 1) + " has no proper range.");
    require_conditions(problem, k);
    const Index least = std::max<Index>(3, static_cast<Index>(highest_derivative(problem, k)) + 1);
    if (points[k] < least)
      throw std::invalid_argument(
          "Axis " + std::to_string(k + 1) + " has " + std::to_string(points[k]) +
          " points; the comparators need at least " + std::to_string(least) + ".");
    if (problem.constant[k].size() > highest_order + 1)
      throw std::invalid_argument("The constant part along " + axis_name(k) +
                                  " has derivatives beyond the fourth.");
  }
}

Orders wanted_orders(const BoxProblem& problem, std::size_t axis) {
  Orders wanted(highest_order + 1, false);
  for (const std::vector<int>& orders : problem.fields)
    wanted[static_cast<std::size_t>(orders[axis])] = true;
  for (std::size_t o = 1; o < problem.constant[axis].size(); ++o)
    if (problem.constant[axis][o] != 0) wanted[o] = true;
  for (const EndCondition& c : problem.conditions)
    for (std::size_t o = 0; c.axis == axis && o < c.coefficients.size(); ++o)
      if (c.coefficients[o] != 0) wanted[o] = true;
  return wanted;
}

std::vector<UnitCondition> unit_conditions(const BoxProblem& problem, std::size_t axis,
                                           std::vector<double>* factors) {
  const double l = problem.ranges[axis].second - problem.ranges[axis].first;
  std::vector<UnitCondition> list;
  for (const EndCondition& c : problem.conditions) {
    if (c.axis != axis) continue;
    UnitCondition unit{c.upper, c.coefficients};
    double largest = 0;
    for (std::size_t o = 0; o < unit.coefficients.size(); ++o) {
      unit.coefficients[o] *= std::pow(l, -static_cast<double>(o));
      largest = std::max(largest, std::abs(unit.coefficients[o]));
    }
    while (unit.coefficients.back() == 0) unit.coefficients.pop_back();
    for (double& a : unit.coefficients) a /= largest;
    if (factors != nullptr) factors->push_back(1 / largest);
    list.push_back(std::move(unit));
  }
  return list;
}

std::vector<double> unit_coefficients(const BoxProblem& problem, std::size_t axis) {
  const double l = problem.ranges[axis].second - problem.ranges[axis].first;
  std::vector<double> list = problem.constant[axis];
  for (std::size_t o = 0; o < list.size(); ++o) list[o] *= std::pow(l, -static_cast<double>(o));
  while (!list.empty() && list.back() == 0) list.pop_back();
  return list;
}

std::vector<Eigen::VectorXd> unit_coordinates(const BoxProblem& problem,
                                              const std::vector<Eigen::VectorXd>& evaluation) {
  if (evaluation.size() != problem.ranges.size())
    throw std::invalid_argument("The evaluation grid needs one list of coordinates per axis.");
  std::vector<Eigen::VectorXd> unit;
  for (std::size_t k = 0; k < evaluation.size(); ++k) {
    const auto& range = problem.ranges[k];
    Eigen::VectorXd t = (evaluation[k].array() - range.first) / (range.second - range.first);
    if (t.size() > 0 && !(t.minCoeff() >= -1e-12 && t.maxCoeff() <= 1 + 1e-12))
      throw std::invalid_argument("The evaluation grid leaves the range of axis " +
                                  std::to_string(k + 1) + ".");
    unit.push_back(t.cwiseMax(0.0).cwiseMin(1.0));
  }
  return unit;
}

}  // namespace tessera::comparators
