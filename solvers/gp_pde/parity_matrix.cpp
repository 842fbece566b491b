#include "solvers/gp_pde/parity_matrix.hpp"

#include <utility>

namespace tessera::gp_pde {
namespace {

using Matrix = Eigen::MatrixXd;
using ConstView = Eigen::Map<const Matrix, 0, Eigen::OuterStride<>>;
using View = Eigen::Map<Matrix, 0, Eigen::OuterStride<>>;

Tensor reshaped(const Tensor& tensor, int mode, Index length) {
  std::vector<Index> shape = tensor.shape;
  shape[static_cast<std::size_t>(mode)] = length;
  return Tensor(std::move(shape));
}

/// Calls f(in, out) for every matrix slice of a mode product; mode-0 slices are (length x after),
/// the others (before x length), one for each trailing index.
template <class Left, class Right>
void for_slices(const Tensor& in, Tensor& out, int mode, Left left, Right right) {
  const ModeView a = mode_view(in.shape, mode);
  const ModeView b = mode_view(out.shape, mode);
  if (a.before == 1) {
    ConstView x(in.values.data(), a.length, a.after, Eigen::OuterStride<>(a.length));
    View y(out.values.data(), b.length, b.after, Eigen::OuterStride<>(b.length));
    left(x, y);
    return;
  }
  for (Index q = 0; q < a.after; ++q) {
    ConstView x(in.values.data() + q * a.before * a.length, a.before, a.length,
                Eigen::OuterStride<>(a.before));
    View y(out.values.data() + q * b.before * b.length, b.before, b.length,
           Eigen::OuterStride<>(b.before));
    right(x, y);
  }
}

}  // namespace

ParityMatrix::ParityMatrix(Matrix even, Matrix odd, double mirror)
    : even_(std::move(even)), odd_(std::move(odd)), mirror_(mirror) {}

Tensor ParityMatrix::multiply(const Tensor& coefficients, int mode) const {
  Tensor out = reshaped(coefficients, mode, rows());
  const Index half = even_.rows();
  const Index e = even_.cols();
  const Index o = odd_.cols();
  for_slices(
      coefficients, out, mode,
      [&](const ConstView& x, View& y) {
        const Matrix sum = even_ * x.topRows(e);
        const Matrix difference = odd_ * x.bottomRows(o);
        y.bottomRows(half) = sum + difference;
        y.topRows(half) = mirror_ * (sum - difference).colwise().reverse();
      },
      [&](const ConstView& x, View& y) {
        const Matrix sum = x.leftCols(e) * even_.transpose();
        const Matrix difference = x.rightCols(o) * odd_.transpose();
        y.rightCols(half) = sum + difference;
        y.leftCols(half) = mirror_ * (sum - difference).rowwise().reverse();
      });
  return out;
}

Tensor ParityMatrix::multiply_transposed(const Tensor& values, int mode) const {
  Tensor out = reshaped(values, mode, columns());
  const Index half = even_.rows();
  const Index e = even_.cols();
  const Index o = odd_.cols();
  for_slices(
      values, out, mode,
      [&](const ConstView& x, View& y) {
        const Matrix mirrored = mirror_ * x.topRows(half).colwise().reverse();
        const Matrix upper = x.bottomRows(half);
        y.topRows(e).noalias() = even_.transpose() * (upper + mirrored);
        y.bottomRows(o).noalias() = odd_.transpose() * (upper - mirrored);
      },
      [&](const ConstView& x, View& y) {
        const Matrix mirrored = mirror_ * x.leftCols(half).rowwise().reverse();
        const Matrix upper = x.rightCols(half);
        y.leftCols(e).noalias() = (upper + mirrored) * even_;
        y.rightCols(o).noalias() = (upper - mirrored) * odd_;
      });
  return out;
}

Tensor multiply_blocks(const Matrix& even, const Matrix& odd, bool transposed, const Tensor& tensor,
                       int mode) {
  const Index e = transposed ? even.cols() : even.rows();
  const Index o = transposed ? odd.cols() : odd.rows();
  const Index e_in = transposed ? even.rows() : even.cols();
  const Index o_in = transposed ? odd.rows() : odd.cols();
  Tensor out = reshaped(tensor, mode, e + o);
  for_slices(
      tensor, out, mode,
      [&](const ConstView& x, View& y) {
        if (transposed) {
          y.topRows(e).noalias() = even.transpose() * x.topRows(e_in);
          y.bottomRows(o).noalias() = odd.transpose() * x.bottomRows(o_in);
        } else {
          y.topRows(e).noalias() = even * x.topRows(e_in);
          y.bottomRows(o).noalias() = odd * x.bottomRows(o_in);
        }
      },
      [&](const ConstView& x, View& y) {
        if (transposed) {
          y.leftCols(e).noalias() = x.leftCols(e_in) * even;
          y.rightCols(o).noalias() = x.rightCols(o_in) * odd;
        } else {
          y.leftCols(e).noalias() = x.leftCols(e_in) * even.transpose();
          y.rightCols(o).noalias() = x.rightCols(o_in) * odd.transpose();
        }
      });
  return out;
}

Tensor multiply_dense(const Matrix& matrix, const Tensor& tensor, int mode) {
  Tensor out = reshaped(tensor, mode, matrix.rows());
  for_slices(
      tensor, out, mode, [&](const ConstView& x, View& y) { y.noalias() = matrix * x; },
      [&](const ConstView& x, View& y) { y.noalias() = x * matrix.transpose(); });
  return out;
}

}  // namespace tessera::gp_pde
