#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "solvers/tensor_product/options.hpp"

namespace tessera {

template <class Real>
class ProductKernel;

/// Number of independent products: every sample has `channels` channels. Work is divided over
/// `threads` threads; the bits of results do not depend on their number.
struct ProductBatch {
  Index samples = 1;
  Index channels = 1;
  int threads = 1;
};

/// A multilinear equivariant map z = T(x, y, ...) between coefficient vectors of fixed layouts,
/// applied to a batch. Real is float or double; tables are computed in long double and rounded
/// once.
///
/// Arrays are in lanes (lanes.hpp): factors with dimension(factors()[k]), the output with
/// dimension(out()), weights with weight_count() numbers per channel (one sample if shared). uvu:
/// the second factor alone is plain, [sample][v][coefficient]. Arrays need no alignment (64 bytes
/// are best) and do not overlap.
///
/// Order of weights: uuu: path; uvu: path * V + v; per_degree: blocks of the first factor, of the
/// second, ..., of the output.
///
/// A plan is immutable and thread-safe; concurrent calls need separate workspaces. Calls do not
/// allocate and do no set-up. The same options give the same method and the same bits on one
/// machine. NaN in gives NaN out.
template <class Real>
class TensorProductPlan {
 public:
  /// Throws std::invalid_argument, with the irreps at fault and what is allowed, for layouts that
  /// the coupling does not have (a path of odd l1 + l2 + l3 asked of gaunt: take `vector` or
  /// `clebsch_gordan`), weights that do not fit the coupling, a method that the coupling or the
  /// degree does not have.
  explicit TensorProductPlan(TensorProductOptions options);
  ~TensorProductPlan();
  TensorProductPlan(TensorProductPlan&&) noexcept;
  TensorProductPlan& operator=(TensorProductPlan&&) noexcept;

  Coupling coupling() const { return options_.coupling; }
  /// Layout of one channel of each factor and of the output.
  const std::vector<Irreps>& factors() const { return options_.factors; }
  const Irreps& out() const { return options_.out; }
  /// All coupled triples of blocks, first factor outermost; empty for products of more than two
  /// factors.
  const std::vector<TensorProductPath>& paths() const { return paths_; }
  Index weight_count() const { return weight_count_; }
  TensorProductMethod method() const { return options_.method; }               ///< never automatic
  InstructionSet instruction_set() const { return options_.instruction_set; }  ///< never automatic
  /// Fused multiply-adds per product.
  double operations() const;
  /// Bytes that execute and adjoint need; independent of the batch.
  std::size_t workspace_bytes(int threads = 1) const;

  /// z = T(x, y, ...). `weights` is not read where the plan has none.
  void execute(const ProductBatch& batch, const Real* const* factors, const Real* weights,
               Real* out, void* workspace) const;
  /// Of two factors, without weights.
  void execute(const ProductBatch& batch, const Real* x, const Real* y, Real* out,
               void* workspace) const {
    const Real* const both[] = {x, y};
    execute(batch, both, nullptr, out, workspace);
  }

  /// Gradients of the sum over the batch of out_bar . T: one array per factor in factor_bars
  /// (entries may be null: not wanted) and weights_bar (null: not wanted; summed over samples if
  /// they share weights), all overwritten.
  void adjoint(const ProductBatch& batch, const Real* const* factors, const Real* weights,
               const Real* out_bar, Real* const* factor_bars, Real* weights_bar,
               void* workspace) const;

 private:
  TensorProductOptions options_;
  std::vector<TensorProductPath> paths_;
  Index weight_count_ = 0;
  std::unique_ptr<const ProductKernel<Real>> kernel_;
};

}  // namespace tessera
