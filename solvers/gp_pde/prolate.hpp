#pragma once

#include <Eigen/Core>

#include "data/fields/types.hpp"

namespace tessera::gp_pde {

/// Legendre coefficients (orthonormal p_k; rows degrees 0, 2, ... and 1, 3, ...; columns from the
/// most concentrated function on) of prolate spheroidal wave functions of order zero.
struct ProlateCoefficients {
  Eigen::MatrixXd even;
  Eigen::MatrixXd odd;
};

/// The `rank` most concentrated functions of bandwidth c = pi * band * length, half of them even
/// (one more where rank is odd). Eigenvectors of two symmetric tridiagonal matrices (Xiao, Rokhlin
/// & Yarvin 2001, eq. 65). Signs are fixed: the largest coefficient is positive.
ProlateCoefficients prolate_coefficients(double c, Index rank);

}  // namespace tessera::gp_pde
