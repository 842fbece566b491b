#pragma once

#include <utility>

#include "solvers/tensor_product/clebsch_gordan_rows.hpp"

/// Kernels of pairs of blocks of low degree, written out by the compiler: every product and every
/// path at its fixed place; compiled once per instruction set, see lane_vector.hpp.

namespace tessera {
namespace {

/// What is worth the time to compile.
constexpr int unrolled_degree = is_sanitized ? 1 : register_count == 32 ? 4 : 2;

template <int i>
struct Constant {
  static constexpr int value = i;
};

template <class Visit, int... i>
TESSERA_INLINE void for_constants(std::integer_sequence<int, i...>, [[maybe_unused]] Visit visit) {
  (visit(Constant<i>{}), ...);
}
/// Calls visit(Constant<0>), visit(Constant<1>), ...
template <int count, class Visit>
TESSERA_INLINE void for_constants(Visit visit) {
  for_constants(std::make_integer_sequence<int, (count > 0 ? count : 0)>{}, visit);
}

constexpr int smaller(int a, int b) {
  return a < b ? a : b;
}
constexpr int larger(int a, int b) {
  return a > b ? a : b;
}

/// Paths of degrees |l1 - l2|, |l1 - l2| + step, ... and the products of one order.
template <int l1, int l2, int step, int order>
struct UnrolledRow {
  static constexpr int first_degree = l1 > l2 ? l1 - l2 : l2 - l1;
  static constexpr int all_paths = 2 * smaller(l1, l2) / step + 1;
  static constexpr int degree(int path) { return first_degree + step * path; }
  static constexpr bool is_odd(int path) { return (l1 + l2 + degree(path)) % 2 != 0; }
  /// Smallest path that reaches the order.
  static constexpr int first_path =
      order <= first_degree ? 0 : (order - first_degree + step - 1) / step;
  static constexpr int paths = all_paths - first_path;

  static constexpr int sums_first = larger(1, order - l2);
  static constexpr int sums = larger(0, smaller(l1, order - 1) - sums_first + 1);
  static constexpr int zero_1 = order <= l2 ? 1 : 0;
  static constexpr int zero_2 = order <= l1 && order > 0 ? 1 : 0;
  static constexpr int differences_1 = larger(0, smaller(l2, l1 - order));
  static constexpr int differences_2 = order > 0 ? larger(0, smaller(l1, l2 - order)) : 0;

  /// Of order 0: even paths first, which take real parts, then the odd ones.
  static constexpr int even_paths = smaller(l1, l2) + 1;
  static constexpr int odd_paths = step == 1 ? smaller(l1, l2) : 0;
  static constexpr int even_path(int i) { return step == 1 ? 2 * i : i; }

  /// Of all products of the order.
  static constexpr int coefficients =
      order == 0 ? even_paths * even_paths + odd_paths * odd_paths
                 : paths * (sums + zero_1 + zero_2 + differences_1 + differences_2);

  /// Places of the products of orders k1 and k2 that make k1 + k2 and |k1 - k2|; of order 0 among
  /// the real ones.
  static constexpr int sum_index(int k1, int k2) {
    if (k1 == 0 || order == 0) return order == 0 ? 0 : sums;
    return k2 == 0 ? sums + zero_1 : k1 - sums_first;
  }
  static constexpr int difference_index(int k1, int k2) {
    if (order == 0) return k1;
    return sums + zero_1 + zero_2 + (k1 > k2 ? k2 : differences_1 + k1) - 1;
  }
};

/// Calls add(real part, imaginary part) for every product of the order, as the rows do.
template <class Row, int order, class Real, class Add>
TESSERA_INLINE void for_each_unrolled_product(const OrderReader<Real>& x,
                                              const OrderReader<Real>& y, Add add) {
  using Vector = typename LaneVector<Real>::Type;
  for_constants<Row::sums>([&](auto i) TESSERA_INLINE_LAMBDA {
    constexpr int k = Row::sums_first + decltype(i)::value;
    const Vector xc = x.cosine(k), xs = x.sine(k), yc = y.cosine(order - k), ys = y.sine(order - k);
    add(xc * yc - xs * ys, xc * ys + xs * yc);
  });
  if constexpr (Row::zero_1 != 0) add(x.cosine(0) * y.cosine(order), x.cosine(0) * y.sine(order));
  if constexpr (Row::zero_2 != 0) add(x.cosine(order) * y.cosine(0), x.sine(order) * y.cosine(0));
  for_constants<Row::differences_1>([&](auto i) TESSERA_INLINE_LAMBDA {
    constexpr int k = decltype(i)::value + 1;
    const Vector xc = x.cosine(k + order), xs = x.sine(k + order), yc = y.cosine(k), ys = y.sine(k);
    add(xc * yc + xs * ys, xs * yc - xc * ys);
  });
  for_constants<Row::differences_2>([&](auto i) TESSERA_INLINE_LAMBDA {
    constexpr int k = decltype(i)::value + 1;
    const Vector xc = x.cosine(k), xs = x.sine(k), yc = y.cosine(k + order), ys = y.sine(k + order);
    add(xc * yc + xs * ys, xc * ys - xs * yc);
  });
}

/// Adds to the sums of all paths of one order, of order 0 to `re` alone. Moves on past the
/// coefficients.
template <int l1, int l2, int step, int order, class Real, class Vector>
TESSERA_INLINE void add_unrolled_sums(const OrderReader<Real>& x, const OrderReader<Real>& y,
                                      const Real*& a, Vector* re, Vector* im) {
  using Row = UnrolledRow<l1, l2, step, order>;
  if constexpr (order > 0) {
    for_each_unrolled_product<Row, order>(x, y, [&](Vector u, Vector w) TESSERA_INLINE_LAMBDA {
#pragma GCC unroll 16
      for (int p = 0; p < Row::paths; ++p) {
        re[p] += a[p] * u;
        im[p] += a[p] * w;
      }
      a += Row::paths;
    });
  } else {
    for_constants<Row::even_paths>([&](auto k) TESSERA_INLINE_LAMBDA {
      constexpr int m = decltype(k)::value;
      Vector u = x.cosine(m) * y.cosine(m);
      if constexpr (m > 0) u += x.sine(m) * y.sine(m);
#pragma GCC unroll 16
      for (int i = 0; i < Row::even_paths; ++i) re[Row::even_path(i)] += a[i] * u;
      a += Row::even_paths;
    });
    for_constants<Row::odd_paths>([&](auto k) TESSERA_INLINE_LAMBDA {
      constexpr int m = decltype(k)::value + 1;
      const Vector w = x.sine(m) * y.cosine(m) - x.cosine(m) * y.sine(m);
#pragma GCC unroll 16
      for (int i = 0; i < Row::odd_paths; ++i) re[2 * i + 1] += a[i] * w;
      a += Row::odd_paths;
    });
  }
}

template <int l1, int l2, int step, int order, class Real, class Vector>
TESSERA_INLINE void unrolled_sums(const OrderReader<Real>& x, const OrderReader<Real>& y,
                                  const Real*& a, Vector* re, Vector* im) {
#pragma GCC unroll 16
  for (int p = 0; p < UnrolledRow<l1, l2, step, order>::paths; ++p) re[p] = im[p] = Vector{};
  add_unrolled_sums<l1, l2, step, order>(x, y, a, re, im);
}

/// A copy that no store can change.
template <int count>
struct UnrolledPaths {
  std::ptrdiff_t out[count];
  std::ptrdiff_t weight[count];

  TESSERA_INLINE explicit UnrolledPaths(const CouplingPath* paths) {
#pragma GCC unroll 16
    for (int p = 0; p < count; ++p) {
      out[p] = paths[p].out;
      weight[p] = paths[p].weight;
    }
  }
};

template <class Real, int l1, int l2, bool accumulate>
void execute_pair(const CouplingPair& pair, const CouplingPath* shared_paths,
                  const Real* coefficients, const CouplingBlock<Real>& block) {
  using V = LaneVector<Real>;
  using Vector = typename V::Type;
  const UnrolledPaths<UnrolledRow<l1, l2, 1, 0>::all_paths> paths(shared_paths);
  Real* const all_out = block.out;
  const Real* const weights = block.weights;
  const auto put = [](Real* to, Vector value) TESSERA_INLINE_LAMBDA {
    V::store(to, accumulate ? V::load(to) + value : value);
  };
  for_each_place<false>(pair, block, [&](const CouplingPlace<Real>& at) TESSERA_INLINE_LAMBDA {
    const Real* a = coefficients;
    for_constants<l1 + l2 + 1>([&](auto constant) TESSERA_INLINE_LAMBDA {
      constexpr int order = decltype(constant)::value;
      using Row = UnrolledRow<l1, l2, 1, order>;
      Vector re[Row::paths], im[Row::paths];
      unrolled_sums<l1, l2, 1, order>(at.x, at.y, a, re, im);
      for_constants<Row::paths>([&](auto index) TESSERA_INLINE_LAMBDA {
        constexpr int i = decltype(index)::value;
        constexpr int p = Row::first_path + i;
        Real* const out = all_out + (at.out + paths.out[p]);
        const Vector weight = V::load(weights + at.weight + paths.weight[p]);
        re[i] *= weight;
        im[i] *= weight;
        if constexpr (order == 0) {
          put(out, re[i]);
        } else if constexpr (Row::is_odd(p)) {
          put(out - order * V::lanes, re[i]);
          put(out + order * V::lanes, -im[i]);
        } else {
          put(out + order * V::lanes, re[i]);
          put(out - order * V::lanes, im[i]);
        }
      });
    });
  });
}

template <class Real>
using PairKernel = void (*)(const CouplingPair&, const CouplingPath*, const Real*,
                            const CouplingBlock<Real>&);

constexpr int unrolled_degrees = unrolled_degree + 1;

/// Kernels by l1 * unrolled_degrees + l2.
template <class Real>
struct PairKernels {
  PairKernel<Real> kernel[unrolled_degrees * unrolled_degrees];
};

template <class Real, bool accumulate, int... i>
constexpr PairKernels<Real> execute_kernels(std::integer_sequence<int, i...>) {
  return {{execute_pair<Real, i / unrolled_degrees, i % unrolled_degrees, accumulate>...}};
}

using AllPairs = std::make_integer_sequence<int, unrolled_degrees * unrolled_degrees>;

template <class Real>
void run_pair(const PairKernels<Real>& kernels, const CouplingTable<Real>& table,
              const CouplingPair& pair, const CouplingBlock<Real>& block) {
  kernels.kernel[pair.l1 * unrolled_degrees + pair.l2](
      pair, table.paths + pair.first_path, table.coefficients + pair.coefficients, block);
}

template <class Real>
void execute_unrolled(const CouplingTable<Real>& table, const CouplingPair& pair,
                      const CouplingBlock<Real>& block, bool accumulate) {
  static constexpr PairKernels<Real> overwriting = execute_kernels<Real, false>(AllPairs{});
  static constexpr PairKernels<Real> accumulating = execute_kernels<Real, true>(AllPairs{});
  run_pair(accumulate ? accumulating : overwriting, table, pair, block);
}

}  // namespace
}  // namespace tessera
