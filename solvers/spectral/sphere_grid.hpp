#pragma once

#include <vector>

#include "data/fields/types.hpp"

namespace tessera {

/// Points on the sphere: Gauss-Legendre latitudes from north to south times equally spaced
/// longitudes 2 pi j / longitudes from 0 on. Values of a field lie [latitude][longitude], longitude
/// fastest; fields follow each other.
///
/// Sums with the weights are exact integrals of spherical harmonics of degrees up to
/// 2 latitudes - 1 and orders below `longitudes`.
class SphereGrid {
 public:
  /// Throws std::invalid_argument for counts below 1.
  SphereGrid(Index latitudes, Index longitudes);

  /// The smallest good grid for products of `factors` fields of this degree: their analysis to the
  /// same degree has no aliasing error. 1: transforms alone; 2: products of two fields (3/2 rule);
  /// 3: cubes, and the integral of a fourth power. Longitudes are rounded up to a length that
  /// Fourier transforms like. Throws std::invalid_argument for degree < 0 or factors < 1.
  static SphereGrid for_products(int degree, int factors);

  Index latitudes() const { return static_cast<Index>(cosines_.size()); }
  Index longitudes() const { return longitudes_; }
  Index points() const { return latitudes() * longitudes_; }

  /// cos and sin of the colatitude theta.
  const std::vector<double>& cosines() const { return cosines_; }
  const std::vector<double>& sines() const { return sines_; }
  const std::vector<double>& colatitudes() const { return colatitudes_; }
  /// Of one point of each latitude; over all points they sum to 4 pi.
  const std::vector<double>& weights() const { return weights_; }

 private:
  Index longitudes_;
  std::vector<double> cosines_, sines_, colatitudes_, weights_;
};

}  // namespace tessera
