#pragma once

#include <functional>
#include <string>
#include <vector>

namespace tessera::gp_pde {

/// Spectral density of one axis's prior, cut at a band.
struct Spectrum {
  /// Highest frequency, cycles per unit length (raw units of the axis).
  double band = 0;
  /// Two-sided density on |s| <= band; empty for the flat spectrum 1 / (2 band).
  std::function<double(double)> density;
};

}  // namespace tessera::gp_pde
