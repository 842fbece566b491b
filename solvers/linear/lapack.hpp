#pragma once

#include <Eigen/Core>

#include "data/fields/types.hpp"

namespace tessera {

// Thin calls into LAPACK for what Eigen does slower or not at all. All throw std::runtime_error
// with routine and info where LAPACK reports failure (also for NaN in the input), and
// std::invalid_argument where the sizes do not fit. Small matrices are often faster with one BLAS
// thread: the caller chooses, see set_blas_threads.

/// Eigenvalues (ascending) and orthonormal eigenvectors of a symmetric matrix (dsyevd; the lower
/// triangle is read).
void symmetric_eigen(const Eigen::MatrixXd& a, Eigen::VectorXd& values, Eigen::MatrixXd& vectors);

/// Eigenvalues (ascending) of a symmetric tridiagonal matrix (dsterf).
Eigen::VectorXd tridiagonal_eigenvalues(const Eigen::VectorXd& diagonal,
                                        const Eigen::VectorXd& off_diagonal);

/// All eigenpairs of a symmetric tridiagonal matrix (dstemr). Vectors are accurate to rounding in
/// norm; see tridiagonal_eigen.hpp for small components.
void tridiagonal_eigenvectors(const Eigen::VectorXd& diagonal, const Eigen::VectorXd& off_diagonal,
                              Eigen::VectorXd& values, Eigen::MatrixXd& vectors);

/// Solves a X = b by LU with partial pivoting (dgesv).
Eigen::MatrixXd lu_solve(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b);

/// Real eigendecomposition of a general matrix whose eigenvalues are real (dgeev): eigenvalues
/// ascending, eigenvectors of unit length. Throws std::runtime_error where an imaginary part
/// exceeds `imaginary_tolerance` times the spectral radius; a pair whose imaginary parts are below
/// it is returned as two vectors that span its invariant plane.
void real_eigen(const Eigen::MatrixXd& a, double imaginary_tolerance, Eigen::VectorXd& values,
                Eigen::MatrixXd& vectors);

/// Real Schur form A = Q T Q^T (dgees): T upper quasi-triangular with 1 x 1 and 2 x 2 blocks, Q
/// orthogonal.
void real_schur(const Eigen::MatrixXd& a, Eigen::MatrixXd& t, Eigen::MatrixXd& q);

/// Sets the number of threads (>= 1, else std::invalid_argument) OpenBLAS uses from here on.
void set_blas_threads(int threads);
/// The number of threads OpenBLAS uses now.
int blas_threads();
/// Name of the kernel set OpenBLAS chose for this processor, e.g. `SkylakeX`.
const char* blas_core();

}  // namespace tessera
