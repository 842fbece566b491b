#include <algorithm>

#include "solvers/tensor_product/lanes.hpp"
#include "solvers/tensor_product/product_kernel.hpp"

namespace tessera {
namespace {

/// One leg of a product: its blocks and where its weights start.
struct WeightedLeg {
  std::vector<Index> sizes;  ///< 2 l + 1 of each block
  Index dimension = 0;
  Index first_weight = 0;
};

WeightedLeg make_leg(const Irreps& irreps, Index first_weight) {
  WeightedLeg leg;
  for (const IrrepBlock& block : irreps.blocks) leg.sizes.push_back(2 * block.irrep.degree + 1);
  leg.dimension = dimension(irreps);
  leg.first_weight = first_weight;
  return leg;
}

/// out = weight of the block * in, for one lane group.
template <class Real>
void scale(const WeightedLeg& leg, const Real* weights, const Real* in, Real* out) {
  constexpr Index lanes = lane_count<Real>;
  const Real* w = weights + leg.first_weight * lanes;
  for (const Index size : leg.sizes) {
    for (Index i = 0; i < size; ++i)
      for (Index lane = 0; lane < lanes; ++lane)
        out[i * lanes + lane] = w[lane] * in[i * lanes + lane];
    in += size * lanes;
    out += size * lanes;
    w += lanes;
  }
}

/// weights_bar += sum over a block of a * b.
template <class Real>
void add_block_products(const WeightedLeg& leg, const Real* a, const Real* b, Real* weights_bar) {
  constexpr Index lanes = lane_count<Real>;
  Real* w = weights_bar + leg.first_weight * lanes;
  for (const Index size : leg.sizes) {
    for (Index i = 0; i < size; ++i)
      for (Index lane = 0; lane < lanes; ++lane)
        w[lane] += a[i * lanes + lane] * b[i * lanes + lane];
    a += size * lanes;
    b += size * lanes;
    w += lanes;
  }
}

/// z = w_out T(w_1 x, w_2 y, ...): scales copies of a few lane groups at a time, so that they stay
/// in cache, and hands them to the product without weights.
template <class Real>
class DegreeWeightedKernel final : public ProductKernel<Real> {
 public:
  DegreeWeightedKernel(const TensorProductOptions& options,
                       std::unique_ptr<const ProductKernel<Real>> inner)
      : inner_(std::move(inner)), per_sample_(options.weights_per_sample) {
    Index weight = 0, total = 0;
    const auto add = [&](const Irreps& irreps) {
      legs_.push_back(make_leg(irreps, weight));
      weight += static_cast<Index>(irreps.blocks.size());
      total += legs_.back().dimension;
    };
    for (const Irreps& factor : options.factors) add(factor);
    add(options.out);
    weight_count_ = weight;
    constexpr Index cached = Index{256} * 1024 / 64;  // coefficients of one lane group
    block_ = std::clamp(cached / (2 * total), Index{1}, Index{16});
    scratch_ = 2 * total * block_ * lanes;
  }

  double operations() const override {
    double sum = inner_->operations();
    for (const WeightedLeg& leg : legs_) sum += static_cast<double>(leg.dimension);
    return sum;
  }

  std::size_t workspace_bytes() const override {
    return static_cast<std::size_t>(scratch_) * sizeof(Real) + 2 * table_bytes() +
           inner_->workspace_bytes();
  }

  void execute(const LaneRange& range, const ProductArrays<Real>& arrays,
               std::byte* workspace) const override {
    Scratch scratch(*this, workspace);
    for (Index n = range.begin; n < range.end; n += block_) {
      const Index count = std::min(block_, range.end - n);
      scale_factors(n, count, range, arrays.factors, arrays.weights, scratch);
      Real* const out = arrays.out + n * out_leg().dimension * lanes;
      inner_->execute({0, count, count}, {scratch.values, nullptr, out}, scratch.rest);
      for (Index b = 0; b < count; ++b) {
        Real* const z = out + b * out_leg().dimension * lanes;
        scale(out_leg(), weights_at(arrays.weights, n + b, range), z, z);
      }
    }
  }

  void adjoint(const LaneRange& range, const AdjointArrays<Real>& arrays,
               std::byte* workspace) const override {
    Scratch scratch(*this, workspace);
    for (Index n = range.begin; n < range.end; n += block_) {
      const Index count = std::min(block_, range.end - n);
      scale_factors(n, count, range, arrays.factors, arrays.weights, scratch);
      if (arrays.weights_bar != nullptr) add_out_weights(n, count, range, arrays, scratch);
      adjoint_block(n, count, range, arrays, scratch);
    }
  }

 private:
  static constexpr Index lanes = lane_count<Real>;

  const WeightedLeg& out_leg() const { return legs_.back(); }
  std::size_t factor_count() const { return legs_.size() - 1; }

  /// Bytes of one table of pointers to factors, whole cache lines.
  std::size_t table_bytes() const { return (factor_count() * sizeof(Real*) + 63) / 64 * 64; }

  template <class Pointer>
  Pointer weights_at(Pointer weights, Index n, const LaneRange& range) const {
    return weights + (per_sample_ ? n : n % range.groups) * weight_count_ * lanes;
  }

  /// Copies of all legs and their gradients for `block_` lane groups, and tables of pointers to the
  /// factors' parts; all in the workspace.
  struct Scratch {
    Scratch(const DegreeWeightedKernel& kernel, std::byte* workspace) {
      std::byte* const tables =
          workspace + static_cast<std::size_t>(kernel.scratch_) * sizeof(Real);
      mutable_values = reinterpret_cast<Real**>(tables);
      bars = reinterpret_cast<Real**>(tables + kernel.table_bytes());
      rest = tables + 2 * kernel.table_bytes();
      Real* next = reinterpret_cast<Real*>(workspace);
      for (std::size_t k = 0; k < kernel.factor_count(); ++k) {
        const Index size = kernel.legs_[k].dimension * kernel.block_ * lanes;
        mutable_values[k] = next;
        bars[k] = next + size;
        next += 2 * size;
      }
      values = mutable_values;
      out = next;
      out_bar = next + kernel.out_leg().dimension * kernel.block_ * lanes;
    }
    Real** mutable_values;
    const Real* const* values;
    Real** bars;
    Real* out;
    Real* out_bar;
    std::byte* rest;
  };

  void scale_factors(Index n, Index count, const LaneRange& range, const Real* const* factors,
                     const Real* weights, Scratch& scratch) const {
    for (std::size_t k = 0; k < factor_count(); ++k)
      for (Index b = 0; b < count; ++b) {
        const Index size = legs_[k].dimension * lanes;
        scale(legs_[k], weights_at(weights, n + b, range), factors[k] + (n + b) * size,
              scratch.mutable_values[k] + b * size);
      }
  }

  /// The output's weights have the product without them as their derivative.
  void add_out_weights(Index n, Index count, const LaneRange& range,
                       const AdjointArrays<Real>& arrays, Scratch& scratch) const {
    inner_->execute({0, count, count}, {scratch.values, nullptr, scratch.out}, scratch.rest);
    const Index size = out_leg().dimension * lanes;
    for (Index b = 0; b < count; ++b)
      add_block_products(out_leg(), arrays.out_bar + (n + b) * size, scratch.out + b * size,
                         weights_at(arrays.weights_bar, n + b, range));
  }

  void adjoint_block(Index n, Index count, const LaneRange& range,
                     const AdjointArrays<Real>& arrays, Scratch& scratch) const {
    const Index out_size = out_leg().dimension * lanes;
    for (Index b = 0; b < count; ++b)
      scale(out_leg(), weights_at(arrays.weights, n + b, range),
            arrays.out_bar + (n + b) * out_size, scratch.out_bar + b * out_size);
    inner_->adjoint({0, count, count},
                    {scratch.values, nullptr, scratch.out_bar, scratch.bars, nullptr},
                    scratch.rest);
    for (std::size_t k = 0; k < factor_count(); ++k)
      for (Index b = 0; b < count; ++b) {
        const Index size = legs_[k].dimension * lanes;
        const Real* const bar = scratch.bars[k] + b * size;
        if (arrays.weights_bar != nullptr)
          add_block_products(legs_[k], arrays.factors[k] + (n + b) * size, bar,
                             weights_at(arrays.weights_bar, n + b, range));
        if (arrays.factor_bars[k] != nullptr)
          scale(legs_[k], weights_at(arrays.weights, n + b, range), bar,
                arrays.factor_bars[k] + (n + b) * size);
      }
  }

  std::unique_ptr<const ProductKernel<Real>> inner_;
  std::vector<WeightedLeg> legs_;  ///< factors, then the output
  bool per_sample_;
  Index weight_count_ = 0;
  Index block_ = 1;    ///< lane groups at a time
  Index scratch_ = 0;  ///< numbers
};

}  // namespace

template <class Real>
std::unique_ptr<const ProductKernel<Real>> make_degree_weighted_kernel(
    const TensorProductOptions& options, std::unique_ptr<const ProductKernel<Real>> inner) {
  return std::make_unique<DegreeWeightedKernel<Real>>(options, std::move(inner));
}

template std::unique_ptr<const ProductKernel<float>> make_degree_weighted_kernel(
    const TensorProductOptions&, std::unique_ptr<const ProductKernel<float>>);
template std::unique_ptr<const ProductKernel<double>> make_degree_weighted_kernel(
    const TensorProductOptions&, std::unique_ptr<const ProductKernel<double>>);

}  // namespace tessera
