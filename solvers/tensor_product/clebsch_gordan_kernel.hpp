#pragma once

#include <vector>

#include "solvers/tensor_product/clebsch_gordan_tables.hpp"
#include "solvers/tensor_product/product_kernel.hpp"
#include "solvers/tensor_product/sparse_gaunt_kernels.hpp"

namespace tessera {

/// What a sparse product of two factors is, beside its paths; dimensions are of one channel.
struct CouplingShape {
  Index x_dimension = 0;
  Index y_dimension = 0;
  Index out_dimension = 0;
  bool sum = false;   ///< paths add up in the output, else each has its own block
  Index weights = 0;  ///< per channel
  bool weights_per_sample = false;
  int gaunt_degree = -1;      ///< of a Gaunt product of two such functions, full output
  Index second_channels = 0;  ///< of a plain second factor (uvu); 0: it is in lanes like the first
};

/// Direct sums over the non-zero coefficients of paths between two factors.
template <class Real>
class CouplingKernel : public ProductKernel<Real> {
 public:
  CouplingKernel(const CouplingShape& shape, std::vector<CouplingPairLayout> pairs,
                 InstructionSet level);

  double operations() const override;
  std::size_t workspace_bytes() const override;
  void execute(const LaneRange& range, const ProductArrays<Real>& arrays,
               std::byte* workspace) const override;
  void adjoint(const LaneRange& range, const AdjointArrays<Real>& arrays,
               std::byte* workspace) const override;

 private:
  /// The lane groups from n on that are worked on together: of one sample if the second factor is
  /// plain.
  CouplingBlock<Real> start_block(Index n, const LaneRange& range, const Real* const* factors,
                                  const Real* weights) const;
  /// Channel v of a plain second factor, the same in all lanes of `spread`.
  void spread_second(Index sample, Index v, const Real* plain, Real* spread) const;
  /// Adds the sums over lanes to channel v of the plain gradient.
  void gather_second(Index sample, Index v, const Real* lanes_bar, Real* plain_bar) const;
  Index passes() const;
  bool streams(const LaneRange& range) const;

  CouplingShape shape_;
  CouplingKernels<Real> kernels_;
  CouplingTables<Real> tables_;
  std::vector<Real> ones_;  ///< weights of one group
  typename WholeGauntKernels<Real>::Kernel execute_whole_ = nullptr, adjoint_whole_ = nullptr;
};

}  // namespace tessera
