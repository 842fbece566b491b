#pragma once

#include <vector>

#include <Eigen/Core>

#include "solvers/gp_pde/posterior_basis.hpp"
#include "solvers/gp_pde/posterior_problem.hpp"
#include "solvers/gp_pde/posterior_rank.hpp"

namespace tessera::gp_pde {

/// Linear data about the centred function u - mean, in the problem's units:
/// expression(u - mean) = values, independent errors of the given standard deviations.
struct DataRows {
  PointSet points;
  LinearExpression expression;
  Eigen::VectorXd values;
  Eigen::VectorXd noise;  ///< empty where it is learned
};

/// Gauss-Legendre rule with `count` nodes (even) on an axis; the weights sum to 1.
struct AxisRule {
  Eigen::VectorXd nodes;
  Eigen::VectorXd weights;
};
AxisRule axis_rule(std::pair<double, double> range, Index count);

/// Coordinates at which the equation holds, and the relative weight of each point.
struct EquationNodes {
  GridCoordinates coordinates;
  Eigen::VectorXd weights;  ///< average 1
};
EquationNodes equation_nodes(const PosteriorBasis& basis, Index nodes_per_axis);

/// Residual of the equation and its linearisation for field values given by an evaluator of
/// derivatives of u.
struct Linearised {
  Eigen::VectorXd residual;
  LinearExpression jacobian;
};
using FieldEvaluator = std::function<Eigen::VectorXd(const std::vector<int>& orders)>;
Linearised linearise(const BoxEquation& equation, const GridCoordinates& coordinates,
                     const FieldEvaluator& field);
Eigen::VectorXd residual_at(const BoxEquation& equation, const GridCoordinates& coordinates,
                            const FieldEvaluator& field);

/// Side data at the Gauss-Legendre nodes of the other axis. Without a noise of its own the side
/// gets `exact_share` of the prior standard deviation at this signal variance.
DataRows side_rows(const PosteriorProblem& problem, const SideData& side,
                   const PosteriorBasis& basis, double variance, const PosteriorOptions& options);
DataRows observation_rows(const PosteriorProblem& problem, const PointObservations& group);

/// The same rows as the choice of ranks sees them.
RowKind kind_of(const LinearExpression& expression, double smallest_noise);

}  // namespace tessera::gp_pde
