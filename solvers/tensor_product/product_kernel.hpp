#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "solvers/tensor_product/options.hpp"

namespace tessera {

/// A range of lane groups n = sample * groups + group of a batch, and where its arrays start.
struct LaneRange {
  Index begin = 0;
  Index end = 0;
  Index groups = 1;  ///< per sample
};

template <class Real>
struct ProductArrays {
  const Real* const* factors = nullptr;
  const Real* weights = nullptr;  ///< null: all 1
  Real* out = nullptr;
};

template <class Real>
struct AdjointArrays {
  const Real* const* factors = nullptr;
  const Real* weights = nullptr;
  const Real* out_bar = nullptr;
  Real* const* factor_bars = nullptr;  ///< entries may be null
  Real* weights_bar = nullptr;         ///< may be null; added to
};

/// What a plan calls: one way to compute one product. Arrays start at lane group 0, whatever the
/// range. Weights stand at weight_count * lanes * (n or n % groups, by weights_per_sample). The
/// second factor of uvu and its gradient are plain arrays [sample][v][coefficient] and the gradient
/// is added to, as it sums over groups; other gradients of factors are overwritten.
/// The workspace is aligned to 64 bytes.
template <class Real>
class ProductKernel {
 public:
  virtual ~ProductKernel() = default;
  virtual double operations() const = 0;  ///< fused multiply-adds per product
  virtual std::size_t workspace_bytes() const = 0;
  virtual void execute(const LaneRange& range, const ProductArrays<Real>& arrays,
                       std::byte* workspace) const = 0;
  virtual void adjoint(const LaneRange& range, const AdjointArrays<Real>& arrays,
                       std::byte* workspace) const = 0;
};

/// Clebsch-Gordan paths between blocks, as the options (complete: out and factors filled in) say:
/// written path by path or summed, weights none, uuu or uvu.
template <class Real>
std::unique_ptr<const ProductKernel<Real>> make_clebsch_gordan_kernel(
    const TensorProductOptions& options, std::span<const TensorProductPath> paths);

/// Products of functions of `degrees` to degree `out_degree`, without weights. The instruction set
/// is resolved. `sparse` takes two factors.
template <class Real>
std::unique_ptr<const ProductKernel<Real>> make_sparse_gaunt_kernel(std::span<const int> degrees,
                                                                    int out_degree,
                                                                    InstructionSet level);
template <class Real>
std::unique_ptr<const ProductKernel<Real>> make_grid_kernel(std::span<const int> degrees,
                                                            int out_degree, InstructionSet level);
template <class Real>
std::unique_ptr<const ProductKernel<Real>> make_fourier_kernel(std::span<const int> degrees,
                                                               int out_degree);

/// A scalar function of degree `scalar` times a field of degree `field` to a field of degree
/// `out_degree` (vector_field_irreps), by way of Cartesian components; method as for gaunt.
template <class Real>
std::unique_ptr<const ProductKernel<Real>> make_vector_kernel(int scalar, int field, int out_degree,
                                                              TensorProductMethod method,
                                                              InstructionSet level);

/// The same product with one weight per block of every factor and of the output.
template <class Real>
std::unique_ptr<const ProductKernel<Real>> make_degree_weighted_kernel(
    const TensorProductOptions& options, std::unique_ptr<const ProductKernel<Real>> inner);

}  // namespace tessera
