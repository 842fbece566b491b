#include "models/state_space/stacked_matrices.hpp"

namespace tessera {
namespace {

using Processes = std::vector<const StateSpace*>;

template <class Get>
Eigen::MatrixXd block_diagonal(const Processes& processes, Get get) {
  Index rows = 0;
  Index cols = 0;
  for (const StateSpace* process : processes) {
    rows += get(*process).rows();
    cols += get(*process).cols();
  }
  Eigen::MatrixXd result = Eigen::MatrixXd::Zero(rows, cols);
  rows = cols = 0;
  for (const StateSpace* process : processes) {
    const Eigen::MatrixXd& block = get(*process);
    result.block(rows, cols, block.rows(), block.cols()) = block;
    rows += block.rows();
    cols += block.cols();
  }
  return result;
}

}  // namespace

StackedMatrices stacked_matrices(const Processes& processes) {
  StackedMatrices result;
  using S = const StateSpace&;
  using M = const Eigen::MatrixXd&;
  result.drift = block_diagonal(processes, [](S s) -> M { return s.drift(); });
  result.noise_effect = block_diagonal(processes, [](S s) -> M { return s.noise_effect(); });
  result.noise_density = block_diagonal(processes, [](S s) -> M { return s.noise_density(); });
  result.stationary_covariance =
      block_diagonal(processes, [](S s) -> M { return s.stationary_covariance(); });
  result.observation.resize(result.drift.rows());
  Index at = 0;
  for (const StateSpace* process : processes) {
    result.observation.segment(at, process->order()) = process->observation();
    at += process->order();
  }
  return result;
}

Transition stacked_transition(const Processes& processes, double dt, Direction direction) {
  Index order = 0;
  for (const StateSpace* process : processes) order += process->order();
  Transition result{Eigen::MatrixXd::Zero(order, order), Eigen::MatrixXd::Zero(order, order)};
  Index at = 0;
  for (const StateSpace* process : processes) {
    const Transition part = process->transition(dt, direction);
    result.a.block(at, at, process->order(), process->order()) = part.a;
    result.q.block(at, at, process->order(), process->order()) = part.q;
    at += process->order();
  }
  return result;
}

}  // namespace tessera
