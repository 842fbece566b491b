#pragma once

#include "solvers/tensor_product/clebsch_gordan_unrolled.hpp"

/// Gradients of pairs of blocks of low degree, written out by the compiler; compiled once per
/// instruction set, see lane_vector.hpp.

namespace tessera {
namespace {

/// Gradients of the real and the imaginary part of a product q (clebsch_gordan_kernels.hpp).
template <class Real>
struct ProductGradient {
  typename LaneVector<Real>::Type u, w;
};

/// Takes the gradients of the products of orders k1 and k2 that make k1 + k2 and |k1 - k2| back to
/// cosines and sines of both factors, by way of the four real products: these halve the work. Sums
/// are written so that every operation is a fused multiply-add.
/// `imaginary`: a product of order 0 has an imaginary part.
template <int k1, int k2, bool imaginary, class Real, class Vector>
TESSERA_INLINE void add_order_gradient(const OrderReader<Real>& x, const OrderReader<Real>& y,
                                       const ProductGradient<Real>& sum,
                                       const ProductGradient<Real>& difference, Vector& xc_bar,
                                       Vector& xs_bar, Vector& yc_bar, Vector& ys_bar) {
  if constexpr (k1 == 0 || k2 == 0) {
    xc_bar += sum.u * y.cosine(k2);
    yc_bar += sum.u * x.cosine(k1);
    if constexpr (k2 > 0) {
      xc_bar += sum.w * y.sine(k2);
      ys_bar += sum.w * x.cosine(0);
    }
    if constexpr (k1 > 0) {
      yc_bar += sum.w * x.sine(k1);
      xs_bar += sum.w * y.cosine(0);
    }
  } else {
    const Vector cc = difference.u + sum.u, ss = difference.u - sum.u;
    Vector sc = sum.w, cs = sum.w;
    if constexpr (k1 > k2 || (k1 == k2 && imaginary)) {
      sc += difference.w;
      cs -= difference.w;
    } else if constexpr (k1 < k2) {
      sc -= difference.w;
      cs += difference.w;
    }
    const Vector yc = y.cosine(k2), ys = y.sine(k2), xc = x.cosine(k1), xs = x.sine(k1);
    xc_bar += cc * yc;
    xs_bar += sc * yc;
    yc_bar += cc * xc;
    ys_bar += cs * xc;
    xc_bar += cs * ys;
    xs_bar += ss * ys;
    yc_bar += sc * xs;
    ys_bar += ss * xs;
  }
}

/// Where the coefficients of one order start among those of a pair of blocks.
template <int l1, int l2, int order>
constexpr int unrolled_row_start =
    unrolled_row_start<l1, l2, order - 1> + UnrolledRow<l1, l2, 1, order - 1>::coefficients;
template <int l1, int l2>
constexpr int unrolled_row_start<l1, l2, 0> = 0;

/// Gradients of the outputs of all paths of one pair, as the sums of products come: of odd paths
/// times -i. Weighted; in memory, as there are more than registers.
template <class Real, int l1, int l2>
struct PathGradients {
  using V = LaneVector<Real>;
  using Vector = typename V::Type;
  using Paths = UnrolledRow<l1, l2, 1, 0>;
  alignas(register_bytes) Vector all[(2 * l1 + 1) * (2 * l2 + 1)];

  static constexpr int centre(int path) {
    return Paths::degree(path) * (Paths::degree(path) + 1) - Paths::degree(0) * Paths::degree(0);
  }
  TESSERA_INLINE Vector& re(int path, int order) { return all[centre(path) + order]; }
  TESSERA_INLINE Vector& im(int path, int order) { return all[centre(path) - order]; }

  /// To be called between uses: what is loaded twice is not worth a spill, be it of these or, if
  /// the blocks are large, of the factors. Small ones all fit in registers.
  TESSERA_INLINE void keep_in_memory() {
    constexpr int orders = 2 * l1 + 1 + 2 * l2 + 1;
    if constexpr (orders > 12)
      asm volatile("" : "+m"(all) : : "memory");
    else if constexpr ((2 * l1 + 1) * (2 * l2 + 1) + 2 * orders > register_count)
      asm volatile("" : "+m"(all));
  }

  /// Of the product at `index` of its order, `row` the coefficients of the order.
  template <int order, int index>
  TESSERA_INLINE ProductGradient<Real> product(const Real* row) const {
    using Row = UnrolledRow<l1, l2, 1, order>;
    ProductGradient<Real> q;
    if constexpr (order > 0) {
      for_constants<Row::paths>([&](auto i) TESSERA_INLINE_LAMBDA {
        constexpr int p = decltype(i)::value, c = centre(Row::first_path + p);
        const Real a = row[index * Row::paths + p];
        q.u = p == 0 ? a * all[c + order] : q.u + a * all[c + order];
        q.w = p == 0 ? a * all[c - order] : q.w + a * all[c - order];
      });
    } else {
      for_constants<Row::even_paths>([&](auto i) TESSERA_INLINE_LAMBDA {
        constexpr int p = decltype(i)::value;
        const Vector term = row[index * Row::even_paths + p] * all[centre(2 * p)];
        q.u = p == 0 ? term : q.u + term;
      });
      if constexpr (index > 0)
        for_constants<Row::odd_paths>([&](auto i) TESSERA_INLINE_LAMBDA {
          constexpr int p = decltype(i)::value;
          const Real* const odd = row + Row::even_paths * Row::even_paths;
          const Vector term = odd[(index - 1) * Row::odd_paths + p] * all[centre(2 * p + 1)];
          q.w = p == 0 ? term : q.w + term;
        });
    }
    return q;
  }
};

/// Adds the gradients of one pair to those of both factors, order by order of these.
template <class Real, int l1, int l2>
TESSERA_INLINE void add_pair_gradients(const CouplingPlace<Real>& at, const Real* coefficients,
                                       PathGradients<Real, l1, l2>& out_bar) {
  using V = LaneVector<Real>;
  using Vector = typename V::Type;
  Vector y_bar[2 * l2 + 1] = {};
  for_constants<l1 + 1>([&](auto first) TESSERA_INLINE_LAMBDA {
    constexpr int k1 = decltype(first)::value;
    Vector xc_bar{}, xs_bar{};
    for_constants<l2 + 1>([&](auto second) TESSERA_INLINE_LAMBDA {
      constexpr int k2 = decltype(second)::value;
      constexpr int high = k1 + k2, low = k1 > k2 ? k1 - k2 : k2 - k1;
      using High = UnrolledRow<l1, l2, 1, high>;
      using Low = UnrolledRow<l1, l2, 1, low>;
      const auto sum = out_bar.template product<high, High::sum_index(k1, k2)>(
          coefficients + unrolled_row_start<l1, l2, high>);
      ProductGradient<Real> difference;
      if constexpr (k1 > 0 && k2 > 0)
        difference = out_bar.template product<low, Low::difference_index(k1, k2)>(
            coefficients + unrolled_row_start<l1, l2, low>);
      add_order_gradient<k1, k2, true>(at.x, at.y, sum, difference, xc_bar, xs_bar, y_bar[l2 + k2],
                                       y_bar[l2 - k2]);
      out_bar.keep_in_memory();
    });
    V::add(at.x_bar + k1 * V::lanes, xc_bar);
    if constexpr (k1 > 0) V::add(at.x_bar - k1 * V::lanes, xs_bar);
  });
#pragma GCC unroll 16
  for (int i = 0; i <= 2 * l2; ++i) V::add(at.y_bar + (i - l2) * V::lanes, y_bar[i]);
}

/// Weights' gradients (`weight_gradients`) from the sums that the outputs are made of.
template <class Real, int l1, int l2, bool weight_gradients>
void adjoint_pair(const CouplingPair& pair, const CouplingPath* shared_paths,
                  const Real* coefficients, const CouplingBlock<Real>& block) {
  using V = LaneVector<Real>;
  using Vector = typename V::Type;
  const UnrolledPaths<UnrolledRow<l1, l2, 1, 0>::all_paths> paths(shared_paths);
  const Real* const out_bar = block.out_bar;
  const Real* const weights = block.weights;
  Real* const weights_bar = block.weights_bar;
  for_each_place<true>(pair, block, [&](const CouplingPlace<Real>& at) TESSERA_INLINE_LAMBDA {
    const Real* a = coefficients;
    PathGradients<Real, l1, l2> weighted;
    constexpr int count = UnrolledRow<l1, l2, 1, 0>::all_paths;
    Vector weight[count], weight_bar[count] = {};
#pragma GCC unroll 16
    for (int p = 0; p < count; ++p) weight[p] = V::load(weights + at.weight + paths.weight[p]);
    for_constants<l1 + l2 + 1>([&](auto constant) TESSERA_INLINE_LAMBDA {
      constexpr int order = decltype(constant)::value;
      using Row = UnrolledRow<l1, l2, 1, order>;
      Vector re[Row::paths], im[Row::paths];
      if constexpr (weight_gradients) unrolled_sums<l1, l2, 1, order>(at.x, at.y, a, re, im);
      for_constants<Row::paths>([&](auto index) TESSERA_INLINE_LAMBDA {
        constexpr int i = decltype(index)::value;
        constexpr int p = Row::first_path + i;
        constexpr int step_re = (Row::is_odd(p) ? -order : order) * V::lanes;
        const Real* const out = out_bar + (at.out + paths.out[p]);
        const Vector of_re = V::load(out + step_re), of_im = V::load(out - step_re);
        weighted.re(p, order) = weight[p] * of_re;
        if constexpr (order > 0)
          weighted.im(p, order) = Row::is_odd(p) ? -weight[p] * of_im : weight[p] * of_im;
        if constexpr (weight_gradients) {
          weight_bar[p] += re[i] * of_re;
          if constexpr (order > 0) weight_bar[p] += Row::is_odd(p) ? -im[i] * of_im : im[i] * of_im;
        }
      });
    });
    if constexpr (weight_gradients)
#pragma GCC unroll 16
      for (int p = 0; p < count; ++p)
        V::add(weights_bar + at.weight_bar + paths.weight[p], weight_bar[p]);
    weighted.keep_in_memory();
    add_pair_gradients<Real, l1, l2>(at, coefficients, weighted);
  });
}

template <class Real, bool weight_gradients, int... i>
constexpr PairKernels<Real> adjoint_kernels(std::integer_sequence<int, i...>) {
  return {{adjoint_pair<Real, i / unrolled_degrees, i % unrolled_degrees, weight_gradients>...}};
}

template <class Real>
void adjoint_unrolled(const CouplingTable<Real>& table, const CouplingPair& pair,
                      const CouplingBlock<Real>& block) {
  static constexpr PairKernels<Real> plain = adjoint_kernels<Real, false>(AllPairs{});
  static constexpr PairKernels<Real> with_weights = adjoint_kernels<Real, true>(AllPairs{});
  run_pair(block.weights_bar != nullptr ? with_weights : plain, table, pair, block);
}

}  // namespace
}  // namespace tessera
