#pragma once

#include <Eigen/Core>

#include "data/fields/types.hpp"

namespace tessera {

// For matrices in real Schur form, see real_schur in lapack.hpp.

/// Eigenvalues of a quasi-upper-triangular matrix in standard form.
Eigen::VectorXcd quasi_triangular_eigenvalues(const Eigen::MatrixXd& t);

/// x becomes the solution of a X + X b^T = x with quasi-upper-triangular a, b in standard form:
/// halves recursively (Jonsson & Kagstrom 2002), dtrsyl at the leaves.
void solve_triangular_sylvester(const Eigen::Ref<const Eigen::MatrixXd>& a,
                                const Eigen::Ref<const Eigen::MatrixXd>& b,
                                Eigen::Ref<Eigen::MatrixXd> x);

/// x becomes the solution of diag(d) X + X t^T = x with quasi-upper-triangular t: columns from the
/// last to the first, all rows at once.
void solve_diagonal_triangular(const Eigen::VectorXd& d, const Eigen::MatrixXd& t,
                               Eigen::Ref<Eigen::MatrixXd> x);

}  // namespace tessera
