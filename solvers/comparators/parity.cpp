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

void fold_columns(Eigen::Ref<Eigen::MatrixXd> x) {
  const Index h = x.cols() / 2;
  const Eigen::MatrixXd mirrored = x.rightCols(h).rowwise().reverse();
  x.rightCols(h) = half_sqrt2 * (x.leftCols(h) - mirrored);
  x.leftCols(h) = half_sqrt2 * (x.leftCols(h) + mirrored);
}

void unfold_columns(Eigen::Ref<Eigen::MatrixXd> x) {
  const Index h = x.cols() / 2;
  const Eigen::MatrixXd odd = x.rightCols(h);
  x.rightCols(h) = (half_sqrt2 * (x.leftCols(h) - odd)).rowwise().reverse();
  x.leftCols(h) = half_sqrt2 * (x.leftCols(h) + odd);
}

void multiply_left(const ParityBlocks& b, const Eigen::MatrixXd& x, double factor,
                   Eigen::MatrixXd& y) {
  y.resize(x.rows(), x.cols());
  const Index e = b.even.rows();
  const Index o = b.odd.rows();
  y.topRows(e).noalias() = factor * b.even * x.topRows(e);
  y.bottomRows(o).noalias() = factor * b.odd * x.bottomRows(o);
}

void add_multiply_right(const Eigen::MatrixXd& x, const ParityBlocks& b, double factor,
                        Eigen::MatrixXd& y) {
  const Index e = b.even.rows();
  const Index o = b.odd.rows();
  y.leftCols(e).noalias() += factor * x.leftCols(e) * b.even.transpose();
  y.rightCols(o).noalias() += factor * x.rightCols(o) * b.odd.transpose();
}

}  // namespace tessera::comparators
