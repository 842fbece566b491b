#pragma once

#include <vector>

#include "data/fields/types.hpp"

namespace tessera {

/// Half of the Gauss-Legendre rule on [-1, 1]: nodes that are not negative, increasing; with an odd
/// number of nodes the first one is 0, with the whole of its weight. The other half is the mirror
/// image; weights of both halves together sum to 2.
struct GaussLegendreRule {
  std::vector<long double> nodes;    ///< (count + 1) / 2
  std::vector<long double> weights;  ///< (count + 1) / 2
};

/// The rule of `count` nodes, exact for polynomials of degree 2 count - 1. Newton's method in
/// extended precision: correct to some 1e-18 at any count (weights from the usual double-precision
/// eigenvalue method lose six digits at 400 nodes). Throws std::invalid_argument for count < 1.
GaussLegendreRule gauss_legendre(Index count);

}  // namespace tessera
