#pragma once

#include <vector>

#include "data/fields/types.hpp"
#include "solvers/tensor_product/clebsch_gordan_kernels.hpp"

namespace tessera {

/// One pair of blocks and the paths between them, for CouplingTables.
struct CouplingPairLayout {
  struct Path {
    int degree = 0;
    Index out = 0;           ///< coefficient at which the output block starts
    Index weight = 0;        ///< number of its weight
    long double factor = 1;  ///< on CouplingTensor
  };
  int l1 = 0, l2 = 0;
  Index x = 0, y = 0;  ///< coefficients at which the blocks start
  std::vector<Path> paths;
};

/// Coefficients of sparse products in the order in which the kernels read them.
///
/// Immutable. From the 3j symbols in long double, rounded once: with s = (-1)^floor(J / 2),
/// J = l1 + l2 + l3, the coefficient of a q (clebsch_gordan_kernels.hpp) is
///   sums:         s (-1)^(k1 + k2) (l1 l2 l3; k1 k2 -k1-k2) / sqrt 2,
///   differences:  s (-1)^max(k1, k2) (l1 l2 l3; k1 -k2 k2-k1) / sqrt 2, signs for k1 < k2
///   reversed,
/// without the root where k1, k2 or the output's order is 0.
template <class Real>
class CouplingTables {
 public:
  /// Kernels decide how the rows are cut. `sum`: outputs of several paths may be the same.
  CouplingTables(std::vector<CouplingPairLayout> layout, Index out_dimension, bool sum,
                 const CouplingKernels<Real>& kernels);

  CouplingTable<Real> table() const;
  /// Fused multiply-adds per product.
  double operations() const { return operations_; }
  /// Coefficients of the output that no pair overwrites.
  const std::vector<Index>& not_overwritten() const { return not_overwritten_; }
  /// Numbers that streaming needs.
  Index stream_scratch() const { return stream_scratch_; }

 private:
  void add_pair(CouplingPairLayout& layout, const CouplingKernels<Real>& kernels);

  std::vector<CouplingPair> pairs_;
  std::vector<CouplingRow> rows_;
  std::vector<CouplingRowPath<Real>> row_paths_;
  std::vector<CouplingPath> paths_;
  std::vector<Real> coefficients_;
  std::vector<Index> not_overwritten_;
  Index stream_scratch_ = 0;
  double operations_ = 0;
};

}  // namespace tessera
