#include "solvers/filtering/chain_model.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <string>

namespace tessera {
namespace {

constexpr double equal_gaps = 1e-12;

void put(const Eigen::MatrixXd& block, double* to) {
  std::copy(block.data(), block.data() + block.size(), to);
}

}  // namespace

ChainModel::ChainModel(std::vector<double> coordinates, Functions functions)
    : coordinates_(std::move(coordinates)), functions_(std::move(functions)) {
  if (coordinates_.empty()) throw std::invalid_argument("A chain needs a coordinate.");
  if (functions_.empty()) throw std::invalid_argument("A chain needs a function.");
  for (std::size_t i = 1; i < coordinates_.size(); ++i)
    if (!(coordinates_[i - 1] < coordinates_[i]))
      throw std::invalid_argument("The coordinates of a chain must increase strictly.");
  for (std::size_t f = 0; f < functions_.size(); ++f)
    for (const StateSpace* process : functions_[f]->summands()) {
      const Index order = process->order();
      blocks_.push_back({static_cast<Index>(f), states_, order, block_numbers_,
                         process->noise_effect().cols() > 0});
      states_ += order;
      block_numbers_ += order * order;
    }
  observation_ = derivative_rows(0);
  find_gaps();
  stationary_ = Eigen::MatrixXd::Zero(states_, states_);
  a_.resize(block_numbers_, gaps());
  q_.resize(block_numbers_, gaps());
  for (Index f = 0; f < this->functions(); ++f) refresh(f);
}

void ChainModel::find_gaps() {
  const std::size_t count = coordinates_.size() - 1;
  std::vector<std::size_t> by_length(count);
  std::iota(by_length.begin(), by_length.end(), std::size_t{0});
  const auto length = [&](std::size_t i) { return coordinates_[i + 1] - coordinates_[i]; };
  std::sort(by_length.begin(), by_length.end(),
            [&](std::size_t i, std::size_t j) { return length(i) < length(j); });
  gap_after_.resize(count);
  for (const std::size_t i : by_length) {
    if (gaps_.empty() || length(i) > gaps_.back() * (1 + equal_gaps)) {
      gaps_.push_back(length(i));
      multiplicity_.push_back(0);
    }
    gap_after_[i] = gaps() - 1;
    ++multiplicity_.back();
  }
}

void ChainModel::set_function(Index f, std::shared_ptr<const StateSpace> process) {
  functions_[static_cast<std::size_t>(f)] = std::move(process);
  refresh(f);
}

void ChainModel::refresh(Index f) {
  const auto processes = function(f).summands();
  std::size_t next = 0;
  for (const ChainBlock& block : blocks_) {
    if (block.function != f) continue;
    const StateSpace& process = *processes.at(next++);
    stationary_.block(block.offset, block.offset, block.order, block.order) =
        process.stationary_covariance();
    for (Index g = 0; g < gaps(); ++g) {
      const Transition t = process.transition(gap(g), Direction::forward);
      put(t.a, a_.col(g).data() + block.start);
      put(t.q, q_.col(g).data() + block.start);
    }
  }
}

void ChainModel::transition(double dt, double* a, double* q) const {
  auto block = blocks_.begin();
  for (const auto& function : functions_)
    for (const StateSpace* process : function->summands()) {
      const Transition t = process->transition(dt, Direction::forward);
      put(t.a, a + block->start);
      put(t.q, q + block->start);
      ++block;
    }
}

FunctionRows ChainModel::derivative_rows(int order) const {
  FunctionRows rows;
  Index offset = 0;
  for (Index f = 0; f < functions(); ++f) {
    for (const StateSpace* process : function(f).summands()) {
      Eigen::RowVectorXd row = process->observation();
      for (int k = 0; k < order; ++k) {
        // u^(k+1) contains white noise unless H F^k L = 0.
        if (!(row * process->noise_effect()).isZero(0))
          throw std::invalid_argument("The kernel \"" + function(f).name() + "\" has derivatives " +
                                      "up to order " + std::to_string(k) + " along its axis; " +
                                      "order " + std::to_string(order) + " was asked for.");
        row = (row * process->drift()).eval();
      }
      for (Index j = 0; j < row.size(); ++j)
        if (row(j) != 0) rows.push_back({f, offset + j, row(j)});
      offset += process->order();
    }
  }
  return rows;
}

}  // namespace tessera
