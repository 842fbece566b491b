#pragma once

#include <Eigen/Core>

#include "data/fields/types.hpp"

namespace tessera {

/// The `count` smallest eigenpairs of a symmetric tridiagonal matrix.
///
/// Where the eigenvalues are well separated each vector comes from a twisted factorisation (Dhillon
/// & Parlett 2004): components that decay are right relative to their own size, which matters to
/// those who differentiate a series with these coefficients, and the cost is a few divisions per
/// component. Otherwise LAPACK's dstemr. Throws std::invalid_argument for sizes that do not fit.
void tridiagonal_eigen(const Eigen::VectorXd& diagonal, const Eigen::VectorXd& off_diagonal,
                       Index count, Eigen::VectorXd& values, Eigen::MatrixXd& vectors);

}  // namespace tessera
