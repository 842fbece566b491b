#pragma once

#include <cmath>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include <Eigen/Core>

#include "solvers/comparators/box_problem.hpp"

namespace tessera::comparators {

/// An exact solution and its Laplacian parts, given point by point (y is ignored in one dimension).
struct Manufactured {
  std::function<double(double x, double y)> u;
  std::function<double(double x, double y)> u_xx;
  std::function<double(double x, double y)> u_yy;
};

/// Calls f(x, y, position) for every point of a tensor grid, first axis fastest.
template <class F>
void for_each_point(const BoxProblem::Coordinates& at, F f) {
  const Index n2 = at.size() == 2 ? at[1].size() : 1;
  for (Index j = 0; j < n2; ++j)
    for (Index i = 0; i < at[0].size(); ++i)
      f(at[0][i], at.size() == 2 ? at[1][j] : 0.0, i + j * at[0].size());
}

inline Eigen::VectorXd sample(const BoxProblem::Coordinates& at,
                              const std::function<double(double, double)>& f) {
  Eigen::VectorXd values(at[0].size() * (at.size() == 2 ? at[1].size() : 1));
  for_each_point(at, [&](double x, double y, Index p) { values[p] = f(x, y); });
  return values;
}

/// a_1 u_xx + a_2 u_yy + c u + h(u) = f with f made from the exact solution. h empty: linear.
inline BoxProblem manufacture(std::vector<std::pair<double, double>> ranges,
                              std::vector<double> coefficients, double shift, Manufactured exact,
                              std::function<double(double)> h = {},
                              std::function<double(double)> dh = {}) {
  BoxProblem problem;
  problem.ranges = std::move(ranges);
  problem.second_derivative = coefficients;
  problem.linear_shift = shift;
  problem.nonlinear = static_cast<bool>(h);
  const bool plane = problem.ranges.size() == 2;
  const auto source = [=](double x, double y) {
    const double u = exact.u(x, y);
    double f = coefficients[0] * exact.u_xx(x, y) + shift * u;
    if (plane) f += coefficients[1] * exact.u_yy(x, y);
    return h ? f + h(u) : f;
  };
  // The source is kept for the grid it was last asked on, so that measurements are not of sines.
  const auto grid = std::make_shared<BoxProblem::Coordinates>();
  const auto kept = std::make_shared<Eigen::VectorXd>();
  problem.remainder = [=](const BoxProblem::Coordinates& at, const Eigen::VectorXd& u,
                          Eigen::VectorXd& g) {
    if (*grid != at) {
      *kept = sample(at, source);
      *grid = at;
    }
    g = -*kept;
    for (Index p = 0; h && p < u.size(); ++p) g[p] += h(u[p]);
  };
  problem.derivative = [=](const BoxProblem::Coordinates&, const Eigen::VectorXd& u,
                           Eigen::VectorXd& dg) {
    for (Index p = 0; p < u.size(); ++p) dg[p] = dh ? dh(u[p]) : 0.0;
  };
  problem.boundary = [=](const BoxProblem::Coordinates& at, Eigen::VectorXd& values) {
    values = sample(at, exact.u);
  };
  return problem;
}

/// u = sin(a x) sin(b y), or sin(a x) where b = 0.
inline Manufactured sine_product(double a, double b) {
  const auto v = [=](double y) { return b == 0 ? 1.0 : std::sin(b * y); };
  return {[=](double x, double y) { return std::sin(a * x) * v(y); },
          [=](double x, double y) { return -a * a * std::sin(a * x) * v(y); },
          [=](double x, double y) { return -b * b * std::sin(a * x) * v(y); }};
}

/// u = h(x) h(y), h = sin x + 0.1 sin 20 x + cos 100 x.
inline Manufactured mixed_waves() {
  const auto h = [](double x) { return std::sin(x) + 0.1 * std::sin(20 * x) + std::cos(100 * x); };
  const auto h_xx = [](double x) {
    return -std::sin(x) - 40 * std::sin(20 * x) - 1e4 * std::cos(100 * x);
  };
  return {[=](double x, double y) { return h(x) * h(y); },
          [=](double x, double y) { return h_xx(x) * h(y); },
          [=](double x, double y) { return h(x) * h_xx(y); }};
}

/// Laplacian u + u (u^2 - 1) = f.
inline BoxProblem allen_cahn(std::vector<std::pair<double, double>> ranges, Manufactured exact) {
  const std::vector<double> ones(ranges.size(), 1.0);
  return manufacture(
      std::move(ranges), ones, 0, std::move(exact), [](double u) { return u * (u * u - 1); },
      [](double u) { return 3 * u * u - 1; });
}

inline std::vector<Eigen::VectorXd> uniform_grid(const BoxProblem& problem, Index n) {
  std::vector<Eigen::VectorXd> grid;
  for (const auto& range : problem.ranges)
    grid.push_back(Eigen::VectorXd::LinSpaced(n, range.first, range.second));
  return grid;
}

inline double relative_error(const Eigen::VectorXd& values, const Eigen::VectorXd& exact) {
  return (values - exact).norm() / exact.norm();
}

}  // namespace tessera::comparators
