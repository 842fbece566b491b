#include "solvers/comparators/additive_model.hpp"

#include <limits>

#include <Eigen/IterativeLinearSolvers>
#include <Eigen/SparseCore>

namespace tessera {
namespace {

/// Distinct points on which ridges are chosen: they are ratios of variances and do not depend on
/// it.
constexpr Index largest_choice = 50000;

std::vector<CoordinateIndex> index_axes(const Observations& training) {
  std::vector<CoordinateIndex> indices;
  for (const AxisColumns& axis : axis_columns(training.axes))
    indices.emplace_back(columns_of(axis, training.coordinates));
  return indices;
}

/// Normal equations of the effects and, last, the constant. The values' mean is taken off.
struct NormalEquations {
  Eigen::SparseMatrix<double> matrix;
  Eigen::VectorXd right;
  std::vector<Index> first;  ///< unknown of each axis' first effect; last: the constant
};

NormalEquations normal_equations(const std::vector<CoordinateIndex>& indices,
                                 const Eigen::VectorXd& values) {
  NormalEquations normal;
  Index unknowns = 0;
  for (const CoordinateIndex& index : indices) {
    normal.first.push_back(unknowns);
    unknowns += index.size();
  }
  normal.first.push_back(unknowns++);
  const Index rows = values.size();
  std::vector<Eigen::Triplet<double>> ones;
  ones.reserve(static_cast<std::size_t>(rows) * normal.first.size());
  for (Index n = 0; n < rows; ++n) {
    for (std::size_t a = 0; a < indices.size(); ++a)
      ones.emplace_back(n, normal.first[a] + indices[a].of_row()[static_cast<std::size_t>(n)], 1.0);
    ones.emplace_back(n, normal.first.back(), 1.0);
  }
  Eigen::SparseMatrix<double> design(rows, unknowns);
  design.setFromTriplets(ones.begin(), ones.end());
  normal.matrix = design.transpose() * design;
  normal.right = design.transpose() * (values.array() - values.mean()).matrix();
  return normal;
}

Eigen::VectorXd solve(const NormalEquations& normal, const std::vector<double>& ridge,
                      const Eigen::VectorXd& start) {
  Eigen::SparseMatrix<double> a = normal.matrix;
  for (std::size_t axis = 0; axis < ridge.size(); ++axis) {
    for (Index i = normal.first[axis]; i < normal.first[axis + 1]; ++i)
      a.coeffRef(i, i) += ridge[axis];
  }
  Eigen::ConjugateGradient<Eigen::SparseMatrix<double>, Eigen::Lower | Eigen::Upper> gradients;
  gradients.setTolerance(1e-10);
  gradients.setMaxIterations(2000);
  gradients.compute(a);
  return gradients.solveWithGuess(normal.right, start);
}

/// Unknown of each axis for each row of `points`; -1 where training has no such coordinate.
std::vector<std::vector<Index>> unknowns_of(const Observations& points,
                                            const std::vector<CoordinateIndex>& indices,
                                            const NormalEquations& normal) {
  const std::vector<AxisColumns> columns = axis_columns(points.axes);
  std::vector<std::vector<Index>> unknowns;
  for (std::size_t a = 0; a < columns.size(); ++a) {
    const Eigen::MatrixXd coordinates = columns_of(columns[a], points.coordinates);
    std::vector<Index>& of_axis = unknowns.emplace_back();
    for (Index n = 0; n < coordinates.rows(); ++n) {
      const Index i = indices[a].find(coordinates.row(n));
      of_axis.push_back(i < 0 ? -1 : normal.first[a] + i);
    }
  }
  return unknowns;
}

double squared_error(const Eigen::VectorXd& solution,
                     const std::vector<std::vector<Index>>& unknowns,
                     const Eigen::VectorXd& centred) {
  double sum = 0;
  for (Index n = 0; n < centred.size(); ++n) {
    double error = centred[n] - solution[solution.size() - 1];
    for (const std::vector<Index>& of_axis : unknowns) {
      const Index i = of_axis[static_cast<std::size_t>(n)];
      if (i >= 0) error -= solution[i];
    }
    sum += error * error;
  }
  return sum;
}

}  // namespace

AdditiveModel::AdditiveModel(const Observations& training, const std::vector<double>& ridge)
    : columns_(axis_columns(training.axes)), indices_(index_axes(training)) {
  const NormalEquations normal = normal_equations(indices_, training.values);
  const Eigen::VectorXd solution = solve(normal, ridge, Eigen::VectorXd::Zero(normal.right.size()));
  for (std::size_t a = 0; a < indices_.size(); ++a)
    effects_.push_back(solution.segment(normal.first[a], indices_[a].size()));
  constant_ = training.values.mean() + solution[normal.first.back()];
}

double AdditiveModel::effect(std::size_t axis, const Eigen::RowVectorXd& coordinate) const {
  const Index i = indices_[axis].find(coordinate);
  return i < 0 ? 0 : effects_[axis][i];
}

Eigen::VectorXd AdditiveModel::predict(const Eigen::MatrixXd& points) const {
  Eigen::VectorXd values = Eigen::VectorXd::Constant(points.rows(), constant_);
  for (std::size_t a = 0; a < columns_.size(); ++a) {
    const Eigen::MatrixXd coordinates = columns_of(columns_[a], points);
    for (Index n = 0; n < points.rows(); ++n) values[n] += effect(a, coordinates.row(n));
  }
  return values;
}

std::vector<double> choose_ridge(const Observations& training) {
  std::vector<double> ridge(training.axes.size(), 1.0);
  const HeldOutRows split = hold_out(thin_out(training, largest_choice), 0);
  if (split.held_out.values.size() == 0) return ridge;
  const std::vector<CoordinateIndex> indices = index_axes(split.kept);
  const NormalEquations normal = normal_equations(indices, split.kept.values);
  const auto unknowns = unknowns_of(split.held_out, indices, normal);
  const Eigen::VectorXd centred =
      (split.held_out.values.array() - split.kept.values.mean()).matrix();
  Eigen::VectorXd solution = Eigen::VectorXd::Zero(normal.right.size());
  for (int round = 0; round < 2; ++round) {
    for (double& value : ridge) {
      double best = 1, least = std::numeric_limits<double>::infinity();
      for (double candidate = 1e-3; candidate < 2e4; candidate *= 10) {
        value = candidate;
        solution = solve(normal, ridge, solution);
        const double error = squared_error(solution, unknowns, centred);
        if (error < least) {
          least = error;
          best = candidate;
        }
      }
      value = best;
    }
  }
  return ridge;
}

}  // namespace tessera
