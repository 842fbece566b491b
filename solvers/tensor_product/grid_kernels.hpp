#pragma once

#include <cstddef>

namespace tessera::grid {

/// Numbers of node pairs.
struct GridBlocks {
  int synthesis = 0;  ///< that are synthesised and multiplied together
  int analysis = 0;   ///< that are analysed together; a multiple of the other
};

/// What the compiled kernels need to know of a product by way of a grid: plain numbers and
/// pointers, so that translation units of different instruction sets share no code.
///
/// Nodes come in pairs theta, pi - theta; a middle node is the first pair. Tables hold
/// g Theta_lk (sqrt 2 of that for k = 0) at the northern node of each pair: rows of `pairs`
/// numbers, for order k those of l = k, k + 2, ... from even_rows[k] and of l = k + 1, k + 3, ...
/// from odd_rows[k]. g distributes the weight of the quadrature over all legs, so that one table
/// serves synthesis and analysis.
template <class Real>
struct GridProduct {
  const Real* table = nullptr;
  const std::ptrdiff_t* even_rows = nullptr;
  const std::ptrdiff_t* odd_rows = nullptr;
  int pairs = 0;
  int has_middle = 0;
  /// By leg (factors, then output) and pair: the largest order that matters there, never growing
  /// towards the pole, where Theta_lk vanishes like sin^k theta.
  const int* reach = nullptr;
  int factor_count = 0;
  const int* degrees = nullptr;
  int out_degree = 0;      ///< of the array
  int reached_degree = 0;  ///< coefficients beyond are 0
  /// The last factor and the output have so many components of the same degree, one array after
  /// the other; the other factors multiply each of them.
  int components = 1;
  GridBlocks forward, backward;  ///< of execute and of adjoint
};

/// Arrays start at lane group 0; a coefficient is 64 bytes of lanes.
template <class Real>
struct GridArrays {
  const Real* const* factors = nullptr;
  Real* out = nullptr;
  const Real* out_bar = nullptr;
  Real* const* factor_bars = nullptr;  ///< entries may be null
};

/// Rows of a sparse matrix, applied to coefficients in lanes.
template <class Real>
struct SparseRows {
  int rows = 0;
  const int* begin = nullptr;  ///< rows + 1 numbers
  const int* column = nullptr;
  const Real* value = nullptr;
};

template <class Real>
struct GridKernels {
  void (*execute)(const GridProduct<Real>&, const GridArrays<Real>&, std::ptrdiff_t begin,
                  std::ptrdiff_t end, Real* scratch);
  void (*adjoint)(const GridProduct<Real>&, const GridArrays<Real>&, std::ptrdiff_t begin,
                  std::ptrdiff_t end, Real* scratch);
  void (*apply_rows)(const SparseRows<Real>&, const Real* in, Real* out);
};

}  // namespace tessera::grid
