#pragma once

#include <vector>

#include <Eigen/Core>

#include "data/fields/types.hpp"

namespace tessera {

// Thin calls into LAPACK for what Eigen does slower or not at all. All throw std::runtime_error
// with routine and info where LAPACK reports failure.

/// Eigenvalues (ascending) and orthonormal eigenvectors of a symmetric matrix (dsyevd; the lower
/// triangle is read).
void symmetric_eigen(const Eigen::MatrixXd& a, Eigen::VectorXd& values, Eigen::MatrixXd& vectors);

/// The `count` smallest eigenpairs of a symmetric tridiagonal matrix (dstevr).
void tridiagonal_eigen(const Eigen::VectorXd& diagonal, const Eigen::VectorXd& off_diagonal,
                       Index count, Eigen::VectorXd& values, Eigen::MatrixXd& vectors);

/// Solves a X = b by LU with partial pivoting (dgesv).
Eigen::MatrixXd lu_solve(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b);

/// Real eigendecomposition of a general matrix whose eigenvalues are real (dgeev). Throws
/// std::runtime_error where an imaginary part exceeds `imaginary_tolerance` times the spectral
/// radius.
void real_eigen(const Eigen::MatrixXd& a, double imaginary_tolerance, Eigen::VectorXd& values,
                Eigen::MatrixXd& vectors);

/// Sets the number of threads OpenBLAS uses from here on, and tells it.
void set_blas_threads(int threads);
int blas_threads();
/// Name of the kernel set OpenBLAS chose for this processor, e.g. `SkylakeX`.
const char* blas_core();

}  // namespace tessera
