#pragma once

#include <memory>
#include <vector>

#include <Eigen/Core>

#include "solvers/comparators/differentiation.hpp"
#include "solvers/comparators/parity.hpp"

namespace tessera::comparators {

/// sum_o coefficients[o] d^o u = data at one end of the unit interval.
struct UnitCondition {
  bool upper = false;
  std::vector<double> coefficients;
};

/// Which end points the conditions take out of the unknowns (and out of the collocated rows).
enum class Elimination {
  own_ends,  ///< as many points at each end as it has conditions
  /// Half the conditions' number at each end, wherever they are given; the odd one where there are
  /// more conditions. Needed where all of two or more conditions are at one end: with global
  /// polynomials the loss of two rows at one end costs five digits (n = 200, u_tt).
  balanced,
};

/// An axis of n points on which c conditions T y = g have been eliminated: values y on all points
/// follow from the m = n - c unknown ones among them, and every derivative there is
///   (d^o y) = derivative[o] y_unknown + from_data[o] g.
/// `derivative` is in folded coordinates (parity.hpp) where `folded`, all else in ordinary ones.
struct Axis {
  Eigen::VectorXd points;  ///< n, on the unit interval
  bool periodic = false;
  bool folded = false;
  bool both_ends = false;  ///< as many conditions at the lower as at the upper end
  Index lower = 0;         ///< eliminated points at the lower end
  Index upper = 0;

  std::vector<AxisMatrix> derivative;      ///< [o], m x m; empty for o = 0 and where not wanted
  std::vector<Eigen::MatrixXd> from_data;  ///< [o], m x c; likewise
  Eigen::MatrixXd eliminated;              ///< c x m: eliminated values from unknown ones ...
  Eigen::MatrixXd eliminated_from_data;    ///< c x c: ... and from data
  Eigen::MatrixXd conditions;              ///< T, c x n

  Index size() const { return points.size() - lower - upper; }
  Index condition_count() const { return conditions.rows(); }
  /// Values at all points from those at the unknown ones: every column of x, every column of data.
  Eigen::MatrixXd all_values(const Eigen::MatrixXd& x, const Eigen::MatrixXd& data) const;
  /// derivative[o] on every column of x, in ordinary coordinates; o = 0: x.
  Eigen::MatrixXd differentiate(std::size_t o, const Eigen::MatrixXd& x) const;
};

/// Throws std::runtime_error where the conditions do not determine the eliminated values.
std::shared_ptr<const Axis> make_axis(const Differentiation& differentiation,
                                      const std::vector<UnitCondition>& conditions,
                                      Elimination elimination);

/// An axis of one point without conditions: the second axis of problems on one.
std::shared_ptr<const Axis> single_point();

}  // namespace tessera::comparators
