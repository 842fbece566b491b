#include "solvers/linear/triangular_sylvester.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <stdexcept>

// lapacke.h would take C99's complex type otherwise.
#define lapack_complex_float std::complex<float>
#define lapack_complex_double std::complex<double>
#include <lapacke.h>

namespace tessera {
namespace {

constexpr Index leaf = 32;

/// The middle of a quasi-triangular matrix that does not cut a block of two.
Index middle(const Eigen::Ref<const Eigen::MatrixXd>& t) {
  const Index half = t.rows() / 2;
  return t(half, half - 1) != 0 ? half + 1 : half;
}

void solve_leaf(const Eigen::Ref<const Eigen::MatrixXd>& a,
                const Eigen::Ref<const Eigen::MatrixXd>& b, Eigen::Ref<Eigen::MatrixXd> x) {
  double scale = 1;
  const auto info = LAPACKE_dtrsyl(LAPACK_COL_MAJOR, 'N', 'T', 1, static_cast<lapack_int>(a.rows()),
                                   static_cast<lapack_int>(b.rows()), a.data(),
                                   static_cast<lapack_int>(a.outerStride()), b.data(),
                                   static_cast<lapack_int>(b.outerStride()), x.data(),
                                   static_cast<lapack_int>(x.outerStride()), &scale);
  if (info < 0) throw std::runtime_error("LAPACK's dtrsyl refused its arguments");
  if (scale != 1) x /= scale;
}

}  // namespace

Eigen::VectorXcd quasi_triangular_eigenvalues(const Eigen::MatrixXd& t) {
  const Index n = t.rows();
  Eigen::VectorXcd values(n);
  for (Index j = 0; j < n; ++j) {
    values[j] = t(j, j);
    if (j + 1 == n || t(j + 1, j) == 0) continue;
    const double size = std::sqrt(std::abs(t(j, j + 1) * t(j + 1, j)));
    values[j + 1] = {t(j, j), -size};
    values[j] = {t(j, j), size};
    ++j;
  }
  return values;
}

void solve_triangular_sylvester(const Eigen::Ref<const Eigen::MatrixXd>& a,
                                const Eigen::Ref<const Eigen::MatrixXd>& b,
                                Eigen::Ref<Eigen::MatrixXd> x) {
  if (x.size() == 0) return;
  if (std::max(x.rows(), x.cols()) <= leaf) {
    solve_leaf(a, b, x);
    return;
  }
  if (x.rows() >= x.cols()) {
    const Index top = middle(a);
    const Index rest = a.rows() - top;
    solve_triangular_sylvester(a.bottomRightCorner(rest, rest), b, x.bottomRows(rest));
    x.topRows(top).noalias() -= a.topRightCorner(top, rest) * x.bottomRows(rest);
    solve_triangular_sylvester(a.topLeftCorner(top, top), b, x.topRows(top));
  } else {
    const Index left = middle(b);
    const Index rest = b.rows() - left;
    solve_triangular_sylvester(a, b.bottomRightCorner(rest, rest), x.rightCols(rest));
    x.leftCols(left).noalias() -= x.rightCols(rest) * b.topRightCorner(left, rest).transpose();
    solve_triangular_sylvester(a, b.topLeftCorner(left, left), x.leftCols(left));
  }
}

void solve_diagonal_triangular(const Eigen::VectorXd& d, const Eigen::MatrixXd& t,
                               Eigen::Ref<Eigen::MatrixXd> x) {
  for (Index end = t.rows(); end > 0;) {
    Index begin = std::max<Index>(end - leaf, 0);
    if (begin > 0 && t(begin, begin - 1) != 0) --begin;
    const Index rest = t.rows() - end;
    if (rest > 0)
      x.middleCols(begin, end - begin).noalias() -=
          x.rightCols(rest) * t.block(begin, end, end - begin, rest).transpose();
    for (Index j = end - 1; j >= begin; --j) {
      const bool pair = j > begin && t(j, j - 1) != 0;
      for (Index i = pair ? j - 1 : j; i <= j; ++i)
        for (Index l = j + 1; l < end; ++l) x.col(i) -= t(i, l) * x.col(l);
      if (!pair) {
        x.col(j).array() /= d.array() + t(j, j);
        continue;
      }
      // Two columns at once, by Cramer's rule for every row.
      const Eigen::ArrayXd p = d.array() + t(j - 1, j - 1);
      const Eigen::ArrayXd s = d.array() + t(j, j);
      const Eigen::ArrayXd determinant = p * s - t(j - 1, j) * t(j, j - 1);
      const Eigen::ArrayXd f = x.col(j - 1);
      const Eigen::ArrayXd g = x.col(j);
      x.col(j - 1) = (s * f - t(j - 1, j) * g) / determinant;
      x.col(j) = (p * g - t(j, j - 1) * f) / determinant;
      --j;
    }
    end = begin;
  }
}

}  // namespace tessera
