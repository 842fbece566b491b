#pragma once

#include <memory>
#include <vector>

#include <Eigen/Core>

#include "data/fields/types.hpp"
#include "models/state_space/state_space.hpp"

namespace tessera {

/// A process that is no sum, within the joint state of all functions.
struct ChainBlock {
  Index function = 0;
  Index offset = 0;  ///< of its first state
  Index order = 0;
  Index start = 0;  ///< of its matrix, order x order, column-major, among those of all blocks
  bool noisy = true;
};

/// One entry of a sparse matrix with a row for each function and a column for each state.
struct RowEntry {
  Index function = 0;
  Index state = 0;
  double value = 0;
};
using FunctionRows = std::vector<RowEntry>;

/// The joint state of independent functions on one axis: where each block lies, and the transitions
/// over every distinct gap. Gaps equal to 1e-12 relative are one.
class ChainModel {
 public:
  using Functions = std::vector<std::shared_ptr<const StateSpace>>;

  ChainModel(std::vector<double> coordinates, Functions functions);

  Index states() const { return states_; }
  Index functions() const { return static_cast<Index>(functions_.size()); }
  const std::vector<double>& coordinates() const { return coordinates_; }
  const StateSpace& function(Index f) const { return *functions_[static_cast<std::size_t>(f)]; }
  /// Another process of the same structure for function f.
  void set_function(Index f, std::shared_ptr<const StateSpace> process);

  const std::vector<ChainBlock>& blocks() const { return blocks_; }
  /// H.
  const FunctionRows& observation() const { return observation_; }
  /// The rows that give the derivative of that order of each function, H F^order. Throws
  /// std::invalid_argument, naming the kernel, where there is no such derivative.
  FunctionRows derivative_rows(int order) const;
  const Eigen::MatrixXd& stationary_covariance() const { return stationary_; }

  /// Number of distinct gaps, their lengths and how often each occurs.
  Index gaps() const { return static_cast<Index>(gaps_.size()); }
  double gap(Index g) const { return gaps_[static_cast<std::size_t>(g)]; }
  Index multiplicity(Index g) const { return multiplicity_[static_cast<std::size_t>(g)]; }
  /// Which of them lies between the coordinates i and i + 1.
  Index gap_after(Index i) const { return gap_after_[static_cast<std::size_t>(i)]; }
  /// The blocks of A and Q for that gap, concatenated.
  const double* a(Index g) const { return a_.col(g).data(); }
  const double* q(Index g) const { return q_.col(g).data(); }
  /// The same for any gap; `a` and `q` hold block_numbers() numbers.
  void transition(double dt, double* a, double* q) const;
  Index block_numbers() const { return block_numbers_; }

 private:
  void find_gaps();
  void refresh(Index f);

  std::vector<double> coordinates_;
  Functions functions_;
  std::vector<ChainBlock> blocks_;
  FunctionRows observation_;
  Index states_ = 0;
  Index block_numbers_ = 0;
  Eigen::MatrixXd stationary_, a_, q_;
  std::vector<double> gaps_;
  std::vector<Index> multiplicity_, gap_after_;
};

}  // namespace tessera
