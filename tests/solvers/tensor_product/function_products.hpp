#pragma once

#include <algorithm>
#include <cmath>
#include <memory>
#include <random>
#include <span>
#include <stdexcept>
#include <vector>

#include "solvers/tensor_product/lanes.hpp"
#include "solvers/tensor_product/product_kernel.hpp"

/// Products of functions on the sphere, for tests: every lane of every group is a channel of its
/// own with random coefficients.
namespace tessera::test {

inline Index function_size(int degree) {
  return static_cast<Index>(degree + 1) * (degree + 1);
}

/// Levels that this machine and this build have.
inline std::vector<InstructionSet> available_levels() {
  std::vector<InstructionSet> levels;
  for (const auto level :
       {InstructionSet::generic, InstructionSet::x86_64_v3, InstructionSet::x86_64_v4})
    try {
      levels.push_back(resolve_instruction_set(level));
    } catch (const std::invalid_argument&) {
    }
  return levels;
}

template <class Real>
using LaneArray = std::vector<Real>;

template <class Real>
LaneArray<Real> random_lanes(std::mt19937& generator, Index groups, Index size) {
  std::normal_distribution<double> normal;
  LaneArray<Real> array(static_cast<std::size_t>(groups * size * lane_count<Real>));
  for (Real& value : array) value = static_cast<Real>(normal(generator));
  return array;
}

template <class Real>
std::size_t lane_index(Index group, Index size, Index i, Index lane) {
  return static_cast<std::size_t>((group * size + i) * lane_count<Real> + lane);
}

/// Coefficients of one channel.
template <class Real>
std::vector<long double> channel_of(const LaneArray<Real>& array, Index group, Index size,
                                    Index lane) {
  std::vector<long double> channel(static_cast<std::size_t>(size));
  for (Index i = 0; i < size; ++i)
    channel[static_cast<std::size_t>(i)] = array[lane_index<Real>(group, size, i, lane)];
  return channel;
}

/// A kernel with an aligned workspace; outputs are overwritten from 77.
template <class Real>
class KernelRun {
 public:
  KernelRun(std::unique_ptr<const ProductKernel<Real>> kernel, Index groups)
      : kernel_(std::move(kernel)),
        groups_(groups),
        workspace_(kernel_->workspace_bytes() / sizeof(Block) + 1) {}

  LaneArray<Real> execute(const std::vector<LaneArray<Real>>& factors, Index out_size) {
    LaneArray<Real> out(static_cast<std::size_t>(groups_ * out_size * lane_count<Real>), Real{77});
    const std::vector<const Real*> starts = pointers(factors);
    kernel_->execute({0, groups_, groups_}, {starts.data(), nullptr, out.data()}, workspace());
    return out;
  }

  std::vector<LaneArray<Real>> adjoint(const std::vector<LaneArray<Real>>& factors,
                                       const LaneArray<Real>& out_bar) {
    std::vector<LaneArray<Real>> bars;
    for (const auto& factor : factors) bars.emplace_back(factor.size(), Real{77});
    std::vector<Real*> bar_starts;
    for (auto& bar : bars) bar_starts.push_back(bar.data());
    const std::vector<const Real*> starts = pointers(factors);
    kernel_->adjoint({0, groups_, groups_},
                     {starts.data(), nullptr, out_bar.data(), bar_starts.data(), nullptr},
                     workspace());
    return bars;
  }

  /// Largest relative error of <out_bar, T(x, y, ...)> = <x_bar, x> over factors.
  double adjoint_error(const std::vector<LaneArray<Real>>& factors, const LaneArray<Real>& out_bar,
                       Index out_size) {
    const auto [value, size] = inner(out_bar, execute(factors, out_size));
    const auto bars = adjoint(factors, out_bar);
    long double error = 0;
    for (std::size_t k = 0; k < factors.size(); ++k)
      error = std::max(error, std::abs(inner(bars[k], factors[k]).first - value));
    return static_cast<double>(error / size);
  }

  const ProductKernel<Real>& kernel() const { return *kernel_; }
  std::byte* workspace() { return reinterpret_cast<std::byte*>(workspace_.data()); }

 private:
  struct alignas(64) Block {
    std::byte bytes[64];
  };

  static std::vector<const Real*> pointers(const std::vector<LaneArray<Real>>& arrays) {
    std::vector<const Real*> starts;
    for (const auto& array : arrays) starts.push_back(array.data());
    return starts;
  }
  /// Inner product, and that of absolute values.
  static std::pair<long double, long double> inner(const LaneArray<Real>& a,
                                                   const LaneArray<Real>& b) {
    long double sum = 0, size = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
      const long double term = static_cast<long double>(a[i]) * b[i];
      sum += term;
      size += std::abs(term);
    }
    return {sum, size};
  }

  std::unique_ptr<const ProductKernel<Real>> kernel_;
  Index groups_;
  std::vector<Block> workspace_;
};

/// Largest difference, over the largest of the second.
template <class A, class B>
double max_norm_error(const A& values, const B& exact) {
  long double error = 0, size = 0;
  for (std::size_t i = 0; i < exact.size(); ++i) {
    const auto difference =
        std::abs(static_cast<long double>(values[i]) - static_cast<long double>(exact[i]));
    if (!(difference <= error)) error = difference;
    size = std::max(size, std::abs(static_cast<long double>(exact[i])));
  }
  return static_cast<double>(size == 0 ? error : error / size);
}

template <class Real>
inline constexpr double rounding_bound = sizeof(Real) == 4 ? 2e-6 : 1e-14;

/// One function of each degree.
template <class Real>
std::vector<LaneArray<Real>> random_functions(std::mt19937& generator,
                                              const std::vector<int>& degrees, Index groups) {
  std::vector<LaneArray<Real>> functions;
  for (const int degree : degrees)
    functions.push_back(random_lanes<Real>(generator, groups, function_size(degree)));
  return functions;
}

}  // namespace tessera::test
