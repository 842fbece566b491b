#pragma once

#include "solvers/tensor_product/clebsch_gordan_unrolled.hpp"

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

/// Where they start: pairs of large l1 + l2 come first, then those of small l1.
constexpr int row_offset(int degree, int l1, int l2, int order) {
  int offset = 0;
  for (int sum = 2 * degree; sum >= 0; --sum)
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

/// Gradients of one pair of blocks, m = 0 at the pointers.
template <class Real>
struct GradientView {
  using Vector = typename LaneVector<Real>::Type;
  Vector* x;
  Vector* y;
  TESSERA_INLINE Vector& xc(int k) { return x[k]; }
  TESSERA_INLINE Vector& xs(int k) { return x[-k]; }
  TESSERA_INLINE Vector& yc(int k) { return y[k]; }
  TESSERA_INLINE Vector& ys(int k) { return y[-k]; }
};

template <class Real, int degree>
void adjoint_whole(const Real* coefficients, const CouplingBlock<Real>& block) {
  using V = LaneVector<Real>;
  using Vector = typename V::Type;
  constexpr int count = (degree + 1) * (degree + 1);
  const CouplingPair origin{};
  const Real* const out_bar = block.out_bar;
  for_each_place<true>(origin, block, [=](const CouplingPlace<Real>& at) TESSERA_INLINE_LAMBDA {
    Vector x_bar[count] = {}, y_bar[count] = {};
    for_constants<2 * degree + 1>([&](auto constant) TESSERA_INLINE_LAMBDA {
      constexpr int order = decltype(constant)::value;
      constexpr int degrees = 2 * degree + 1 - order;
      Vector re[degrees], im[degrees];
      for_constants<degrees>([&](auto index) TESSERA_INLINE_LAMBDA {
        constexpr int i = decltype(index)::value, centre = centre_of(order + i);
        re[i] = V::load(out_bar + at.out + (centre + order) * V::lanes);
        im[i] = V::load(out_bar + at.out + (centre - order) * V::lanes);
      });
      for_pairs_of_order<degree, order>([&](auto first, auto second) TESSERA_INLINE_LAMBDA {
        constexpr int l1 = decltype(first)::value, l2 = decltype(second)::value;
        using Row = UnrolledRow<l1, l2, 2, order>;
        constexpr int start = row_offset(degree, l1, l2, order);
        constexpr int lowest = Row::degree(Row::first_path) - order;
        const OrderReader<Real> x{at.x.centre + centre_of(l1) * V::lanes};
        const OrderReader<Real> y{at.y.centre + centre_of(l2) * V::lanes};
        Vector of_re[Row::paths], of_im[Row::paths];
#pragma GCC unroll 16
        for (int p = 0; p < Row::paths; ++p) {
          of_re[p] = re[lowest + 2 * p];
          of_im[p] = im[lowest + 2 * p];
        }
        GradientView<Real> bar{x_bar + centre_of(l1), y_bar + centre_of(l2)};
        const Real* a = coefficients + start;
        unrolled_gradients<l1, l2, 2, order>(x, y, a, of_re, of_im, bar);
      });
      asm volatile("" ::: "memory");  // what is loaded twice is not worth a spill
    });
#pragma GCC unroll 32
    for (int i = 0; i < count; ++i) {
      V::add(at.x_bar + i * V::lanes, x_bar[i]);
      V::add(at.y_bar + i * V::lanes, y_bar[i]);
    }
  });
}

}  // namespace
}  // namespace tessera
