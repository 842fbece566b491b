#pragma once

#include "solvers/tensor_product/clebsch_gordan_kernels.hpp"
#include "solvers/tensor_product/lane_vector.hpp"

/// Kernels of one row of any degrees; compiled once per instruction set, see lane_vector.hpp.

namespace tessera {
namespace {

#define TESSERA_INLINE __attribute__((always_inline)) inline
#define TESSERA_INLINE_LAMBDA __attribute__((always_inline))

/// Coefficients of a block of one factor, m = 0 at `centre`.
template <class Real>
struct OrderReader {
  using V = LaneVector<Real>;
  const Real* centre;

  TESSERA_INLINE typename V::Type cosine(int k) const { return V::load(centre + k * V::lanes); }
  TESSERA_INLINE typename V::Type sine(int k) const { return V::load(centre - k * V::lanes); }
};

/// Calls add(real part, imaginary part) for every product of a row of order > 0.
template <class Real, class Add>
TESSERA_INLINE void for_each_product(const CouplingRow& row, const OrderReader<Real>& x,
                                     const OrderReader<Real>& y, Add add) {
  using Vector = typename LaneVector<Real>::Type;
  const int m = row.order;
  for (int k = row.sums_first; k < row.sums_first + row.sums; ++k) {
    const Vector xc = x.cosine(k), xs = x.sine(k), yc = y.cosine(m - k), ys = y.sine(m - k);
    add(xc * yc - xs * ys, xc * ys + xs * yc);
  }
  if (row.zero_1) add(x.cosine(0) * y.cosine(m), x.cosine(0) * y.sine(m));
  if (row.zero_2) add(x.cosine(m) * y.cosine(0), x.sine(m) * y.cosine(0));
  for (int k = 1; k <= row.differences_1; ++k) {
    const Vector xc = x.cosine(k + m), xs = x.sine(k + m), yc = y.cosine(k), ys = y.sine(k);
    add(xc * yc + xs * ys, xs * yc - xc * ys);
  }
  for (int k = 1; k <= row.differences_2; ++k) {
    const Vector xc = x.cosine(k), xs = x.sine(k), yc = y.cosine(k + m), ys = y.sine(k + m);
    add(xc * yc + xs * ys, xc * ys - xs * yc);
  }
}

/// The same for order 0, the wanted part alone.
template <class Real, class Add>
TESSERA_INLINE void for_each_real_product(const CouplingRow& row, const OrderReader<Real>& x,
                                          const OrderReader<Real>& y, Add add) {
  using Vector = typename LaneVector<Real>::Type;
  if (row.zero_1) add(x.cosine(0) * y.cosine(0));
  for (int k = 1; k <= row.differences_1; ++k) {
    const Vector xc = x.cosine(k), xs = x.sine(k), yc = y.cosine(k), ys = y.sine(k);
    add(row.imaginary ? xs * yc - xc * ys : xc * yc + xs * ys);
  }
}

/// Where a kernel is in a block: one register of one group.
template <class Real>
struct CouplingPlace {
  OrderReader<Real> x, y;
  std::ptrdiff_t out;         ///< of CouplingBlock::out and out_bar
  std::ptrdiff_t weight;      ///< of weights
  std::ptrdiff_t weight_bar;  ///< of weights_bar
  Real* x_bar;                ///< centres m = 0; nothing in execute
  Real* y_bar;
};

/// Pointers are copied, so that no store can change them.
template <bool gradients, class Real, class Visit>
TESSERA_INLINE void for_each_place(const CouplingPair& pair, const CouplingBlock<Real>& block,
                                   Visit visit) {
  using V = LaneVector<Real>;
  const Real* x = block.x + pair.x;
  const Real* y = block.y + pair.y;
  Real* x_bar = gradients ? block.x_bar + pair.x : nullptr;
  Real* y_bar = gradients ? block.y_bar + pair.y : nullptr;
  const std::ptrdiff_t x_stride = block.x_stride, y_stride = block.y_stride;
  const std::ptrdiff_t out_stride = block.out_stride;
  const std::ptrdiff_t x_bar_stride = block.x_bar_stride, y_bar_stride = block.y_bar_stride;
  std::ptrdiff_t out = -block.out_origin;
  const int groups = block.groups;
  for (int g = 0; g < groups; ++g) {
    for (int part = 0; part < V::lanes; part += V::width)
      visit(CouplingPlace<Real>{{x + part},
                                {y + part},
                                out + part,
                                block.weight_offset[g] + part,
                                block.weight_bar_offset[g] + part,
                                gradients ? x_bar + part : nullptr,
                                gradients ? y_bar + part : nullptr});
    x += x_stride;
    y += y_stride;
    out += out_stride;
    if constexpr (gradients) {
      x_bar += x_bar_stride;
      y_bar += y_bar_stride;
    }
  }
}

template <class Real>
struct RowTask {
  CouplingPair pair;
  CouplingRow row;
  const CouplingRowPath<Real>* paths;
  const Real* coefficients;
};

/// Sums over the products of one place, path by path; of order 0 (`real`) in `re` alone.
template <class Real, int paths, bool real>
TESSERA_INLINE void row_sums(const RowTask<Real>& task, const CouplingPlace<Real>& at,
                             typename LaneVector<Real>::Type (&re)[paths],
                             typename LaneVector<Real>::Type (&im)[paths]) {
  using Vector = typename LaneVector<Real>::Type;
  const Real* a = task.coefficients;
#pragma GCC unroll 16
  for (int p = 0; p < paths; ++p) re[p] = im[p] = Vector{};
  if constexpr (real)
    for_each_real_product<Real>(task.row, at.x, at.y, [&](Vector u) TESSERA_INLINE_LAMBDA {
#pragma GCC unroll 16
      for (int p = 0; p < paths; ++p) re[p] += a[p] * u;
      a += paths;
    });
  else
    for_each_product<Real>(task.row, at.x, at.y, [&](Vector u, Vector w) TESSERA_INLINE_LAMBDA {
#pragma GCC unroll 16
      for (int p = 0; p < paths; ++p) {
        re[p] += a[p] * u;
        im[p] += a[p] * w;
      }
      a += paths;
    });
}

template <class Real, int paths, bool real, bool accumulate>
void execute_row(const RowTask<Real>& shared_task, const CouplingBlock<Real>& block) {
  using V = LaneVector<Real>;
  using Vector = typename V::Type;
  const RowTask<Real> task = shared_task;  // a copy that no store can change
  Real* const out = block.out;
  const Real* const weights = block.weights;
  for_each_place<false>(task.pair, block, [=](const CouplingPlace<Real>& at) TESSERA_INLINE_LAMBDA {
    Vector re[paths], im[paths];
    row_sums<Real, paths, real>(task, at, re, im);
#pragma GCC unroll 16
    for (int p = 0; p < paths; ++p) {
      const CouplingRowPath<Real> path = task.paths[p];
      const Vector weight = V::load(weights + at.weight + path.weight);
      re[p] *= weight;
      im[p] *= weight;
      Real* const to_re = out + (at.out + path.re);
      V::store(to_re, accumulate ? V::load(to_re) + re[p] : re[p]);
      if constexpr (real) continue;
      Real* const to_im = out + (at.out + path.im);
      V::store(to_im, accumulate ? V::load(to_im) + path.sign * im[p] : path.sign * im[p]);
    }
  });
}

/// The gradients of cosine and sine of x where q = (xc + i xs)(yc + i ys), given q's.
template <class Real>
TESSERA_INLINE void add_product_gradient(Real* x_bar, int k, typename LaneVector<Real>::Type yc,
                                         typename LaneVector<Real>::Type ys,
                                         typename LaneVector<Real>::Type u,
                                         typename LaneVector<Real>::Type w) {
  using V = LaneVector<Real>;
  Real *const cosine = x_bar + k * V::lanes, *const sine = x_bar - k * V::lanes;
  // Fused multiply-adds one by one, which the compiler would not make of a sum of two products.
  V::store(cosine, V::load(cosine) + u * yc + w * ys);
  V::store(sine, V::load(sine) + w * yc - u * ys);
}

/// Calls next(product, gradient), both real and imaginary part, for every product of a row of order
/// > 0, and takes the gradient that it sets back to both factors.
template <class Real, class Next>
TESSERA_INLINE void for_each_gradient(const CouplingRow& row, const CouplingPlace<Real>& at,
                                      Next next) {
  using V = LaneVector<Real>;
  using Vector = typename V::Type;
  const OrderReader<Real>&x = at.x, &y = at.y;
  const int m = row.order;
  Vector u, w;
  for (int k = row.sums_first; k < row.sums_first + row.sums; ++k) {
    const Vector xc = x.cosine(k), xs = x.sine(k), yc = y.cosine(m - k), ys = y.sine(m - k);
    next(xc * yc - xs * ys, xc * ys + xs * yc, u, w);
    add_product_gradient(at.x_bar, k, yc, ys, u, w);
    add_product_gradient(at.y_bar, m - k, xc, xs, u, w);
  }
  if (row.zero_1) {
    const Vector xc = x.cosine(0), yc = y.cosine(m), ys = y.sine(m);
    next(xc * yc, xc * ys, u, w);
    V::add(at.x_bar, u * yc + w * ys);
    V::add(at.y_bar + m * V::lanes, u * xc);
    V::add(at.y_bar - m * V::lanes, w * xc);
  }
  if (row.zero_2) {
    const Vector xc = x.cosine(m), xs = x.sine(m), yc = y.cosine(0);
    next(xc * yc, xs * yc, u, w);
    V::add(at.y_bar, u * xc + w * xs);
    V::add(at.x_bar + m * V::lanes, u * yc);
    V::add(at.x_bar - m * V::lanes, w * yc);
  }
  // X conj(Y): X takes q Y, Y takes conj(q) X.
  for (int k = 1; k <= row.differences_1; ++k) {
    const Vector xc = x.cosine(k + m), xs = x.sine(k + m), yc = y.cosine(k), ys = y.sine(k);
    next(xc * yc + xs * ys, xs * yc - xc * ys, u, w);
    add_product_gradient(at.x_bar, k + m, yc, -ys, u, w);
    add_product_gradient(at.y_bar, k, xc, -xs, u, -w);
  }
  for (int k = 1; k <= row.differences_2; ++k) {
    const Vector xc = x.cosine(k), xs = x.sine(k), yc = y.cosine(k + m), ys = y.sine(k + m);
    next(xc * yc + xs * ys, xc * ys - xs * yc, u, w);
    add_product_gradient(at.x_bar, k, yc, -ys, u, -w);
    add_product_gradient(at.y_bar, k + m, xc, -xs, u, w);
  }
}

/// The same for order 0, the wanted part alone: next(product) gives the gradient.
template <class Real, class Next>
TESSERA_INLINE void for_each_real_gradient(const CouplingRow& row, const CouplingPlace<Real>& at,
                                           Next next) {
  using V = LaneVector<Real>;
  using Vector = typename V::Type;
  const OrderReader<Real>&x = at.x, &y = at.y;
  if (row.zero_1) {
    const Vector xc = x.cosine(0), yc = y.cosine(0), u = next(xc * yc);
    V::add(at.x_bar, u * yc);
    V::add(at.y_bar, u * xc);
  }
  for (int k = 1; k <= row.differences_1; ++k) {
    const Vector xc = x.cosine(k), xs = x.sine(k), yc = y.cosine(k), ys = y.sine(k);
    const Vector u = next(row.imaginary ? xs * yc - xc * ys : xc * yc + xs * ys);
    V::add(at.x_bar + k * V::lanes, row.imaginary ? -u * ys : u * yc);
    V::add(at.x_bar - k * V::lanes, row.imaginary ? u * yc : u * ys);
    V::add(at.y_bar + k * V::lanes, row.imaginary ? u * xs : u * xc);
    V::add(at.y_bar - k * V::lanes, row.imaginary ? -u * xc : u * xs);
  }
}

/// Gradients of weights (`weight_gradients`) are those of the outputs times the sums of products,
/// which come in the same pass.
template <class Real, int paths, bool real, bool weight_gradients>
void adjoint_row(const RowTask<Real>& shared_task, const CouplingBlock<Real>& block) {
  using V = LaneVector<Real>;
  using Vector = typename V::Type;
  const RowTask<Real> task = shared_task;
  const Real* const out_bar = block.out_bar;
  const Real* const weights = block.weights;
  Real* const weights_bar = block.weights_bar;
  for_each_place<true>(task.pair, block, [=](const CouplingPlace<Real>& at) TESSERA_INLINE_LAMBDA {
    alignas(register_bytes) Vector re[paths], im[paths];
    Vector sums_re[paths] = {}, sums_im[paths] = {};
#pragma GCC unroll 16
    for (int p = 0; p < paths; ++p) {
      const CouplingRowPath<Real> path = task.paths[p];
      const Vector weight = V::load(weights + at.weight + path.weight);
      re[p] = weight * V::load(out_bar + (at.out + path.re));
      im[p] = path.sign * weight * V::load(out_bar + (at.out + path.im));
    }
    // Then the sums have the registers.
    if constexpr (weight_gradients && 4 * paths + 8 > register_count)
      asm volatile("" : : "r"(&re), "r"(&im) : "memory");
    const Real* a = task.coefficients;
    if constexpr (real)
      for_each_real_gradient<Real>(task.row, at, [&](Vector product) TESSERA_INLINE_LAMBDA {
        Vector u = a[0] * re[0];
#pragma GCC unroll 16
        for (int p = 1; p < paths; ++p) u += a[p] * re[p];
        if constexpr (weight_gradients)
#pragma GCC unroll 16
          for (int p = 0; p < paths; ++p) sums_re[p] += a[p] * product;
        a += paths;
        return u;
      });
    else
      for_each_gradient<Real>(task.row, at,
                              [&](Vector product_re, Vector product_im, Vector& u, Vector& w)
                                  TESSERA_INLINE_LAMBDA {
#pragma GCC unroll 16
                                    for (int p = 0; p < paths; ++p) {
                                      u = p == 0 ? a[p] * re[p] : u + a[p] * re[p];
                                      w = p == 0 ? a[p] * im[p] : w + a[p] * im[p];
                                      if constexpr (weight_gradients) {
                                        sums_re[p] += a[p] * product_re;
                                        sums_im[p] += a[p] * product_im;
                                      }
                                    }
                                    a += paths;
                                  });
    if constexpr (weight_gradients)
#pragma GCC unroll 16
      for (int p = 0; p < paths; ++p) {
        const CouplingRowPath<Real> path = task.paths[p];
        const Real* const bar = out_bar + at.out;
        Real* const to = weights_bar + at.weight_bar + path.weight;
        Vector sum = V::load(to) + sums_re[p] * V::load(bar + path.re);
        if constexpr (!real) sum += path.sign * sums_im[p] * V::load(bar + path.im);
        V::store(to, sum);
      }
  });
}

}  // namespace
}  // namespace tessera
