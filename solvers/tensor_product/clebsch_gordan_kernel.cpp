#include "solvers/tensor_product/clebsch_gordan_kernel.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "solvers/tensor_product/lanes.hpp"

namespace tessera {
namespace {

std::vector<CouplingPairLayout> pairs_of(const TensorProductOptions& options,
                                         std::span<const TensorProductPath> paths) {
  const Irreps &first = options.factors[0], &second = options.factors[1];
  const auto degree = [](const Irreps& irreps, Index block) {
    return irreps.blocks[static_cast<std::size_t>(block)].irrep.degree;
  };
  Index weights = 0;  // per path
  if (options.weights == ProductWeights::uuu) weights = 1;
  if (options.weights == ProductWeights::uvu) weights = options.second_channels;
  std::vector<CouplingPairLayout> pairs;
  for (std::size_t p = 0; p < paths.size(); ++p) {
    const TensorProductPath& path = paths[p];
    const Index x = offset(first, path.first), y = offset(second, path.second);
    if (pairs.empty() || pairs.back().x != x || pairs.back().y != y)
      pairs.push_back({degree(first, path.first), degree(second, path.second), x, y, {}});
    pairs.back().paths.push_back({degree(options.out, path.out), offset(options.out, path.out),
                                  static_cast<Index>(p) * weights, 1});
  }
  return pairs;
}

/// Where a block's gradient goes, zeroed if it `adds`; what is not wanted goes to `scratch`, all
/// groups to one.
template <class Real>
std::pair<Real*, Index> start_gradient(Real* bar, Index n, Index size, Index groups, Real* scratch,
                                       bool adds) {
  Real* const start = bar == nullptr ? scratch : bar + n * size;
  if (adds) std::fill_n(start, bar == nullptr ? size : groups * size, Real{});
  return {start, bar == nullptr ? 0 : size};
}

}  // namespace

template <class Real>
CouplingKernel<Real>::CouplingKernel(const CouplingShape& shape,
                                     std::vector<CouplingPairLayout> pairs, InstructionSet level)
    : shape_(shape),
      kernels_(coupling_kernels<Real>(level)),
      tables_(std::move(pairs), shape.out_dimension, shape.sum, kernels_),
      ones_(static_cast<std::size_t>(std::max(shape.weights, Index{1}) * lane_count<Real>),
            Real(1)) {
  if (shape.gaunt_degree < 0 || shape.gaunt_degree >= WholeGauntKernels<Real>::degrees) return;
  const WholeGauntKernels<Real> whole = whole_gaunt_kernels<Real>(level);
  execute_whole_ = whole.execute[shape.gaunt_degree];
  adjoint_whole_ = whole.adjoint[shape.gaunt_degree];
}

template <class Real>
double CouplingKernel<Real>::operations() const {
  return tables_.operations() * static_cast<double>(passes());
}

template <class Real>
std::size_t CouplingKernel<Real>::workspace_bytes() const {
  const Index gradients = (shape_.x_dimension + 2 * shape_.y_dimension) * lane_count<Real>;
  const Index outputs = shape_.y_dimension * lane_count<Real> + tables_.stream_scratch();
  return static_cast<std::size_t>(std::max(gradients, outputs)) * sizeof(Real);
}

template <class Real>
void CouplingKernel<Real>::execute(const LaneRange& range, const ProductArrays<Real>& arrays,
                                   std::byte* workspace) const {
  const CouplingTable<Real> table = tables_.table();
  Real* const spread = reinterpret_cast<Real*>(workspace);
  Real* const stream = streams(range) ? spread + shape_.y_dimension * lane_count<Real> : nullptr;
  const Index out_size = shape_.out_dimension * lane_count<Real>;
  for (Index n = range.begin; n < range.end;) {
    CouplingBlock<Real> block = start_block(n, range, arrays.factors, arrays.weights);
    block.out = arrays.out + n * out_size;
    block.out_stride = out_size;
    const Index sample = n / range.groups;
    n += block.groups;
    if (execute_whole_ != nullptr) {
      execute_whole_(table.coefficients, block);
      continue;
    }
    if (shape_.sum)
      for (Index g = 0; g < block.groups; ++g)
        for (const Index i : tables_.not_overwritten())
          std::fill_n(block.out + g * out_size + i * lane_count<Real>, lane_count<Real>, Real{});
    for (Index v = 0; v < passes(); ++v) {
      if (shape_.second_channels > 0) {
        spread_second(sample, v, arrays.factors[1], spread);
        block.y = spread;
        if (arrays.weights != nullptr) block.weights = arrays.weights + v * lane_count<Real>;
      }
      kernels_.execute(table, block,
                       v > 0        ? CouplingOutput::accumulate
                       : shape_.sum ? CouplingOutput::sum
                                    : CouplingOutput::overwrite,
                       stream);
    }
  }
}

template <class Real>
void CouplingKernel<Real>::adjoint(const LaneRange& range, const AdjointArrays<Real>& arrays,
                                   std::byte* workspace) const {
  const CouplingTable<Real> table = tables_.table();
  const Index x_size = shape_.x_dimension * lane_count<Real>,
              y_size = shape_.y_dimension * lane_count<Real>,
              out_size = shape_.out_dimension * lane_count<Real>;
  Real* const spread = reinterpret_cast<Real*>(workspace);
  Real* const y_scratch = spread + y_size;
  Real* const x_scratch = y_scratch + y_size;
  const bool adds = adjoint_whole_ == nullptr;
  for (Index n = range.begin; n < range.end;) {
    CouplingBlock<Real> block = start_block(n, range, arrays.factors, arrays.weights);
    block.out_bar = arrays.out_bar + n * out_size;
    block.out_stride = out_size;
    std::tie(block.x_bar, block.x_bar_stride) =
        start_gradient(arrays.factor_bars[0], n, x_size, block.groups, x_scratch, adds);
    for (Index v = 0; v < passes(); ++v) {
      Real* const y_bar = arrays.factor_bars[1];
      if (shape_.second_channels > 0) {
        spread_second(n / range.groups, v, arrays.factors[1], spread);
        block.y = spread;
        if (arrays.weights != nullptr) block.weights = arrays.weights + v * lane_count<Real>;
      }
      if (arrays.weights_bar != nullptr)
        block.weights_bar = arrays.weights_bar + v * lane_count<Real>;
      std::tie(block.y_bar, block.y_bar_stride) = start_gradient(
          shape_.second_channels > 0 ? nullptr : y_bar, n, y_size, block.groups, y_scratch, adds);
      if (adds)
        kernels_.adjoint(table, block);
      else
        adjoint_whole_(table.coefficients, block);
      if (shape_.second_channels > 0 && y_bar != nullptr)
        gather_second(n / range.groups, v, y_scratch, y_bar);
    }
    n += block.groups;
  }
}

template <class Real>
CouplingBlock<Real> CouplingKernel<Real>::start_block(Index n, const LaneRange& range,
                                                      const Real* const* factors,
                                                      const Real* weights) const {
  constexpr Index lanes = lane_count<Real>;
  CouplingBlock<Real> block;
  // Outputs that are added to stay in the inner caches.
  constexpr Index cached_coefficients = 2048;
  const Index fit = shape_.sum ? std::max(cached_coefficients / shape_.out_dimension, Index{1})
                               : Index{CouplingBlock<Real>::capacity};
  Index end = std::min(range.end, n + std::min(fit, Index{CouplingBlock<Real>::capacity}));
  if (shape_.second_channels > 0) end = std::min(end, (n / range.groups + 1) * range.groups);
  block.groups = static_cast<int>(end - n);
  block.x_stride = shape_.x_dimension * lanes;
  block.x = factors[0] + n * block.x_stride;
  if (shape_.second_channels == 0) {
    block.y_stride = shape_.y_dimension * lanes;
    block.y = factors[1] + n * block.y_stride;
  }
  block.weights = ones_.data();
  if (shape_.weights == 0) return block;
  for (int g = 0; g < block.groups; ++g) {
    block.weight_bar_offset[g] =
        shape_.weights * lanes * (shape_.weights_per_sample ? n + g : (n + g) % range.groups);
    block.weight_offset[g] = weights == nullptr ? 0 : block.weight_bar_offset[g];
  }
  if (weights != nullptr) block.weights = weights;
  return block;
}

template <class Real>
void CouplingKernel<Real>::spread_second(Index sample, Index v, const Real* plain,
                                         Real* spread) const {
  const Real* const from = plain + (sample * shape_.second_channels + v) * shape_.y_dimension;
  for (Index i = 0; i < shape_.y_dimension; ++i)
    std::fill_n(spread + i * lane_count<Real>, lane_count<Real>, from[i]);
}

template <class Real>
void CouplingKernel<Real>::gather_second(Index sample, Index v, const Real* lanes_bar,
                                         Real* plain_bar) const {
  Real* const to = plain_bar + (sample * shape_.second_channels + v) * shape_.y_dimension;
  for (Index i = 0; i < shape_.y_dimension; ++i) {
    Real sum{};
    for (Index lane = 0; lane < lane_count<Real>; ++lane)
      sum += lanes_bar[i * lane_count<Real> + lane];
    to[i] += sum;
  }
}

/// Outputs that do not stay in a cache anyway need not push out what does.
template <class Real>
bool CouplingKernel<Real>::streams(const LaneRange& range) const {
  constexpr double cached_bytes = 8 << 20;
  return !shape_.sum && passes() == 1 &&
         static_cast<double>((range.end - range.begin) * shape_.out_dimension) * 64 > cached_bytes;
}

template <class Real>
Index CouplingKernel<Real>::passes() const {
  return std::max(shape_.second_channels, Index{1});
}

template class CouplingKernel<float>;
template class CouplingKernel<double>;

template <class Real>
std::unique_ptr<const ProductKernel<Real>> make_clebsch_gordan_kernel(
    const TensorProductOptions& options, std::span<const TensorProductPath> paths) {
  CouplingShape shape;
  shape.x_dimension = dimension(options.factors[0]);
  shape.y_dimension = dimension(options.factors[1]);
  shape.out_dimension = dimension(options.out);
  shape.sum = options.sum_paths;
  shape.weights_per_sample = options.weights_per_sample;
  if (options.weights == ProductWeights::uvu) shape.second_channels = options.second_channels;
  if (options.weights != ProductWeights::none)
    shape.weights = static_cast<Index>(paths.size()) * std::max(shape.second_channels, Index{1});
  return std::make_unique<const CouplingKernel<Real>>(
      shape, pairs_of(options, paths), resolve_instruction_set(options.instruction_set));
}

template std::unique_ptr<const ProductKernel<float>> make_clebsch_gordan_kernel(
    const TensorProductOptions&, std::span<const TensorProductPath>);
template std::unique_ptr<const ProductKernel<double>> make_clebsch_gordan_kernel(
    const TensorProductOptions&, std::span<const TensorProductPath>);

}  // namespace tessera
