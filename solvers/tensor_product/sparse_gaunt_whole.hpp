#pragma once

#include "solvers/tensor_product/clebsch_gordan_gradients.hpp"

/// Gaunt products of low degree, full output, written out as a whole: all outputs of one order stay
/// in registers; compiled once per instruction set, see lane_vector.hpp.

namespace tessera {
namespace {

/// Coefficients of one order of one pair, in the order of CouplingTables.
constexpr int row_coefficients(int l1, int l2, int order) {
  const int low = smaller(l1, l2);
  if (order == 0) return (low + 1) * (low + 1);
  const int first = l1 > l2 ? l1 - l2 : l2 - l1;
  const int paths = low + 1 - (order <= first ? 0 : (order - first + 1) / 2);
  const int sums = larger(0, smaller(l1, order - 1) - larger(1, order - l2) + 1);
  return paths * (sums + (order <= l1 ? 1 : 0) + (order <= l2 ? 1 : 0) +
                  larger(0, smaller(l2, l1 - order)) + larger(0, smaller(l1, l2 - order)));
}

/// Where they start: pairs of even l1 + l2 come first, then those of large, then of small l1.
constexpr int row_offset(int degree, int l1, int l2, int order) {
  int offset = 0;
  for (int parity = 0; parity < 2; ++parity)
    for (int sum = 2 * degree - parity; sum >= 0; sum -= 2)
      for (int a = larger(0, sum - degree); a <= smaller(sum, degree); ++a)
        for (int m = 0; m <= sum; ++m) {
          if (a == l1 && sum - a == l2 && m == order) return offset;
          offset += row_coefficients(a, sum - a, m);
        }
  return offset;
}

/// Calls visit(l1, l2) for all pairs that have products of the order.
template <int degree, int order, class Visit>
TESSERA_INLINE void for_pairs_of_order(Visit visit) {
  constexpr int degrees = degree + 1;
  for_constants<degrees * degrees>([&](auto pair) TESSERA_INLINE_LAMBDA {
    constexpr int l1 = decltype(pair)::value / degrees, l2 = decltype(pair)::value % degrees;
    if constexpr (l1 + l2 >= order) visit(Constant<l1>{}, Constant<l2>{});
  });
}

constexpr int centre_of(int l) {
  return l * l + l;
}

template <class Real, int degree>
void execute_whole(const Real* coefficients, const CouplingBlock<Real>& block) {
  using V = LaneVector<Real>;
  using Vector = typename V::Type;
  const CouplingPair origin{};
  Real* const out = block.out;
  for_each_place<false>(origin, block, [=](const CouplingPlace<Real>& at) TESSERA_INLINE_LAMBDA {
    for_constants<2 * degree + 1>([&](auto constant) TESSERA_INLINE_LAMBDA {
      constexpr int order = decltype(constant)::value;
      constexpr int degrees = 2 * degree + 1 - order;
      Vector re[degrees] = {}, im[degrees] = {};
      for_pairs_of_order<degree, order>([&](auto first, auto second) TESSERA_INLINE_LAMBDA {
        constexpr int l1 = decltype(first)::value, l2 = decltype(second)::value;
        using Row = UnrolledRow<l1, l2, 2, order>;
        constexpr int start = row_offset(degree, l1, l2, order);
        constexpr int lowest = Row::degree(Row::first_path) - order;
        const OrderReader<Real> x{at.x.centre + centre_of(l1) * V::lanes};
        const OrderReader<Real> y{at.y.centre + centre_of(l2) * V::lanes};
        Vector sums_re[Row::paths], sums_im[Row::paths];
#pragma GCC unroll 16
        for (int p = 0; p < Row::paths; ++p) {
          sums_re[p] = re[lowest + 2 * p];
          sums_im[p] = im[lowest + 2 * p];
        }
        const Real* a = coefficients + start;
        add_unrolled_sums<l1, l2, 2, order>(x, y, a, sums_re, sums_im);
#pragma GCC unroll 16
        for (int p = 0; p < Row::paths; ++p) {
          re[lowest + 2 * p] = sums_re[p];
          im[lowest + 2 * p] = sums_im[p];
        }
      });
      for_constants<degrees>([&](auto index) TESSERA_INLINE_LAMBDA {
        constexpr int centre = centre_of(order + decltype(index)::value);
        Real* const to = out + at.out;
        V::store(to + (centre + order) * V::lanes, re[decltype(index)::value]);
        if constexpr (order > 0)
          V::store(to + (centre - order) * V::lanes, im[decltype(index)::value]);
      });
    });
  });
}

/// Of the product at `index` of its order, from out_bar.
template <class Real, int degree, int l1, int l2, int order, int index>
TESSERA_INLINE ProductGradient<Real> product_gradient(const Real* coefficients,
                                                      const Real* out_bar) {
  using V = LaneVector<Real>;
  using Row = UnrolledRow<l1, l2, 2, order>;
  constexpr int start = row_offset(degree, l1, l2, order) + Row::paths * index;
  ProductGradient<Real> q;
  for_constants<Row::paths>([&](auto path) TESSERA_INLINE_LAMBDA {
    constexpr int p = decltype(path)::value, centre = centre_of(Row::degree(Row::first_path + p));
    const Real a = coefficients[start + p];
    const auto re = V::load(out_bar + (centre + order) * V::lanes),
               im = V::load(out_bar + (centre - order) * V::lanes);
    q.u = p == 0 ? a * re : q.u + a * re;
    if constexpr (order > 0) q.w = p == 0 ? a * im : q.w + a * im;
  });
  return q;
}

/// Gradients of all degrees of one order of one factor, in registers.
/// `first`: nothing is there yet to add to.
template <class Real, int degree, int order, bool first>
struct OrderGradients {
  using V = LaneVector<Real>;
  Real* bar;
  typename V::Type cosine[degree + 1 - order], sine[degree + 1 - order];

  TESSERA_INLINE explicit OrderGradients(Real* to) : bar(to) {
    for_constants<degree + 1 - order>([&](auto i) TESSERA_INLINE_LAMBDA {
      constexpr int centre = centre_of(order + decltype(i)::value);
      cosine[decltype(i)::value] = sine[decltype(i)::value] = typename V::Type{};
      if constexpr (!first) {
        cosine[decltype(i)::value] = V::load(bar + (centre + order) * V::lanes);
        sine[decltype(i)::value] = V::load(bar + (centre - order) * V::lanes);
      }
    });
  }
  TESSERA_INLINE void store() const {
    for_constants<degree + 1 - order>([&](auto i) TESSERA_INLINE_LAMBDA {
      constexpr int centre = centre_of(order + decltype(i)::value);
      V::store(bar + (centre + order) * V::lanes, cosine[decltype(i)::value]);
      if constexpr (order > 0)
        V::store(bar + (centre - order) * V::lanes, sine[decltype(i)::value]);
    });
  }
};

/// Order by order of the factors, so that the gradients of all degrees stay in registers.
template <class Real, int degree>
void adjoint_whole(const Real* coefficients, const CouplingBlock<Real>& block) {
  using V = LaneVector<Real>;
  const CouplingPair origin{};
  const Real* const all_out_bar = block.out_bar;
  for_each_place<true>(origin, block, [=](const CouplingPlace<Real>& at) TESSERA_INLINE_LAMBDA {
    const Real* const out_bar = all_out_bar + at.out;
    for_constants<degree + 1>([&](auto first) TESSERA_INLINE_LAMBDA {
      constexpr int k1 = decltype(first)::value;
      OrderGradients<Real, degree, k1, true> x_bar(at.x_bar);
      for_constants<degree + 1>([&](auto second) TESSERA_INLINE_LAMBDA {
        constexpr int k2 = decltype(second)::value;
        OrderGradients<Real, degree, k2, k1 == 0> y_bar(at.y_bar);
        constexpr int columns = degree + 1 - k2;
        for_constants<(degree + 1 - k1) * columns>([&](auto pair) TESSERA_INLINE_LAMBDA {
          constexpr int i = decltype(pair)::value / columns, j = decltype(pair)::value % columns;
          constexpr int l1 = k1 + i, l2 = k2 + j;
          constexpr int high = k1 + k2, low = k1 > k2 ? k1 - k2 : k2 - k1;
          const auto sum = product_gradient<Real, degree, l1, l2, high,
                                            UnrolledRow<l1, l2, 2, high>::sum_index(k1, k2)>(
              coefficients, out_bar);
          auto difference = sum;
          if constexpr (k1 > 0 && k2 > 0)
            difference = product_gradient<Real, degree, l1, l2, low,
                                          UnrolledRow<l1, l2, 2, low>::difference_index(k1, k2)>(
                coefficients, out_bar);
          add_order_gradient<k1, k2, false>(
              OrderReader<Real>{at.x.centre + centre_of(l1) * V::lanes},
              OrderReader<Real>{at.y.centre + centre_of(l2) * V::lanes}, sum, difference,
              x_bar.cosine[i], x_bar.sine[i], y_bar.cosine[j], y_bar.sine[j]);
          asm volatile("" ::: "memory");  // what is loaded twice is not worth a spill
        });
        y_bar.store();
      });
      x_bar.store();
    });
  });
}

}  // namespace
}  // namespace tessera
