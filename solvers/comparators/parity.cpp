#include "solvers/comparators/parity.hpp"

#include <cmath>
#include <numbers>

namespace tessera::comparators {
namespace {

constexpr double sqrt2 = std::numbers::sqrt2;
constexpr double half_sqrt2 = 0.5 * std::numbers::sqrt2;

}  // namespace

ParityBlocks fold_matrix(const Eigen::Ref<const Eigen::MatrixXd>& upper_half) {
  const Index m = upper_half.cols();
  const Index h = m / 2;
  const Index e = m - h;
  const auto left = upper_half.topLeftCorner(h, h);
  const auto right = upper_half.topRightCorner(h, h).rowwise().reverse();
  ParityBlocks blocks;
  blocks.odd = left - right;
  blocks.even.resize(e, e);
  blocks.even.topLeftCorner(h, h) = left + right;
  if (e > h) {
    blocks.even.col(h).head(h) = sqrt2 * upper_half.col(h).head(h);
    blocks.even.row(h).head(h) = sqrt2 * upper_half.row(h).head(h);
    blocks.even(h, h) = upper_half(h, h);
  }
  return blocks;
}

Eigen::MatrixXd unfold_matrix(const ParityBlocks& blocks) {
  const Index e = blocks.even.rows();
  const Index m = blocks.size();
  Eigen::MatrixXd a = Eigen::MatrixXd::Zero(m, m);
  a.topLeftCorner(e, e) = blocks.even;
  a.bottomRightCorner(m - e, m - e) = blocks.odd;
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

void multiply_left(const ParityBlocks& b, const Eigen::Ref<const Eigen::MatrixXd>& x,
                   Eigen::Ref<Eigen::MatrixXd> y) {
  const Index e = b.even.rows();
  const Index o = b.odd.rows();
  y.topRows(e).noalias() = b.even * x.topRows(e);
  y.bottomRows(o).noalias() = b.odd * x.bottomRows(o);
}

void multiply_right(const Eigen::Ref<const Eigen::MatrixXd>& x, const ParityBlocks& b,
                    Eigen::Ref<Eigen::MatrixXd> y) {
  const Index e = b.even.rows();
  const Index o = b.odd.rows();
  y.leftCols(e).noalias() = x.leftCols(e) * b.even.transpose();
  y.rightCols(o).noalias() = x.rightCols(o) * b.odd.transpose();
}

void add_multiply_right(const Eigen::Ref<const Eigen::MatrixXd>& x, const ParityBlocks& b,
                        double factor, Eigen::Ref<Eigen::MatrixXd> y) {
  const Index e = b.even.rows();
  const Index o = b.odd.rows();
  y.leftCols(e).noalias() += factor * x.leftCols(e) * b.even.transpose();
  y.rightCols(o).noalias() += factor * x.rightCols(o) * b.odd.transpose();
}

}  // namespace tessera::comparators
