#pragma once

#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

#include <Eigen/Core>

#include "data/fields/types.hpp"

namespace tessera::comparators {

/// Points as one coordinate list per axis (tensor grid, first axis fastest).
using Coordinates = std::vector<Eigen::VectorXd>;

/// A linear condition at one end of an axis: sum_o coefficients[o] d^o u / dx_axis^o = data, on the
/// whole side (u = 3: {1}; u_x + 2 u = 0: {2, 1}).
struct EndCondition {
  std::size_t axis = 0;
  bool upper = false;
  std::vector<double> coefficients;
  /// Data on the side: called with a grid whose coordinate list of `axis` is the end alone. Where
  /// two sides meet they agree, but for rounding.
  std::function<Eigen::VectorXd(const Coordinates&)> data;
};

/// A scalar problem on a box as the comparators see it, free of any basis: R(x, u, u_x, ...) = 0
/// inside, linear conditions at the ends of the axes. An axis that is not periodic has as many
/// conditions as its highest derivative: a time axis has them all at its lower end.
struct BoxProblem {
  std::vector<std::pair<double, double>> ranges;  ///< one per axis, 1 or 2 axes
  std::vector<bool> periodic;                     ///< per axis; a periodic axis has no conditions
  std::vector<EndCondition> conditions;

  /// Derivative orders per axis of u and all derivatives that occur in R.
  std::vector<std::vector<int>> fields;
  bool linear = true;  ///< R is affine in the fields together
  /// R is this constant-coefficient separable part, up to its inhomogeneity: solved directly.
  bool separable = true;
  /// R at all points of a tensor grid, given every field there.
  std::function<Eigen::VectorXd(const Coordinates&, const std::vector<const double*>& fields)>
      residual;
  /// dR/d(field) at the same points, one array per field. For linear problems they do not depend
  /// on the fields' values.
  std::function<std::vector<Eigen::VectorXd>(const Coordinates&,
                                             const std::vector<const double*>& fields)>
      derivatives;

  /// Constant-coefficient separable part, for direct solution and preconditioning:
  /// sum_k sum_o constant[k][o] d^o u / dx_k^o + shift u; constant[k][0] = 0. Stands for R / row
  /// scaling, that is the equation divided by row_scaling(x).
  std::vector<std::vector<double>> constant;
  double shift = 0;
  /// Positive factor of the rows, at all points of a grid; empty: 1.
  std::function<Eigen::VectorXd(const Coordinates&)> row_scaling;
};

}  // namespace tessera::comparators
