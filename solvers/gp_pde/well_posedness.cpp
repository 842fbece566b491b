#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

#include "solvers/gp_pde/coefficients.hpp"

namespace tessera::gp_pde {
namespace {

struct Counts {
  int lower = 0;
  int upper = 0;
};

Counts count_conditions(const SplitProblem& s, std::size_t axis) {
  Counts n;
  for (const SideCondition& c : s.problem.conditions)
    if (c.axis == axis) ++(c.upper ? n.upper : n.lower);
  return n;
}

std::string derivative_text(const SplitProblem& s, std::size_t axis, int order) {
  std::vector<int> orders(s.axes(), 0);
  orders[axis] = order;
  return derivative_name({s.problem.names.unknowns.front(), orders}, s.problem.names);
}

std::string in_words(int count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

double leading(const SplitProblem& s, std::size_t axis) {
  return s.constant[axis].back();
}

/// All conditions at one end: data travel from there, in time or downstream.
bool one_sided(const SplitProblem& s, std::size_t axis) {
  const Counts n = count_conditions(s, axis);
  return !s.periodic(axis) && (n.lower == 0) != (n.upper == 0);
}

void require_count(const SplitProblem& s, std::size_t axis, int order) {
  const std::string& name = s.problem.names.axes[axis];
  const Counts n = count_conditions(s, axis);
  if (s.periodic(axis)) {
    if (n.lower + n.upper > 0)
      throw std::invalid_argument("the axis " + name +
                                  " is periodic: it has no sides, and takes no conditions");
    return;
  }
  const bool both_ends_of_first_order = order == 1 && n.lower == 1 && n.upper == 1;
  if (n.lower + n.upper == order || both_ends_of_first_order) return;
  throw std::invalid_argument(
      "the equation has derivatives up to order " + std::to_string(order) + " along " + name +
      ", so " + name + " needs " + in_words(order, "condition") + " at its ends in all; found " +
      std::to_string(n.lower) + " at the lower and " + std::to_string(n.upper) +
      " at the upper end. Give them under "
      "Boundary Conditions (\"All Sides: formula\", \"Lower: {" +
      name +
      ": formula}\"), those at the start of a time axis under "
      "Initial Conditions");
}

/// Whether an axis of first order is travelled from its upper end: where only that has data, or
/// where both have and the other axis diffuses the other way.
bool starts_above(const SplitProblem& s, std::size_t axis, const std::vector<int>& highest) {
  const Counts n = count_conditions(s, axis);
  if (n.lower == 0 || n.upper == 0 || s.axes() == 1) return n.lower == 0;
  const std::size_t other = 1 - axis;
  if (highest[other] % 2 != 0) return false;
  return leading(s, axis) * leading(s, other) * (highest[other] % 4 == 0 ? -1 : 1) > 0;
}

/// First-order equations a u_x + b u_t: data enter where the characteristics do. Seen from the last
/// axis of first order, whose lower end counts as the start unless only its upper end has data.
void choose_inflow(SplitProblem& s, const std::vector<int>& highest) {
  std::size_t clock = s.axes();
  for (std::size_t k = 0; k < s.axes(); ++k)
    if (highest[k] == 1 && !s.periodic(k)) clock = k;
  for (std::size_t k = 0; k < s.axes(); ++k) {
    for (std::size_t i = 0; i < s.problem.conditions.size(); ++i) {
      const SideCondition& c = s.problem.conditions[i];
      if (c.axis != k) continue;
      const Counts n = count_conditions(s, k);
      bool imposed = true;
      if (highest[k] == 1 && n.lower + n.upper == 2) {
        const bool clock_upper = starts_above(s, clock, highest);
        const bool along = k == clock || leading(s, k) * leading(s, clock) > 0;
        imposed = c.upper == (along ? clock_upper : !clock_upper);
      }
      if (imposed) s.imposed.push_back(i);
    }
  }
}

bool starts_at_upper_end(const SplitProblem& s, std::size_t axis) {
  for (const std::size_t i : imposed_indices(s, axis)) return s.problem.conditions[i].upper;
  return false;
}

/// Both axes travel: the data must stand where the characteristics enter.
void require_inflow(const SplitProblem& s) {
  if (s.constant[0].size() != 2 || s.constant[1].size() != 2) return;
  const bool same_direction = leading(s, 0) * leading(s, 1) > 0;
  if (same_direction == (starts_at_upper_end(s, 0) == starts_at_upper_end(s, 1))) return;
  const std::string& x = s.problem.names.axes[0];
  const bool upper = starts_at_upper_end(s, 0);
  throw std::invalid_argument("the " + std::string(upper ? "upper" : "lower") + " end of " + x +
                              " is where the solution flows out: give its values at the " +
                              (upper ? "lower" : "upper") + " end of " + x);
}

/// One axis is travelled, the other is not: the sign decides whether the problem grows without
/// bound.
void require_evolution(const SplitProblem& s, std::size_t time, std::size_t space) {
  const auto order_t = static_cast<int>(s.constant[time].size()) - 1;
  const auto order_x = static_cast<int>(s.constant[space].size()) - 1;
  const std::string& t = s.problem.names.axes[time];
  double a = leading(s, time);
  if (starts_at_upper_end(s, time) && order_t % 2 != 0) a = -a;
  const double b = leading(s, space) * (order_x % 4 == 0 ? -1 : 1);
  if (order_x % 2 != 0) return;
  if (order_t == 1 && a * b > 0)
    throw std::invalid_argument(
        "the diffusion has the wrong sign: from data at the " +
        std::string(starts_at_upper_end(s, time) ? "upper" : "lower") + " end of " + t +
        " the solution grows without bound (a diffusion equation run backwards)");
  if (order_t == 2 && a * b > 0)
    throw std::invalid_argument(derivative_text(s, time, 2) + " and " +
                                derivative_text(s, space, order_x) +
                                " have signs that make the equation elliptic: data at one end of " +
                                t + " alone do not determine its solution");
}

/// No axis is travelled.
void require_elliptic(const SplitProblem& s) {
  const std::vector<int> highest = highest_orders(s);
  for (std::size_t k = 1; k < s.axes(); ++k) {
    const double sign_k = highest[k] % 4 == 0 ? -1 : 1;
    const double sign_0 = highest[0] % 4 == 0 ? -1 : 1;
    if (sign_k * leading(s, k) * sign_0 * leading(s, 0) < 0)
      throw std::invalid_argument(
          "the leading derivatives along " + s.problem.names.axes[0] + " and " +
          s.problem.names.axes[k] +
          " have opposite signs: the equation is not elliptic, and data on all sides do not "
          "determine its solution. Give the data of a time axis as Initial Conditions");
  }
  if (s.axes() != 2 || highest[0] != 2 || highest[1] != 2) return;
  double mixed = 0;
  double product = 1;
  for (std::size_t i = 0; i < s.term_fields.size(); ++i) {
    const std::vector<int>& orders = s.term_fields[i].orders;
    if (orders[0] + orders[1] != 2) continue;
    const CoefficientRange a = coefficient_range(s.classification.coefficients[i], s);
    if (orders[0] == 1)
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

void choose_conditions(SplitProblem& s) {
  const std::vector<int> highest = highest_orders(s);
  for (std::size_t k = 0; k < s.axes(); ++k) {
    if (highest[k] == 0)
      throw std::invalid_argument("the equation has no derivative along " +
                                  s.problem.names.axes[k]);
    if (leading(s, k) == 0)
      throw std::invalid_argument("the equation has no " + derivative_text(s, k, highest[k]) +
                                  " but other derivatives of order " + std::to_string(highest[k]) +
                                  " along " + s.problem.names.axes[k] +
                                  "; this solver needs the pure derivative");
    require_count(s, k, highest[k]);
  }
  choose_inflow(s, highest);
  if (s.axes() == 1) return;
  const bool first = one_sided(s, 0) || highest[0] == 1;
  const bool second = one_sided(s, 1) || highest[1] == 1;
  if (!first && !second) require_elliptic(s);
  if (first && second && !s.periodic(0) && !s.periodic(1)) require_inflow(s);
  if (first != second) require_evolution(s, first ? 0 : 1, first ? 1 : 0);
}

}  // namespace tessera::gp_pde
