#pragma once

#include <cmath>
#include <functional>
#include <limits>
#include <memory>
#include <numbers>
#include <utility>
#include <vector>

#include <Eigen/Core>

#include "solvers/comparators/box_problem.hpp"

namespace tessera::comparators {

/// A function of one variable with all its derivatives: f(order, x).
using Factor = std::function<double(int order, double x)>;

inline Factor sine(double frequency, double phase = 0) {
  return [=](int o, double x) {
    return std::pow(frequency, o) * std::sin(frequency * x + phase + o * std::numbers::pi / 2);
  };
}
inline Factor cosine(double frequency) {
  return sine(frequency, std::numbers::pi / 2);
}
inline Factor exponential(double rate) {
  return [=](int o, double x) { return std::pow(rate, o) * std::exp(rate * x); };
}
inline Factor power(int p) {
  return [=](int o, double x) {
    double factor = 1;
    for (int k = 0; k < o; ++k) factor *= p - k;
    return factor == 0 ? 0.0 : factor * std::pow(x, p - o);
  };
}

/// An exact solution: a sum of products.
struct Product {
  double amplitude;
  Factor x;
  Factor y = power(0);
};
using Exact = std::vector<Product>;

inline double value(const Exact& u, double x, double y, int order_x = 0, int order_y = 0) {
  double sum = 0;
  for (const Product& p : u) sum += p.amplitude * p.x(order_x, x) * p.y(order_y, y);
  return sum;
}

/// f(x, y) at every point of a tensor grid, first axis fastest; y = 0 on one axis.
inline Eigen::ArrayXd sample(const Coordinates& at,
                             const std::function<double(double, double)>& f) {
  const Index n2 = at.size() == 2 ? at[1].size() : 1;
  Eigen::ArrayXd values(at[0].size() * n2);
  for (Index j = 0; j < n2; ++j)
    for (Index i = 0; i < at[0].size(); ++i)
      values[i + j * at[0].size()] = f(at[0][i], at.size() == 2 ? at[1][j] : 0.0);
  return values;
}

inline Eigen::VectorXd sample(const Coordinates& at, const Exact& u, int order_x = 0,
                              int order_y = 0) {
  return sample(at, [&](double x, double y) { return value(u, x, y, order_x, order_y); }).matrix();
}

using Array = Eigen::ArrayXd;
using Fields = std::vector<Eigen::Map<const Array>>;

/// The left-hand side, without its source: values and slopes from x, y and the fields' values.
struct Equation {
  std::vector<std::vector<int>> fields;
  std::function<Array(const Array& x, const Array& y, const Fields&)> value;
  std::function<std::vector<Array>(const Array& x, const Array& y, const Fields&)> slopes;
  std::vector<std::vector<double>> constant;
  double shift = 0;
  bool linear = true;
  bool separable = true;
  std::function<double(double, double)> row_scaling = {};
};

/// sum_f coefficient_f field_f with constant coefficients, all of which are in the constant part.
inline Equation separable(std::size_t axes, std::vector<std::vector<int>> fields,
                          std::vector<double> coefficients) {
  Equation e;
  e.fields = fields;
  e.constant.assign(axes, std::vector<double>(5, 0.0));
  for (std::size_t f = 0; f < fields.size(); ++f) {
    bool plain = true;
    for (std::size_t k = 0; k < axes; ++k)
      if (fields[f][k] > 0) {
        e.constant[k][static_cast<std::size_t>(fields[f][k])] = coefficients[f];
        plain = false;
      }
    if (plain) e.shift = coefficients[f];
  }
  e.value = [=](const Array& x, const Array&, const Fields& v) {
    Array r = Array::Zero(x.size());
    for (std::size_t f = 0; f < v.size(); ++f) r += coefficients[f] * v[f];
    return r;
  };
  e.slopes = [=](const Array& x, const Array&, const Fields&) {
    std::vector<Array> d;
    for (const double c : coefficients) d.push_back(Array::Constant(x.size(), c));
    return d;
  };
  return e;
}

/// A condition: axis, end, coefficients; its data are made from the exact solution.
struct Condition {
  std::size_t axis;
  bool upper;
  std::vector<double> coefficients;
};

inline std::vector<Condition> dirichlet(std::size_t axes) {
  std::vector<Condition> list;
  for (std::size_t k = 0; k < axes; ++k)
    for (const bool upper : {false, true}) list.push_back({k, upper, {1}});
  return list;
}

/// What does not depend on u, kept for the grid it was last asked on, so that measurements are not
/// of sines.
struct KeptSource {
  Coordinates grid;
  Array x, y, source;
};

inline std::shared_ptr<const KeptSource> source_on(const Coordinates& at, const Equation& e,
                                                   const Exact& u) {
  auto kept = std::make_shared<KeptSource>();
  kept->grid = at;
  kept->x = sample(at, [](double x, double) { return x; });
  kept->y = sample(at, [](double, double y) { return y; });
  std::vector<Eigen::VectorXd> values;
  for (const auto& o : e.fields) values.push_back(sample(at, u, o[0], o.size() == 2 ? o[1] : 0));
  Fields fields;
  for (const auto& v : values) fields.emplace_back(v.data(), v.size());
  kept->source = e.value(kept->x, kept->y, fields);
  return kept;
}

inline bool same_grid(const Coordinates& a, const Coordinates& b) {
  for (std::size_t k = 0; k < a.size(); ++k)
    if (a[k].size() != b[k].size() || a[k] != b[k]) return false;
  return true;
}

/// The equation with the source and the conditions' data that the exact solution makes.
inline BoxProblem manufacture(std::vector<std::pair<double, double>> ranges, const Equation& e,
                              const Exact& u, const std::vector<Condition>& conditions,
                              std::vector<bool> periodic = {}) {
  BoxProblem problem;
  problem.ranges = std::move(ranges);
  problem.periodic = std::move(periodic);
  problem.fields = e.fields;
  problem.linear = e.linear;
  problem.separable = e.separable;
  problem.constant = e.constant;
  problem.shift = e.shift;
  const auto kept = std::make_shared<std::shared_ptr<const KeptSource>>();
  const auto on = [=](const Coordinates& at) {
    if (*kept == nullptr || !same_grid((*kept)->grid, at)) *kept = source_on(at, e, u);
    return *kept;
  };
  problem.residual = [=](const Coordinates& at, const std::vector<const double*>& values) {
    const auto source = on(at);
    Fields fields;
    for (const double* v : values) fields.emplace_back(v, source->x.size());
    return Eigen::VectorXd(e.value(source->x, source->y, fields) - source->source);
  };
  problem.derivatives = [=](const Coordinates& at, const std::vector<const double*>& values) {
    const auto source = on(at);
    Fields fields;
    for (const double* v : values) fields.emplace_back(v, source->x.size());
    std::vector<Eigen::VectorXd> slopes;
    for (const Array& d : e.slopes(source->x, source->y, fields)) slopes.push_back(d.matrix());
    return slopes;
  };
  if (e.row_scaling)
    problem.row_scaling = [=](const Coordinates& at) {
      return Eigen::VectorXd(sample(at, e.row_scaling));
    };
  for (const Condition& c : conditions)
    problem.conditions.push_back(
        {c.axis, c.upper, c.coefficients, [=](const Coordinates& at) {
           Eigen::VectorXd data = Eigen::VectorXd::Zero(sample(at, u).size());
           for (std::size_t o = 0; o < c.coefficients.size(); ++o) {
             const int order = static_cast<int>(o);
             data += c.coefficients[o] *
                     sample(at, u, c.axis == 0 ? order : 0, c.axis == 1 ? order : 0);
           }
           return data;
         }});
  return problem;
}

/// a_1 u_xx + a_2 u_yy + shift u = f with Dirichlet sides.
inline BoxProblem helmholtz(std::vector<std::pair<double, double>> ranges,
                            std::vector<double> coefficients, double shift, const Exact& u) {
  const std::size_t axes = ranges.size();
  std::vector<std::vector<int>> fields = {{2}, {0}};
  if (axes == 2) fields = {{2, 0}, {0, 2}, {0, 0}};
  coefficients.push_back(shift);
  return manufacture(std::move(ranges), separable(axes, fields, std::move(coefficients)), u,
                     dirichlet(axes));
}

/// Laplacian u + u (u^2 - 1) = f with Dirichlet sides.
inline BoxProblem allen_cahn(std::vector<std::pair<double, double>> ranges, const Exact& u) {
  const std::size_t axes = ranges.size();
  Equation e;
  e.fields = {{0}, {2}};
  if (axes == 2) e.fields = {{0, 0}, {2, 0}, {0, 2}};
  e.constant.assign(axes, {0, 0, 1});
  e.linear = e.separable = false;
  e.value = [=](const Array&, const Array&, const Fields& v) {
    Array r = v[0] * (v[0].square() - 1) + v[1];
    if (axes == 2) r += v[2];
    return r;
  };
  e.slopes = [=](const Array& x, const Array&, const Fields& v) {
    std::vector<Array> d(axes + 1, Array::Ones(x.size()));
    d[0] = 3 * v[0].square() - 1;
    return d;
  };
  return manufacture(std::move(ranges), e, u, dirichlet(axes));
}

/// u = sin(a x) sin(b y), or sin(a x) where b = 0.
inline Exact sine_product(double a, double b) {
  return {{1, sine(a), b == 0 ? power(0) : sine(b)}};
}

/// u = h(x) h(y), h = sin x + 0.1 sin 20 x + cos 100 x.
inline Exact mixed_waves() {
  const Factor h = [](int o, double x) {
    return sine(1)(o, x) + 0.1 * sine(20)(o, x) + cosine(100)(o, x);
  };
  return {{1, h, h}};
}

inline std::vector<Eigen::VectorXd> uniform_grid(const BoxProblem& problem, Index n) {
  std::vector<Eigen::VectorXd> grid;
  for (const auto& range : problem.ranges)
    grid.push_back(Eigen::VectorXd::LinSpaced(n, range.first, range.second));
  return grid;
}

inline double relative_error(const Eigen::VectorXd& values, const Eigen::VectorXd& exact) {
  if (values.size() != exact.size()) return std::numeric_limits<double>::infinity();
  return (values - exact).norm() / exact.norm();
}

}  // namespace tessera::comparators
