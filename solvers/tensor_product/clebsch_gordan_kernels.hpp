#pragma once

#include <cstddef>

#include "solvers/tensor_product/instruction_set.hpp"

namespace tessera {

/// What the compiled kernels of sparse products read: plain tables, made by
/// clebsch_gordan_tables.hpp.
///
/// With X = x_k + i x_-k (order k > 0 of one block of the first factor), Y likewise, the products
/// of one pair of blocks come as complex numbers q: X Y of order k1 + k2 and X conj(Y) or
/// conj(X) Y of order |k1 - k2|; an order 0 is real. The output of order M of every path is
/// i^parity times a sum of real coefficients times the q of order M, parity that of l1 + l2 + l3:
/// one coefficient serves four products. Offsets count numbers from the start of a lane group.

/// One path in one row: real part at `re`, imaginary part at `im` times `sign`.
template <class Real>
struct CouplingRowPath {
  std::ptrdiff_t re;
  std::ptrdiff_t im;
  std::ptrdiff_t weight;
  Real sign;
};

/// All products of one output order in one pair of blocks, and up to `tile` paths that they go to.
/// Coefficients stand product by product, in the order of the members, and path by path. Order 0:
/// only the real (`imaginary`: the imaginary) parts are wanted; `differences_1` counts k1 = k2 > 0.
struct CouplingRow {
  int order;
  int paths;
  bool imaginary;
  bool zero_1;        ///< has k1 = 0
  bool zero_2;        ///< has k2 = 0
  int sums_first;     ///< smallest k1 of k1 + k2 = order, both > 0
  int sums;           ///< number of them
  int differences_1;  ///< number of k1 - k2 = order, k2 = 1, 2, ...
  int differences_2;  ///< number of k2 - k1 = order, k1 = 1, 2, ...
  std::ptrdiff_t first_path;
  std::ptrdiff_t coefficients;
};

/// Centre m = 0 of the output block and its weight.
struct CouplingPath {
  std::ptrdiff_t out;
  std::ptrdiff_t weight;
};

struct CouplingPair {
  std::ptrdiff_t x, y;  ///< centres m = 0 of the blocks
  int l1, l2;
  bool unrolled;  ///< all paths are there, so that the kernel written out for these degrees serves
  bool overwrites;  ///< of outputs that add up: all of this pair's are the first of theirs
  int first_row, rows;
  std::ptrdiff_t first_path;           ///< of CouplingPath, by degree
  std::ptrdiff_t coefficients;         ///< of the first row; all rows' stand one after the other
  std::ptrdiff_t out_begin, out_size;  ///< where the paths' outputs stand; size 0: not together
};

template <class Real>
struct CouplingTable {
  const CouplingPair* pairs;
  std::ptrdiff_t pair_count;
  const CouplingRow* rows;
  const CouplingRowPath<Real>* row_paths;
  const CouplingPath* paths;
  const Real* coefficients;
};

/// A few lane groups, worked on pair by pair; strides from group to group in numbers.
template <class Real>
struct CouplingBlock {
  static constexpr int capacity = 8;
  int groups = 0;
  const Real* x = nullptr;
  const Real* y = nullptr;
  Real* out = nullptr;
  const Real* out_bar = nullptr;
  Real* x_bar = nullptr;
  Real* y_bar = nullptr;
  const Real* weights = nullptr;  ///< never null; of ones where there are none
  Real* weights_bar = nullptr;    ///< null: not wanted
  std::ptrdiff_t x_stride = 0;
  std::ptrdiff_t y_stride = 0;
  std::ptrdiff_t out_stride = 0;
  std::ptrdiff_t x_bar_stride = 0;
  std::ptrdiff_t y_bar_stride = 0;
  std::ptrdiff_t weight_offset[capacity] = {};      ///< by group
  std::ptrdiff_t weight_bar_offset[capacity] = {};  ///< by group
  std::ptrdiff_t out_origin = 0;                    ///< offset at which `out` starts
};

/// Outputs that wait for streaming are about so many, to stay in the inner caches.
inline constexpr std::ptrdiff_t stream_numbers = 16384;

/// How outputs are written.
enum class CouplingOutput {
  overwrite,
  sum,        ///< added to what is there, but by pairs that overwrite
  accumulate  ///< added to what is there
};

/// Kernels of one instruction set. Gradients are added to what is there. A scratch of
/// CouplingTables::stream_scratch numbers (null: none) makes outputs that are overwritten go past
/// the caches.
template <class Real>
struct CouplingKernels {
  int tile;             ///< most paths of a row
  int unrolled_degree;  ///< largest degree that is written out
  void (*execute)(const CouplingTable<Real>&, const CouplingBlock<Real>&, CouplingOutput output,
                  Real* scratch);
  void (*adjoint)(const CouplingTable<Real>&, const CouplingBlock<Real>&);
};

CouplingKernels<float> coupling_kernels_generic(float);
CouplingKernels<double> coupling_kernels_generic(double);
CouplingKernels<float> coupling_kernels_x86_64_v3(float);
CouplingKernels<double> coupling_kernels_x86_64_v3(double);
CouplingKernels<float> coupling_kernels_x86_64_v4(float);
CouplingKernels<double> coupling_kernels_x86_64_v4(double);

/// Of a resolved instruction set.
template <class Real>
CouplingKernels<Real> coupling_kernels(InstructionSet level);

}  // namespace tessera
