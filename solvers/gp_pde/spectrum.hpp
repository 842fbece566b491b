#pragma once

#include <functional>
#include <memory>

#include "models/kernels/kernel_1d.hpp"
#include "solvers/gp_pde/spectral_factor.hpp"

namespace tessera::gp_pde {

/// Spectral density of one axis's prior, cut at a band.
struct Spectrum {
  /// Highest frequency, cycles per unit length (raw units of the axis).
  double band = 0;
  /// Two-sided density on |s| <= band; empty for the flat spectrum 1 / (2 band).
  std::function<double(double)> density;
  /// A named kernel as a sum of random waves; takes the place of band and density.
  std::shared_ptr<const SpectralFactor> factor = nullptr;
  /// The same kernel itself: the basis then comes from its Gram matrix at the nodes.
  std::shared_ptr<const Kernel1D> gram_kernel = nullptr;

  bool flat() const { return !density && !factor && !gram_kernel; }
};

}  // namespace tessera::gp_pde
