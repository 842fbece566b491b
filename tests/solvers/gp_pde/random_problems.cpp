#include "tests/solvers/gp_pde/random_problems.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numbers>
#include <random>

namespace tessera::gp_pde::test {
namespace {

const char* const coordinate[] = {"X", "Y"};

std::string text(double value) {
  char buffer[40];
  std::snprintf(buffer, sizeof buffer, "(%.10g)", value);
  return buffer;
}

class Draw {
 public:
  explicit Draw(std::uint64_t number) : bits_(20260 + number) {}

  RandomProblem problem() {
    switch (integer(0, 9)) {
      case 0:
      case 1:
      case 2:
        elliptic(2);
        break;
      case 3:
        diffusion();
        break;
      case 4:
        wave();
        break;
      case 5:
        advection();
        break;
      case 6:
        plate();
        break;
      case 7:
        elliptic(1);
        break;
      case 8:
        chance(0.5) ? beam() : dispersion();
        break;
      default:
        chance(0.5) ? first_order() : third_order();
    }
    for (std::size_t k = 0; k < axes_; ++k)
      p_.points.push_back(integer(axes_ == 1 ? 120 : 90, axes_ == 1 ? 200 : 140));
    p_.exact = exact();
    return std::move(p_);
  }

 private:
  // Distributions of the standard library differ from one implementation to the next.
  double uniform(double a, double b) {
    return a + (b - a) * static_cast<double>(bits_() >> 11) * 0x1p-53;
  }
  int integer(int a, int b) { return std::min(b, a + static_cast<int>(uniform(0, b - a + 1))); }
  bool chance(double share) { return uniform(0, 1) < share; }

  void box(std::string kind, std::size_t axes) {
    p_.kind = std::move(kind);
    axes_ = axes;
    const double lengths[] = {0.5, 1, 2, 2 * std::numbers::pi};
    for (std::size_t k = 0; k < axes; ++k) {
      const double lower = std::round(uniform(-200, 200)) / 100;
      p_.ranges.push_back({lower, lower + lengths[integer(0, 3)]});
      p_.periodic.push_back(false);
    }
  }
  double length(std::size_t k) const { return p_.ranges[k].second - p_.ranges[k].first; }
  /// The axis's coordinate from 0 to 1.
  std::string unit(std::size_t k) const {
    return "((" + std::string(coordinate[k]) + "-" + text(p_.ranges[k].first) + ")/" +
           text(length(k)) + ")";
  }

  /// Size in units of the domain, so that no term is out of proportion.
  void term(std::vector<int> orders, double size, const std::string& shape = {}) {
    for (std::size_t k = 0; k < orders.size(); ++k) size *= std::pow(length(k), orders[k]);
    p_.terms.push_back({text(size) + (shape.empty() ? "" : "*" + shape), std::move(orders)});
  }
  std::vector<int> along(std::size_t axis, int order) const {
    std::vector<int> orders(axes_, 0);
    orders[axis] = order;
    return orders;
  }
  /// Empty, or a positive function between 1 - amount and 1 + amount.
  std::string shape(double amount) {
    if (chance(0.5)) return {};
    std::string waves;
    for (std::size_t k = 0; k < axes_; ++k) {
      if (k > 0) waves += "*";
      waves += "sin(2*pi*" + std::to_string(integer(1, 2)) + "*" + unit(k) + "+" +
               text(uniform(0, 6)) + ")";
    }
    return "(1+" + text(uniform(0.1, amount)) + "*" + waves + ")";
  }

  void values(std::size_t axis, bool upper) { p_.ends.push_back({axis, upper, {1}}); }
  void slope(std::size_t axis, bool upper) { p_.ends.push_back({axis, upper, {0, 1}}); }
  /// u_n + r u with r > 0, the sign for which the maximum principle holds.
  void robin(std::size_t axis, bool upper) {
    p_.ends.push_back({axis, upper, {uniform(0.5, 5) / length(axis), upper ? 1.0 : -1.0}});
  }
  /// Conditions of a second-order axis. True where at least one end has values.
  bool second_order_ends(std::size_t axis) {
    if (chance(0.15)) {
      p_.periodic[axis] = true;
      return false;
    }
    bool fixed = false;
    for (const bool upper : {false, true}) {
      const double kind = uniform(0, 1);
      if (kind < 0.5) {
        values(axis, upper);
        fixed = true;
      } else if (kind < 0.75) {
        slope(axis, upper);
      } else {
        robin(axis, upper);
      }
    }
    return fixed;
  }
  /// Clamped, or simply supported.
  void fourth_order_ends(std::size_t axis) {
    const bool clamped = chance(0.6);
    for (const bool upper : {false, true}) {
      values(axis, upper);
      if (clamped)
        slope(axis, upper);
      else
        p_.ends.push_back({axis, upper, {0, 0, 1}});
    }
  }

  /// Maximum principle: no term in u of the wrong sign, and one of the right sign where no side
  /// fixes the level.
  void elliptic(std::size_t axes) {
    box(axes == 1 ? "second order" : "elliptic", axes);
    double least = 1e9;
    for (std::size_t k = 0; k < axes; ++k) {
      const double size = uniform(0.5, 2);
      least = std::min(least, size);
      term(along(k, 2), size, shape(0.5));
      if (chance(0.5)) term(along(k, 1), uniform(-15, 15), shape(0.9));
    }
    // Elliptic as long as m^2 < 4 a b, and a, b >= least / 2.
    if (axes == 2 && chance(0.5)) term({1, 1}, uniform(-0.8, 0.8) * least, shape(0.2));
    bool fixed = false;
    for (std::size_t k = 0; k < axes; ++k) fixed = second_order_ends(k) || fixed;
    if (!fixed || chance(0.5)) term(along(0, 0), -uniform(1, 50), shape(0.8));
  }

  /// u_t = a u_xx + ..., forwards from the lower or backwards from the upper end.
  void diffusion() {
    box("diffusion", 2);
    const std::size_t time = chance(0.7) ? 1 : 0, space = 1 - time;
    const bool from_above = chance(0.2);
    term(along(time, 1), from_above ? -1 : 1);
    term(along(space, 2), -uniform(0.01, 0.5), shape(0.5));
    if (chance(0.5)) term(along(space, 1), uniform(-2, 2), shape(0.5));
    if (chance(0.5)) term(along(0, 0), uniform(0, 5), shape(0.8));
    second_order_ends(space);
    values(time, from_above);
    if (chance(0.2)) {
      p_.kind = "fourth-order diffusion";
      p_.terms[1] = {text(uniform(1e-4, 1e-2) * std::pow(length(space), 4)), along(space, 4)};
      std::erase_if(p_.ends, [&](const End& e) { return e.axis == space; });
      p_.periodic[space] = false;
      fourth_order_ends(space);
    }
  }

  /// Energy: u_tt = a u_xx + ..., slopes and values at the start.
  void wave() {
    box("wave", 2);
    const std::size_t time = chance(0.7) ? 1 : 0, space = 1 - time;
    term(along(time, 2), 1);
    term(along(space, 2), -uniform(0.2, 1.5), shape(0.4));
    if (chance(0.4)) term({1, 1}, uniform(-0.4, 0.4));
    if (chance(0.4)) term(along(time, 1), uniform(0, 3));
    if (chance(0.4)) term(along(0, 0), uniform(0, 10));
    if (chance(0.2))
      p_.periodic[space] = true;
    else
      for (const bool upper : {false, true}) values(space, upper);
    values(time, false);
    slope(time, false);
  }

  /// Data where the characteristics enter.
  void advection() {
    box("advection", 2);
    const double speed = uniform(0.3, 3) * (chance(0.5) ? 1 : -1);
    term(along(0, 1), speed, shape(0.5));
    term(along(1, 1), 1, shape(0.5));
    if (chance(0.5)) term({0, 0}, uniform(-1, 3), shape(0.8));
    if (chance(0.25))
      p_.periodic[0] = true;
    else
      values(0, speed < 0);
    values(1, false);
  }

  /// Coercive: every term has the sign of the first under the integral with u.
  void plate() {
    box("plate", 2);
    for (std::size_t k = 0; k < 2; ++k) term(along(k, 4), uniform(0.5, 2));
    term({2, 2}, uniform(0, 3));
    for (std::size_t k = 0; k < 2; ++k)
      if (chance(0.3)) term(along(k, 2), -uniform(0, 20));
    if (chance(0.5)) term({0, 0}, uniform(0, 200), shape(0.8));
    for (std::size_t k = 0; k < 2; ++k) fourth_order_ends(k);
  }
  void beam() {
    box("beam", 1);
    term({4}, uniform(0.5, 2));
    if (chance(0.5)) term({2}, -uniform(0, 50));
    if (chance(0.5)) term({0}, uniform(0, 200), shape(0.8));
    fourth_order_ends(0);
  }
  /// Coercive with the slope given at one end: -+ integral of u''' u = half the other slope
  /// squared.
  void third_order() {
    box("third order", 1);
    const bool upper = chance(0.5);
    const double sign = upper ? -1 : 1;
    term({3}, 1);
    if (chance(0.5)) term({2}, sign * uniform(0, 10));
    if (chance(0.5)) term({1}, uniform(-5, 5));
    if (chance(0.5)) term({0}, -sign * uniform(0, 20), shape(0.8));
    for (const bool end : {false, true}) values(0, end);
    slope(0, upper);
  }
  /// Linear Korteweg-de Vries equation; the same integral gives its energy.
  void dispersion() {
    box("dispersion", 2);
    term({0, 1}, 1);
    term({3, 0}, uniform(1e-4, 1e-2));
    if (chance(0.5)) term({1, 0}, uniform(-1, 1));
    for (const bool end : {false, true}) values(0, end);
    slope(0, true);
    values(1, false);
  }
  void first_order() {
    box("first order", 1);
    const bool upper = chance(0.5);
    term({1}, 1, shape(0.6));
    term({0}, (upper ? -1 : 1) * uniform(-1, 8), shape(0.8));
    values(0, upper);
  }

  /// A function of one axis.
  std::string factor(std::size_t k) {
    const bool periodic = p_.periodic[k];
    switch (integer(periodic ? 2 : 0, 3)) {
      case 0:
        return unit(k) + "^" + std::to_string(integer(0, 4));
      case 1:
        return "exp(-(" + unit(k) + "-" + text(uniform(0, 1)) + ")^2/" +
               text(std::pow(uniform(0.15, 0.5), 2)) + ")";
      case 2:
        return periodic ? "exp(cos(2*pi*" + unit(k) + "))"
                        : "exp(" + text(uniform(-3, 3)) + "*" + unit(k) + ")";
      default:
        return "cos(2*pi*" + frequency(k) + "*" + unit(k) + "+" + text(uniform(0, 6)) + ")";
    }
  }
  std::string frequency(std::size_t k) {
    return p_.periodic[k] ? std::to_string(integer(0, 5)) : text(uniform(-6, 6));
  }
  std::string exact() {
    std::string sum;
    const int pieces = integer(1, 3);
    for (int i = 0; i < pieces; ++i) {
      sum += (i > 0 ? "+" : "") + text(std::pow(10, uniform(-2, 0)));
      if (chance(0.5)) {  // a wave across the domain
        sum += "*sin(" + text(uniform(0, 6));
        for (std::size_t k = 0; k < axes_; ++k) sum += "+2*pi*" + frequency(k) + "*" + unit(k);
        sum += ")";
      } else {
        for (std::size_t k = 0; k < axes_; ++k) sum += "*" + factor(k);
      }
    }
    return sum;
  }

  std::mt19937_64 bits_;
  RandomProblem p_;
  std::size_t axes_ = 0;
};

std::string derivative(const std::vector<int>& orders) {
  std::string letters;
  for (std::size_t k = 0; k < orders.size(); ++k)
    letters += std::string(static_cast<std::size_t>(orders[k]), k == 0 ? 'x' : 'y');
  return letters.empty() ? "u" : "u_" + letters;
}

std::string left_hand_side(const RandomProblem& p) {
  std::string sum;
  for (const RandomProblem::Term& t : p.terms)
    sum += (sum.empty() ? "" : " + ") + t.coefficient + "*" + derivative(t.orders);
  return sum;
}

std::string with_coordinates(const std::string& formula, const std::string& x,
                             const std::string& y) {
  std::string result;
  for (const char c : formula) result += c == 'X' ? x : c == 'Y' ? y : std::string(1, c);
  return result;
}

}  // namespace

RandomProblem random_problem(std::uint64_t number) {
  return Draw(number).problem();
}

SplitProblem build(const RandomProblem& p, double shift) {
  const std::string x = shift == 0 ? "x" : "(x-" + text(shift) + ")";
  const std::string y = shift == 0 ? "y" : "(y-" + text(shift) + ")";
  auto ranges = p.ranges;
  for (auto& [lower, upper] : ranges) {
    lower += shift;
    upper += shift;
  }
  return manufactured(with_coordinates(left_hand_side(p), x, y), with_coordinates(p.exact, x, y),
                      std::move(ranges), p.ends, p.periodic);
}

RandomProblem exchanged(const RandomProblem& p) {
  RandomProblem q = p;
  for (RandomProblem::Term& t : q.terms) {
    t.coefficient = with_coordinates(t.coefficient, "Y", "X");
    std::reverse(t.orders.begin(), t.orders.end());
  }
  q.exact = with_coordinates(q.exact, "Y", "X");
  std::reverse(q.ranges.begin(), q.ranges.end());
  std::reverse(q.periodic.begin(), q.periodic.end());
  std::reverse(q.points.begin(), q.points.end());
  for (End& e : q.ends) e.axis = 1 - e.axis;
  return q;
}

std::string describe(const RandomProblem& p) {
  std::string all = p.kind + ": " + with_coordinates(left_hand_side(p), "x", "y") +
                    " = f, u = " + with_coordinates(p.exact, "x", "y");
  for (std::size_t k = 0; k < p.ranges.size(); ++k)
    all += "; axis " + std::to_string(k) + " " + text(p.ranges[k].first) + " to " +
           text(p.ranges[k].second) + (p.periodic[k] ? " periodic" : "") + ", " +
           std::to_string(p.points[k]) + " points";
  for (const End& e : p.ends) {
    all += "; axis " + std::to_string(e.axis) + (e.upper ? " upper [" : " lower [");
    for (const double c : e.coefficients) all += " " + text(c);
    all += " ]";
  }
  return all;
}

}  // namespace tessera::gp_pde::test
