#pragma once

#include <cmath>
#include <numbers>
#include <span>
#include <vector>

#include <Eigen/Core>

#include "solvers/gram/solve.hpp"

/// u = sin(100 x) or sin(100 x) sin(100 y) on [0, 2 pi]^d, Laplacian u = source, 400 points per
/// axis (poisson_1d-single_sin and poisson_2d-sin_sin of the published code).
inline double published_solution(std::span<const double> x) {
  double product = 1;
  for (double xk : x) product *= std::sin(100 * xk);
  return product;
}

inline tessera::gram::Problem published_problem(std::size_t axes) {
  tessera::gram::Problem problem;
  problem.axes.assign(axes, {0, 2 * std::numbers::pi, 400, {0, 1}});
  problem.source = [](std::span<const double> x) {
    return -1e4 * static_cast<double>(x.size()) * published_solution(x);
  };
  problem.boundary = published_solution;
  return problem;
}

/// Relative L2 error on 300 uniform points per axis.
inline double published_error(const tessera::gram::Model& model) {
  const Eigen::VectorXd points = Eigen::VectorXd::LinSpaced(300, 0, 2 * std::numbers::pi);
  const Eigen::VectorXd sine = (100 * points).array().sin();
  Eigen::MatrixXd exact = sine;
  if (model.problem.axes.size() == 2) exact = sine * sine.transpose();
  const auto values =
      model.predict(std::vector<Eigen::VectorXd>(model.problem.axes.size(), points));
  return (values - exact).norm() / exact.norm();
}
