#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include <Eigen/Core>

#include "data/fields/types.hpp"

namespace tessera::gram {

/// One axis: a uniform grid of `points` points, both ends included, and the pure derivatives along
/// it in the equation.
struct AxisProblem {
  double lower = 0;
  double upper = 1;
  Index points = 0;  ///< >= 3
  /// derivatives[m - 1] multiplies d^m u / dx^m; empty where the equation has none.
  std::vector<double> derivatives;
};

/// On one or two axes, with u given on all sides:
///   sum over axes k and orders m of derivatives_k[m - 1] d^m u / dx_k^m + shift u + g(u) = source.
struct Problem {
  std::vector<AxisProblem> axes;
  double shift = 0;
  /// g and dg/du at all grid points at once (points of axis 0 x points of axis 1, or x 1); may
  /// depend on the place. Null where the equation is linear.
  std::function<void(const Eigen::MatrixXd& u, Eigen::MatrixXd& g, Eigen::MatrixXd& dg)> nonlinear;
  std::function<double(std::span<const double> x)> source;    ///< one coordinate per axis
  std::function<double(std::span<const double> x)> boundary;  ///< u on the sides
};

/// Defaults are those of the published code.
struct Options {
  std::string kernel = "student-t mixture";  ///< or `gaussian mixture`
  double smoothness = 2.5;                   ///< of the Student-t mixture: 1/2, 3/2, ..., 21/2
  Index components = 30;                     ///< per axis
  /// Initial frequencies are `components` equidistant values from 0 to this, cycles per unit
  /// length.
  double frequency_scale = 20;
  Index steps = 100;
  double learning_rate = 0.01;     ///< of Adam with beta 0.9 and 0.999, epsilon 1e-8
  double jitter = 1e-6;            ///< added to the diagonal of the Gram matrices
  double likelihood_weight = 200;  ///< of the boundary data
  /// The published code looks at the error after updates 1, 1 + n, 1 + 2 n, ... with n a twentieth
  /// of the steps, and reports the smallest. With this n, solve() calls `at_checkpoint` there; 0
  /// means never.
  Index checkpoint_interval = 0;
};

}  // namespace tessera::gram
