#pragma once

#include <array>
#include <memory>
#include <vector>

#include <Eigen/Core>

#include "solvers/gp_pde/posterior_problem.hpp"

namespace tessera::gp_pde {

/// Points of a box of two axes (a box of one axis has a second one of the single point 0.5):
/// either pairs (x[p], y[p]) or the tensor grid of x and y, x fastest.
struct PointSet {
  Eigen::VectorXd x;
  Eigen::VectorXd y;
  bool grid = false;
  Index count() const { return grid ? x.size() * y.size() : x.size(); }
};

PointSet scattered_points(const Eigen::MatrixXd& points);
PointSet grid_points(const GridCoordinates& coordinates);

/// Products psi_i(x) psi_j(y) of the leading functions of two axis priors, index i + rank_x j, and
/// what is left of the prior behind them.
class PosteriorBasis {
 public:
  /// One or two priors and as many ranks.
  PosteriorBasis(std::vector<std::shared_ptr<const AxisPrior>> priors, std::vector<Index> ranks);

  std::size_t axes() const { return axes_; }
  Index rank(std::size_t axis) const { return ranks_[axis]; }
  const AxisPrior& prior(std::size_t axis) const { return *priors_[axis]; }
  Index size() const { return ranks_[0] * ranks_[1]; }

  /// One row a point: the expression applied to every product.
  Eigen::MatrixXd rows(const PointSet& points, const LinearExpression& expression) const;
  /// rows * coefficients without forming rows on a grid.
  Eigen::VectorXd values(const PointSet& points, const LinearExpression& expression,
                         const Eigen::VectorXd& coefficients) const;
  /// |row * factor|^2 for every point, factor with one row a product; rows are formed for one line
  /// of a grid at a time.
  Eigen::VectorXd squared_norms(const PointSet& points, const LinearExpression& expression,
                                const Eigen::MatrixXd& factor) const;
  /// Prior variance of the expression, all of it or the part behind the cut.
  Eigen::VectorXd prior_variance(const PointSet& points, const LinearExpression& expression) const;
  Eigen::VectorXd rest_variance(const PointSet& points, const LinearExpression& expression) const;
  /// Share of the prior's variance, averaged over the box, behind the cut.
  double discarded_variance() const;

 private:
  struct Moments;
  Moments moments(std::size_t axis, const Eigen::VectorXd& x, int a, int b) const;
  Eigen::VectorXd variance(const PointSet& points, const LinearExpression& expression,
                           bool all) const;
  Eigen::MatrixXd axis_values(std::size_t axis, const Eigen::VectorXd& x,
                              const std::vector<int>& orders) const;

  std::size_t axes_;
  std::array<std::shared_ptr<const AxisPrior>, 2> priors_;
  std::array<Index, 2> ranks_{1, 1};
};

/// Coefficient of a term at every point.
Eigen::VectorXd coefficient_of(const LinearExpression& expression, std::size_t term, Index points);
/// Sum of the coefficients of the terms of order zero: what the expression makes of a constant 1.
Eigen::VectorXd applied_to_one(const LinearExpression& expression, Index points);

}  // namespace tessera::gp_pde
