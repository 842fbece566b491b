#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <Eigen/Core>

#include "data/fields/axis.hpp"
#include "data/fields/types.hpp"
#include "solvers/gp_pde/axis_prior.hpp"

namespace tessera::gp_pde {

/// Points of a tensor grid as one coordinate list per axis, first axis fastest.
using GridCoordinates = std::vector<Eigen::VectorXd>;

/// sum_t coefficients[t] * (derivative of u of orders[t] per axis).
struct LinearExpression {
  std::vector<std::vector<int>> orders;
  /// Per term one value or one per point; an empty list means that all are 1.
  std::vector<Eigen::VectorXd> coefficients;
};

/// The function itself on a box of that many axes.
LinearExpression function_value(std::size_t axes);

/// A scalar equation R(x, u, u_x, ...) = 0 that holds at the Gauss-Legendre nodes of the box.
/// R at node i is taken as Gaussian with variance noise^2 / (relative quadrature weight of i), so
/// that the sum of squares is the integral of R^2 times the number of nodes over the volume.
struct BoxEquation {
  /// Derivative orders per axis of u and all derivatives that occur in R.
  std::vector<std::vector<int>> fields;
  bool linear = true;  ///< R is affine in the fields together
  /// R at all points of a tensor grid, given every field there.
  std::function<Eigen::VectorXd(const GridCoordinates&, const std::vector<const double*>& fields)>
      residual;
  /// dR/d(field) at the same points, one array per field.
  std::function<std::vector<Eigen::VectorXd>(const GridCoordinates&,
                                             const std::vector<const double*>& fields)>
      derivatives;
  /// Standard deviation, units of R; 0: PosteriorOptions::exact_share of the prior standard
  /// deviation of R (linearised about the prior mean, with the first guess of a signal variance
  /// that is learned).
  double noise = 0;
};

/// sum_o coefficients[o] * d^o u / dx_axis^o = data on the whole side at one end of an axis.
struct SideData {
  std::size_t axis = 0;
  bool upper = false;
  std::vector<double> coefficients;
  /// Called with a grid whose coordinate list of `axis` is the end alone.
  std::function<Eigen::VectorXd(const GridCoordinates&)> data;
  /// Standard deviation; 0: PosteriorOptions::exact_share of the prior standard deviation of the
  /// left-hand side.
  double noise = 0;
};

/// How measurement errors are distributed.
enum class NoiseModel {
  gaussian,
  student_t  ///< heavy tails: an outlier loses its weight instead of bending the field
};

/// Measurements of one linear expression at scattered points.
struct PointObservations {
  Eigen::MatrixXd points;  ///< N x axes, raw units
  LinearExpression expression;
  Eigen::VectorXd values;
  /// Standard deviation (student_t: scale), one or one per point; empty: one value, learned.
  Eigen::VectorXd noise;
  NoiseModel model = NoiseModel::gaussian;
  double degrees_of_freedom = 4;  ///< of student_t
};

/// Linear-Gaussian (or, with a nonlinear equation, Laplace) inference on a box of 1 or 2 axes:
/// u = mean + sqrt(variance) sum_ij z_ij psi_i(x) psi_j(y), z ~ N(0, 1), given an equation, side
/// data and measurements, each of which may be absent.
struct PosteriorProblem {
  std::vector<Axis> axes;  ///< name and units; the coordinates are the two ends
  std::string quantity = "u";
  std::string quantity_units;
  std::vector<std::shared_ptr<const AxisPrior>> priors;  ///< one per axis
  double mean = 0;
  double variance = 0;  ///< of the product of the priors; 0: learned from the measurements
  std::optional<BoxEquation> equation;
  std::vector<SideData> sides;
  std::vector<PointObservations> observations;
};

struct PosteriorOptions {
  /// The variance that the cut leaves out of any datum is at most this share of its noise variance.
  double tail_share = 0.02;
  Index maximum_unknowns = 2500;  ///< product of the ranks
  Index nodes = 0;                ///< of the equation per axis; 0: what the rank needs
  int maximum_iterations = 80;    ///< Gauss-Newton
  double tolerance = 1e-9;        ///< Gauss-Newton: step relative to the coefficients' norm
  /// Noise of an equation and of sides that give none, as a share of their prior standard
  /// deviation.
  double exact_share = 1e-8;
};

/// What a fit found.
struct PosteriorReport {
  std::vector<Index> ranks;
  std::vector<Index> nodes;  ///< of the equation; empty without one
  Index data = 0;            ///< all rows
  double signal_variance = 0;
  std::vector<double> noise;                ///< per group of observations: the largest used
  std::vector<Eigen::VectorXd> weights;     ///< per group: precision weights (1: Gaussian)
  double log_evidence = 0;                  ///< of all data
  double log_evidence_of_observations = 0;  ///< of the measurements given equation and sides
  double effective_parameters = 0;
  Index exact_constraints = 0;  ///< numerical rank of the equation and side rows
  double condition = 0;         ///< 1-norm condition of the triangular factor
  double tail_ratio = 0;  ///< largest (variance left out by the cut) / (noise variance) of a datum
  double discarded_variance = 0;  ///< share of the prior's variance behind the cut, axis average
  /// The cut is not negligible: its variance is added to data and predictions.
  bool conservative = false;
  int iterations = 0;
  bool converged = true;
  double residual = 0;           ///< of the equation: root mean square at the nodes
  std::size_t memory_bytes = 0;  ///< of the largest arrays
  std::string remark;            ///< a bound that was met, or empty
};

/// Throws std::invalid_argument in a plain sentence where sizes, axes or options contradict.
void require_valid(const PosteriorProblem& problem, const PosteriorOptions& options);

}  // namespace tessera::gp_pde
