#pragma once

#include "tests/solvers/comparators/problems.hpp"

namespace tessera::comparators {

/// A manufactured problem and its solution.
struct TestProblem {
  BoxProblem problem;
  Exact exact;
};

inline TestProblem make(std::vector<std::pair<double, double>> ranges, const Equation& e,
                        const Exact& u, const std::vector<Condition>& conditions,
                        std::vector<bool> periodic = {}) {
  return {manufacture(std::move(ranges), e, u, conditions, std::move(periodic)), u};
}

/// u_xx + u_yy + 3000 u = f.
inline TestProblem resonant_helmholtz() {
  const Exact u = {{1, sine(60), sine(40)}, {1, exponential(1), power(1)}};
  // u = sin 60x sin 40y + y e^x.
  return {helmholtz({{0, 1}, {0, 1}}, {1, 1}, 3000, u), u};
}

/// (a u_x)_x + (a u_y)_y = f in strong form, a = 1 + amplitude sin 2 pi x sin 2 pi y.
inline TestProblem variable_diffusion(double amplitude, const Exact& u) {
  constexpr double w = 2 * std::numbers::pi;
  Equation e;
  e.fields = {{2, 0}, {0, 2}, {1, 0}, {0, 1}};
  e.constant = {{0, 0, 1}, {0, 0, 1}};
  e.separable = false;
  e.row_scaling = [=](double x, double y) {
    return 1 + amplitude * std::sin(w * x) * std::sin(w * y);
  };
  e.slopes = [=](const Array& x, const Array& y, const Fields&) {
    const Array a = 1 + amplitude * (w * x).sin() * (w * y).sin();
    return std::vector<Array>{a, a, amplitude * w * (w * x).cos() * (w * y).sin(),
                              amplitude * w * (w * x).sin() * (w * y).cos()};
  };
  e.value = [slopes = e.slopes](const Array& x, const Array& y, const Fields& v) {
    const auto d = slopes(x, y, v);
    return Array(d[0] * v[0] + d[1] * v[1] + d[2] * v[2] + d[3] * v[3]);
  };
  return make({{0, 1}, {0, 1}}, e, u, dirichlet(2));
}

/// Space first, then time with initial values of u up to the order `initial` - 1.
inline std::vector<Condition> space_time(int initial) {
  std::vector<Condition> list = {{0, false, {1}}, {0, true, {1}}, {1, false, {1}}};
  if (initial == 2) list.push_back({1, false, {0, 1}});
  return list;
}

/// u_t = nu u_xx.
inline TestProblem heat(double nu) {
  const Exact u = {{1, sine(40, 0.3), exponential(-1600 * nu)},
                   {1, cosine(10), exponential(-100 * nu)},
                   {0.5, power(0)}};
  return make({{0, 1}, {0, 1}}, separable(2, {{0, 1}, {2, 0}}, {1, -nu}), u, space_time(1));
}

/// u_tt = u_xx up to the time `end`: sin 40 (x - t) + 0.5 cos 25 (x + t).
inline TestProblem wave(double end) {
  const Exact u = {{1, sine(40), cosine(40)},
                   {-1, cosine(40), sine(40)},
                   {0.5, cosine(25), cosine(25)},
                   {-0.5, sine(25), sine(25)}};
  return make({{0, 1}, {0, end}}, separable(2, {{0, 2}, {2, 0}}, {1, -1}), u, space_time(2));
}

/// speed u_x + u_y = 0 with data at the lower ends alone: sin(x - speed y).
inline TestProblem advection(double speed) {
  const Exact u = {{1, sine(1), cosine(speed)}, {-1, cosine(1), sine(speed)}};
  return make({{0, 2 * std::numbers::pi}, {0, 1}}, separable(2, {{1, 0}, {0, 1}}, {speed, 1}), u,
              {{0, false, {1}}, {1, false, {1}}});
}

/// u_t + u u_x = nu u_xx: 0.5 sin 40x cos 20t + x.
inline TestProblem burgers(double nu, double frequency) {
  const Exact u = {{0.5, sine(frequency), cosine(frequency / 2)}, {1, power(1)}};
  Equation e;
  e.fields = {{0, 0}, {1, 0}, {2, 0}, {0, 1}};
  e.constant = {{0, 0, -nu}, {0, 1}};
  e.linear = e.separable = false;
  e.value = [=](const Array&, const Array&, const Fields& v) {
    return Array(v[3] + v[0] * v[1] - nu * v[2]);
  };
  e.slopes = [=](const Array& x, const Array&, const Fields& v) {
    return std::vector<Array>{v[1], v[0], Array::Constant(x.size(), -nu), Array::Ones(x.size())};
  };
  return make({{0, 1}, {0, 1}}, e, u, space_time(1));
}

/// Biharmonic, clamped: u_xxxx + 2 u_xxyy + u_yyyy = f, preconditioned by the pure derivatives.
inline TestProblem biharmonic(const Exact& u) {
  Equation e = separable(2, {{4, 0}, {0, 4}, {2, 2}}, {1, 1, 2});
  e.constant = {{0, 0, 0, 0, 1}, {0, 0, 0, 0, 1}};
  e.separable = false;
  std::vector<Condition> conditions = dirichlet(2);
  for (const Condition& c : dirichlet(2)) conditions.push_back({c.axis, c.upper, {0, 1}});
  return make({{0, 1}, {0, 1}}, e, u, conditions);
}

/// u_xx + u_yy + 0.7 u_xy = f.
inline TestProblem mixed_derivative(const Exact& u) {
  Equation e = separable(2, {{2, 0}, {0, 2}, {1, 1}}, {1, 1, 0.7});
  e.constant = {{0, 0, 1}, {0, 0, 1}};
  e.separable = false;
  return make({{0, 1}, {-1, 1}}, e, u, dirichlet(2));
}

/// u_xx + 2 u_yy = f; Neumann and Robin in x, Dirichlet and Neumann in y.
inline TestProblem robin_poisson(const Exact& u) {
  return make({{0, 1.5}, {-1, 1}}, separable(2, {{2, 0}, {0, 2}}, {1, 2}), u,
              {{0, false, {0, 1}}, {0, true, {2, 1}}, {1, false, {1}}, {1, true, {0, 1}}});
}

/// u_t + 3 u_x - nu u_xx = f, periodic in x over 2.
inline TestProblem periodic_advection_diffusion(double nu) {
  constexpr double w = std::numbers::pi;
  const Exact u = {{1, sine(3 * w, 0.2), exponential(-1)}, {0.3, cosine(8 * w), sine(5)}};
  return make({{-1, 1}, {0, 1}}, separable(2, {{0, 1}, {1, 0}, {2, 0}}, {1, 3, -nu}), u,
              {{1, false, {1}}}, {true, false});
}

/// u_xxxx + (1 + x) u = f, clamped.
inline TestProblem beam(double frequency) {
  Equation e;
  e.fields = {{4}, {0}};
  e.constant = {{0, 0, 0, 0, 1}};
  e.shift = 1;
  e.separable = false;
  e.value = [](const Array& x, const Array&, const Fields& v) {
    return Array(v[0] + (1 + x) * v[1]);
  };
  e.slopes = [](const Array& x, const Array&, const Fields&) {
    return std::vector<Array>{Array::Ones(x.size()), 1 + x};
  };
  return make({{0, 1}}, e, {{1, sine(frequency)}, {1, power(2)}},
              {{0, false, {1}}, {0, false, {0, 1}}, {0, true, {1}}, {0, true, {0, 1}}});
}

/// (1 + x) u_xx + cos(3 x) u_x - u = f; Dirichlet and Robin.
inline TestProblem convection(double frequency) {
  Equation e;
  e.fields = {{2}, {1}, {0}};
  e.constant = {{0, 0, 1}};
  e.separable = false;
  e.row_scaling = [](double x, double) { return 1 + x; };
  e.slopes = [](const Array& x, const Array&, const Fields&) {
    return std::vector<Array>{1 + x, (3 * x).cos(), Array::Constant(x.size(), -1)};
  };
  e.value = [slopes = e.slopes](const Array& x, const Array& y, const Fields& v) {
    const auto d = slopes(x, y, v);
    return Array(d[0] * v[0] + d[1] * v[1] + d[2] * v[2]);
  };
  return make({{0, 2}}, e, {{1, sine(frequency, 0.4)}, {0.3, exponential(0.5)}},
              {{0, false, {1}}, {0, true, {1, 2}}});
}

}  // namespace tessera::comparators
