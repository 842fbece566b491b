#pragma once

#include <functional>
#include <utility>
#include <vector>

#include <Eigen/Core>

#include "data/fields/types.hpp"

namespace tessera::comparators {

/// A second-order Dirichlet problem on a box as the comparators see it, free of any basis:
///   sum_k a_k d^2u/dx_k^2 + c u + g(x, u) = 0 inside, u = boundary on the sides.
/// Points come as one coordinate list per axis (tensor grid, first axis fastest).
struct BoxProblem {
  using Coordinates = std::vector<Eigen::VectorXd>;

  std::vector<std::pair<double, double>> ranges;  ///< one per axis, 1 or 2 axes
  std::vector<double> second_derivative;          ///< a_k, constant
  double linear_shift = 0;                        ///< c, constant
  bool nonlinear = false;                         ///< g depends on u
  /// g at all points of a tensor grid, given u there (g holds minus the source too). Results of
  /// this and the next two come in vectors that already have the right size. Where g does not
  /// depend on u it is asked for once per grid, with u = 0.
  std::function<void(const Coordinates&, const Eigen::VectorXd& u, Eigen::VectorXd& g)> remainder;
  /// dg/du at the same points; not called where g does not depend on u.
  std::function<void(const Coordinates&, const Eigen::VectorXd& u, Eigen::VectorXd& dg)> derivative;
  /// Dirichlet data at all points of the tensor grid that lie on the boundary; called with grids
  /// one of whose axes is a single end coordinate, the corners included. Where two sides disagree
  /// on a corner their mean is shown there; the solution does not depend on it.
  std::function<void(const Coordinates&, Eigen::VectorXd& values)> boundary;
};

}  // namespace tessera::comparators
