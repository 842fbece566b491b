#pragma once

#include <Eigen/Core>

#include "data/fields/types.hpp"

namespace tessera::comparators {

// A matrix A with a_{m-1-i, m-1-j} = +-a_ij (derivatives of even / odd order on points that are
// symmetric about the middle) falls into two blocks of half the size in the orthonormal coordinates
// (x_i + x_{m-1-i}) / sqrt 2 [even] and (x_i - x_{m-1-i}) / sqrt 2 [odd]; the middle entry of an
// odd m belongs to the even part. Factorisations cost a quarter, products half. Folded vectors hold
// the even part first.

/// A square matrix that acts along one axis, in the coordinates of that axis (folded or not).
struct AxisMatrix {
  enum class Kind {
    whole,      ///< `even` is the matrix
    keeps,      ///< commutes with reversal: even to even, odd to odd
    exchanges,  ///< anticommutes with reversal: `even` takes the odd part to the even, `odd` back
  };
  Kind kind = Kind::whole;
  Eigen::MatrixXd even;
  Eigen::MatrixXd odd;

  Index size() const { return even.rows() + odd.rows(); }
  /// The same matrix with one block.
  Eigen::MatrixXd dense() const;
};

/// The blocks of A, given its upper half: rows 0 .. (m + 1) / 2 - 1 of m. `sign` is +1 where A
/// commutes with reversal, -1 where it anticommutes.
AxisMatrix fold_matrix(const Eigen::Ref<const Eigen::MatrixXd>& upper_half, int sign);

/// The matrix in ordinary coordinates, given it in folded ones.
Eigen::MatrixXd unfold_matrix(const AxisMatrix& folded);

/// Every column of x, in place, to folded coordinates and back.
void fold_rows(Eigen::Ref<Eigen::MatrixXd> x);
void unfold_rows(Eigen::Ref<Eigen::MatrixXd> x);
/// Every row of x likewise.
void fold_columns(Eigen::Ref<Eigen::MatrixXd> x);
void unfold_columns(Eigen::Ref<Eigen::MatrixXd> x);

/// y = A x; y has x's size and is another matrix.
void multiply_left(const AxisMatrix& a, const Eigen::Ref<const Eigen::MatrixXd>& x,
                   Eigen::Ref<Eigen::MatrixXd> y);
/// y = x A^T likewise.
void multiply_right(const Eigen::Ref<const Eigen::MatrixXd>& x, const AxisMatrix& a,
                    Eigen::Ref<Eigen::MatrixXd> y);
/// y += x A^T.
void add_multiply_right(const Eigen::Ref<const Eigen::MatrixXd>& x, const AxisMatrix& a,
                        Eigen::Ref<Eigen::MatrixXd> y);

}  // namespace tessera::comparators
