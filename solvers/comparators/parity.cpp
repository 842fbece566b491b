#include "solvers/comparators/parity.hpp"

#include <cmath>
#include <numbers>

namespace tessera::comparators {
namespace {

constexpr double sqrt2 = std::numbers::sqrt2;
constexpr double half_sqrt2 = 0.5 * std::numbers::sqrt2;

}  // namespace

Eigen::MatrixXd AxisMatrix::dense() const {
  if (kind == Kind::whole) return even;
  const Index e = even.rows();
  const Index o = odd.rows();
  Eigen::MatrixXd a = Eigen::MatrixXd::Zero(e + o, e + o);
  a.block(0, kind == Kind::keeps ? 0 : e, e, even.cols()) = even;
  a.block(e, kind == Kind::keeps ? e : 0, o, odd.cols()) = odd;
  return a;
}

AxisMatrix fold_matrix(const Eigen::Ref<const Eigen::MatrixXd>& upper_half, int sign) {
  const Index m = upper_half.cols();
  const Index h = m / 2;
  const Index e = m - h;
  const auto left = upper_half.topLeftCorner(h, h);
  const auto right = upper_half.topRightCorner(h, h).rowwise().reverse();
  AxisMatrix a;
  if (sign > 0) {
    a.kind = AxisMatrix::Kind::keeps;
    a.odd = left - right;
    a.even.resize(e, e);
    a.even.topLeftCorner(h, h) = left + right;
    if (e > h) {
      a.even.col(h).head(h) = sqrt2 * upper_half.col(h).head(h);
      a.even.row(h).head(h) = sqrt2 * upper_half.row(h).head(h);
      a.even(h, h) = upper_half(h, h);
    }
  } else {
    a.kind = AxisMatrix::Kind::exchanges;
    a.even.resize(e, h);
    a.odd.resize(h, e);
    a.even.topRows(h) = left - right;
    a.odd.leftCols(h) = left + right;
    if (e > h) {
      a.even.row(h) = sqrt2 * upper_half.row(h).head(h);
      a.odd.col(h) = sqrt2 * upper_half.col(h).head(h);
    }
  }
  return a;
}

Eigen::MatrixXd unfold_matrix(const AxisMatrix& folded) {
  Eigen::MatrixXd a = folded.dense();
  unfold_rows(a);
  unfold_columns(a);
  return a;
}

void fold_rows(Eigen::Ref<Eigen::MatrixXd> x) {
  const Index m = x.rows();
  const Index h = m / 2;
  const Index e = m - h;
  Eigen::VectorXd upper(h);
  for (Index j = 0; j < x.cols(); ++j) {
    auto column = x.col(j);
    upper = column.head(h);
    // In place: entry m-1-i goes to e+i, so the lower half is reversed first.
    column.tail(h).reverseInPlace();
    column.head(h) = half_sqrt2 * (upper + column.tail(h));
    column.tail(h) = half_sqrt2 * (upper - column.segment(e, h));
  }
}

void unfold_rows(Eigen::Ref<Eigen::MatrixXd> x) {
  const Index h = x.rows() / 2;
  Eigen::VectorXd even(h);
  for (Index j = 0; j < x.cols(); ++j) {
    auto column = x.col(j);
    even = column.head(h);
    column.head(h) = half_sqrt2 * (even + column.tail(h));
    column.tail(h) = half_sqrt2 * (even - column.tail(h));
    column.tail(h).reverseInPlace();
  }
}

namespace {

void reverse_columns(Eigen::Ref<Eigen::MatrixXd> x) {
  for (Index j = 0; 2 * j + 1 < x.cols(); ++j) x.col(j).swap(x.col(x.cols() - 1 - j));
}

/// Columns a, b of every pair to (a + b) / sqrt 2, (a - b) / sqrt 2.
void rotate_columns(Eigen::Ref<Eigen::MatrixXd> x, Index h) {
  Eigen::VectorXd first(x.rows());
  for (Index j = 0; j < h; ++j) {
    auto a = x.col(j);
    auto b = x.col(x.cols() - h + j);
    first = a;
    a = half_sqrt2 * (first + b);
    b = half_sqrt2 * (first - b);
  }
}

}  // namespace

void fold_columns(Eigen::Ref<Eigen::MatrixXd> x) {
  const Index h = x.cols() / 2;
  reverse_columns(x.rightCols(h));
  rotate_columns(x, h);
}

void unfold_columns(Eigen::Ref<Eigen::MatrixXd> x) {
  const Index h = x.cols() / 2;
  rotate_columns(x, h);
  reverse_columns(x.rightCols(h));
}

void multiply_left(const AxisMatrix& a, const Eigen::Ref<const Eigen::MatrixXd>& x,
                   Eigen::Ref<Eigen::MatrixXd> y) {
  const Index e = a.even.rows();
  const Index o = a.odd.rows();
  if (a.kind == AxisMatrix::Kind::whole) {
    y.noalias() = a.even * x;
  } else if (a.kind == AxisMatrix::Kind::keeps) {
    y.topRows(e).noalias() = a.even * x.topRows(e);
    y.bottomRows(o).noalias() = a.odd * x.bottomRows(o);
  } else if (o == 0) {
    y.setZero();  // a single point
  } else {
    y.topRows(e).noalias() = a.even * x.bottomRows(o);
    y.bottomRows(o).noalias() = a.odd * x.topRows(e);
  }
}

void multiply_right(const Eigen::Ref<const Eigen::MatrixXd>& x, const AxisMatrix& a,
                    Eigen::Ref<Eigen::MatrixXd> y) {
  const Index e = a.even.rows();
  const Index o = a.odd.rows();
  if (a.kind == AxisMatrix::Kind::whole) {
    y.noalias() = x * a.even.transpose();
  } else if (a.kind == AxisMatrix::Kind::keeps) {
    y.leftCols(e).noalias() = x.leftCols(e) * a.even.transpose();
    y.rightCols(o).noalias() = x.rightCols(o) * a.odd.transpose();
  } else if (o == 0) {
    y.setZero();
  } else {
    y.leftCols(e).noalias() = x.rightCols(o) * a.even.transpose();
    y.rightCols(o).noalias() = x.leftCols(e) * a.odd.transpose();
  }
}

void add_multiply_right(const Eigen::Ref<const Eigen::MatrixXd>& x, const AxisMatrix& a,
                        Eigen::Ref<Eigen::MatrixXd> y) {
  const Index e = a.even.rows();
  const Index o = a.odd.rows();
  if (a.kind == AxisMatrix::Kind::whole) {
    y.noalias() += x * a.even.transpose();
  } else if (a.kind == AxisMatrix::Kind::keeps) {
    y.leftCols(e).noalias() += x.leftCols(e) * a.even.transpose();
    y.rightCols(o).noalias() += x.rightCols(o) * a.odd.transpose();
  } else if (o > 0) {
    y.leftCols(e).noalias() += x.rightCols(o) * a.even.transpose();
    y.rightCols(o).noalias() += x.leftCols(e) * a.odd.transpose();
  }
}

}  // namespace tessera::comparators
