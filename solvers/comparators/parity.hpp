#pragma once

#include <Eigen/Core>

#include "data/fields/types.hpp"

namespace tessera::comparators {

// A matrix A that commutes with reversal (a_ij = a_{m-1-i, m-1-j}: every second-derivative matrix
// on points that are symmetric about the middle) falls into two blocks of half the size in the
// orthonormal coordinates (x_i + x_{m-1-i}) / sqrt 2 [even] and (x_i - x_{m-1-i}) / sqrt 2 [odd];
// the middle entry of an odd m belongs to the even part. Factorisations cost a quarter, products
// half. Folded vectors hold the even part first.

/// A block-diagonal matrix in folded coordinates.
struct ParityBlocks {
  Eigen::MatrixXd even;
  Eigen::MatrixXd odd;
  Index size() const { return even.rows() + odd.rows(); }
};

/// The blocks of A, given its upper half: rows 0 .. (m + 1) / 2 - 1 of m.
ParityBlocks fold_matrix(const Eigen::Ref<const Eigen::MatrixXd>& upper_half);

/// The m x m matrix with these blocks, in ordinary coordinates.
Eigen::MatrixXd unfold_matrix(const ParityBlocks& blocks);

/// Every column of x, in place, to folded coordinates and back.
void fold_rows(Eigen::Ref<Eigen::MatrixXd> x);
void unfold_rows(Eigen::Ref<Eigen::MatrixXd> x);
/// Every row of x likewise.
void fold_columns(Eigen::Ref<Eigen::MatrixXd> x);
void unfold_columns(Eigen::Ref<Eigen::MatrixXd> x);

/// y = B x; y has x's size and is another matrix.
void multiply_left(const ParityBlocks& b, const Eigen::Ref<const Eigen::MatrixXd>& x,
                   Eigen::Ref<Eigen::MatrixXd> y);
/// y = x B^T likewise.
void multiply_right(const Eigen::Ref<const Eigen::MatrixXd>& x, const ParityBlocks& b,
                    Eigen::Ref<Eigen::MatrixXd> y);
/// y += factor * x B^T.
void add_multiply_right(const Eigen::Ref<const Eigen::MatrixXd>& x, const ParityBlocks& b,
                        double factor, Eigen::Ref<Eigen::MatrixXd> y);

}  // namespace tessera::comparators
