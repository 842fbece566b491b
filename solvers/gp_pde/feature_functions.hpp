#pragma once

#include <Eigen/Core>

#include "data/fields/types.hpp"
#include "solvers/gp_pde/spectrum.hpp"

namespace tessera::gp_pde {

/// Legendre coefficients as in ProlateCoefficients, for any spectrum.
struct FeatureCoefficients {
  Eigen::MatrixXd even;
  Eigen::MatrixXd odd;
};

/// Orthonormal functions that span the features sqrt(S(s_m)) cos 2 pi s_m x and
/// sqrt(S(s_m)) sin 2 pi s_m x on an axis of the given length, s_m = m / (2 length) up to the band:
/// the spectral factor of the prior with period 2 length; with Spectrum::factor, its waves and
/// variances. Column-pivoted QR, at most `rank`
/// functions, fewer where the pivots fall below 1e-13 of the first. Works on Q, not on features
/// times the inverse of R, which would lose orthogonality.
FeatureCoefficients feature_coefficients(const Spectrum& spectrum, double length, Index rank);

/// Share of the largest eigenvalue of a Gram matrix below which eigenfunctions are rounding.
inline constexpr double gram_cut = 1e-14;

/// The same prior without a spectral factor: eigenfunctions of the kernel on the axis, from its
/// Gram matrix at Gauss-Legendre nodes (Nystroem), ordered by falling eigenvalue; at most `rank`,
/// fewer where eigenvalues fall below gram_cut of the largest.
FeatureCoefficients gram_coefficients(const Kernel1D& kernel, double band, double length,
                                      Index rank);

}  // namespace tessera::gp_pde
