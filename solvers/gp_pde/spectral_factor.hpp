#pragma once

#include <string>

#include <Eigen/Core>

#include "data/fields/types.hpp"
#include "models/kernels/kernel_1d.hpp"

namespace tessera::gp_pde {

struct SpectralFactorOptions {
  double tolerance = 1e-12;  ///< on the bound, relative to k(0)
  Index maximum_frequencies = 4000;
};

/// A stationary prior on an axis of length L as a finite sum of random waves:
///   u(x) = sum_m sqrt(weights[m]) (a_m cos 2 pi s_m x + b_m sin 2 pi s_m x),  a, b ~ N(0, 1),
/// with s_m = m / period (b_0 does not count). Its covariance sum_m weights[m] cos(2 pi s_m r) is
/// the kernel made periodic and cut at a band: it differs from k(r), |r| <= L, by no more than
/// periodisation_bound + tail_bound (gp_pde: Poisson summation).
struct SpectralFactor {
  double period = 0;               ///< T >= 2 L, raw units
  Eigen::VectorXd frequencies;     ///< 0, 1/T, 2/T, ..., cycles per unit length
  Eigen::VectorXd weights;         ///< variance of each frequency; the sum is about k(0)
  double periodisation_bound = 0;  ///< sum over j != 0 of |k(r - j T)| at the worst |r| <= L
  double tail_bound = 0;           ///< variance beyond the last frequency
  /// Empty, or why the tolerance is not met (slow spectral decay, long correlation).
  std::string remark;
  double bound() const { return periodisation_bound + tail_bound; }
};

/// Period and band grow until the bound is below the tolerance times k(0), or the remark says why
/// not. Throws std::invalid_argument for a length that is not positive.
SpectralFactor spectral_factor(const Kernel1D& kernel, double length,
                               const SpectralFactorOptions& options = {});

}  // namespace tessera::gp_pde
