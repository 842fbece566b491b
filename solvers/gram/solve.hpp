#pragma once

#include <functional>
#include <string>
#include <vector>

#include <Eigen/Core>

#include "data/fields/model_record.hpp"
#include "data/fields/monitor.hpp"
#include "solvers/gram/log_joint.hpp"
#include "solvers/gram/problem.hpp"

namespace tessera::gram {

/// A fitted model.
struct Model {
  Problem problem;
  Options options;
  Unknowns unknowns;  ///< u on the grid and the learned hyperparameters

  /// Conditional mean K_*0 K_0^-1 U K_1^-1 K_1* on a tensor grid, one vector of coordinates per
  /// axis: values (points of axis 0 x points of axis 1, or x 1). Throws std::invalid_argument for a
  /// wrong number of axes.
  Eigen::MatrixXd predict(const std::vector<Eigen::VectorXd>& coordinates) const;
};

struct Result {
  Model model;
  /// Before each update, as the published code prints it.
  std::vector<JointDensity> history;
  JointDensity final_density;     ///< after the last update
  double jitter = 0;              ///< on the diagonal of each Gram matrix
  std::vector<double> condition;  ///< of K + jitter I, one per axis, at the end
};

/// Called after updates 1, 1 + n, 1 + 2 n, ..., n = Options::checkpoint_interval.
using Checkpoint = std::function<void(Index updates, const Model& model)>;

/// The Gaussian-process solver GP-HM as published (Fang et al., "Solving high frequency and
/// multi-scale PDEs with Gaussian processes", arXiv 2311.04465): u on the grid, log weights, log
/// scales, frequencies and log precisions all climb the log joint density together by Adam, a fixed
/// number of steps. Deterministic.
///
/// For comparison with the literature; tessera::gp_pde solves the same problems directly, 6 to 10
/// digits better. What limits this form is K + jitter I: derivatives of the conditional mean are
/// K'' (K + jitter I)^-1 U, so that components of u along eigenvectors of K with eigenvalues below
/// the jitter are damped (a relative error about jitter / eigenvalue), while without jitter the
/// condition of K exceeds what double precision carries. The result reports both.
///
/// Throws DeckError for a problem or options that cannot be, ConvergenceError where the Gram matrix
/// or the density break down, Interrupted after monitor.checkpoint() where the monitor asks to
/// stop; `restart` is that record. std::invalid_argument where it does not fit the problem.
Result solve(const Problem& problem, const Options& options, Monitor& monitor,
             const Checkpoint& at_checkpoint = {}, const ModelRecord* restart = nullptr);

}  // namespace tessera::gram
