#include "solvers/filtering/chain_prior.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>

#include <Eigen/Cholesky>

namespace tessera {
namespace {

using ConstMatrix = Eigen::Map<const Eigen::MatrixXd>;

/// How many numbers a block has.
Index block_size(const ChainModel& model, const ChainBlock& block) {
  return block.order * block.order * (1 + (block.noisy ? 3 * model.gaps() : 0));
}

/// Adds `count` terms of covariance `c` whose second moments sum to `moment`.
void add_gaussian(const Eigen::MatrixXd& c, const Eigen::MatrixXd& moment, Index count,
                  ExpectedLogPrior& sum) {
  const Eigen::LLT<Eigen::MatrixXd> factor(c);
  sum.dimension += count * c.rows();
  if (factor.info() != Eigen::Success) {
    sum.log_determinant = sum.energy = std::numeric_limits<double>::quiet_NaN();
    return;
  }
  sum.energy += factor.solve(moment).trace();
  sum.log_determinant +=
      2 * static_cast<double>(count) * factor.matrixLLT().diagonal().array().log().sum();
}

}  // namespace

ChainMoments::ChainMoments(const ChainModel& model, PriorMoments& storage) : model_(model) {
  std::vector<std::size_t> start;
  storage.of_function.assign(static_cast<std::size_t>(model.functions()), {});
  for (Index f = 0; f < model.functions(); ++f)
    for (const KernelParameter& p : model.function(f).parameters())
      storage.of_function[static_cast<std::size_t>(f)].push_back(p.value);
  for (const ChainBlock& block : model.blocks()) {
    auto& numbers = storage.of_function[static_cast<std::size_t>(block.function)];
    start.push_back(numbers.size());
    numbers.resize(numbers.size() + static_cast<std::size_t>(block_size(model, block)), 0.0);
  }
  for (std::size_t b = 0; b < start.size(); ++b)
    start_.push_back(
        storage.of_function[static_cast<std::size_t>(model.blocks()[b].function)].data() +
        start[b]);
}

ExpectedLogPrior chain_expected_log_prior(const ChainModel& model, Index f,
                                          const std::vector<double>& values,
                                          const PriorMoments& moments) {
  const auto& numbers = moments.of_function.at(static_cast<std::size_t>(f));
  const auto count = model.function(f).parameters().size();
  std::size_t expected = count;
  for (const ChainBlock& block : model.blocks())
    if (block.function == f) expected += static_cast<std::size_t>(block_size(model, block));
  if (numbers.size() != expected)
    throw std::invalid_argument("These moments were made by another smoother.");
  const auto made = model.function(f).with_parameters(
      {numbers.begin(), numbers.begin() + static_cast<std::ptrdiff_t>(count)});
  const auto now = made->with_parameters(values);
  const auto made_blocks = made->summands();
  const auto now_blocks = now->summands();

  ExpectedLogPrior sum;
  const double* from = numbers.data() + count;
  std::size_t next = 0;
  for (const ChainBlock& block : model.blocks()) {
    if (block.function != f) continue;
    const StateSpace& old_process = *made_blocks[next];
    const StateSpace& process = *now_blocks[next++];
    const double* own = from;
    from += block_size(model, block);
    if (process.stationary_covariance().isZero(0)) continue;
    const Index s = block.order;
    const auto read = [&](Index k) { return ConstMatrix(own + k * s * s, s, s); };
    add_gaussian(process.stationary_covariance(), read(0), 1, sum);
    if (!block.noisy) continue;
    for (Index g = 0; g < model.gaps(); ++g) {
      // z' - A z = e + (A_old - A) z.
      const Eigen::MatrixXd d = old_process.transition_difference(model.gap(g), process);
      const Eigen::MatrixXd cross = read(2 + 3 * g) * d.transpose();
      const Eigen::MatrixXd moment =
          read(1 + 3 * g) + cross + cross.transpose() + d * read(3 + 3 * g) * d.transpose();
      add_gaussian(process.transition(model.gap(g), Direction::forward).q, moment,
                   model.multiplicity(g), sum);
    }
  }
  return sum;
}

}  // namespace tessera
