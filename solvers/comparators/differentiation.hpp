#pragma once

#include <vector>

#include <Eigen/Core>

#include "data/fields/types.hpp"

namespace tessera::comparators {

/// Differentiation matrices on n points of the unit interval.
struct Differentiation {
  Eigen::VectorXd points;  ///< increasing from 0; the last is 1 unless periodic
  bool periodic = false;
  /// The points are symmetric about the middle and d^(o)_{n-1-i, n-1-j} = (-1)^o d^(o)_ij: only the
  /// first (n + 1) / 2 rows are kept.
  bool mirrored = false;
  std::vector<Eigen::MatrixXd> order;  ///< [o] of order o; empty where not wanted, and for o = 0

  /// Entry (i, j) of order o, kept or mirrored; o = 0: the identity.
  double entry(std::size_t o, Index i, Index j) const;
};

/// Which orders are wanted, by order (0 .. 4).
using Orders = std::vector<bool>;

/// Chebyshev-Gauss-Lobatto points (1 - cos(pi j / (n - 1))) / 2, j = 0 .. n - 1.
Eigen::VectorXd chebyshev_points(Index n);

/// Collocation derivatives on chebyshev_points(n), n >= 2, mirrored. Differences of points come
/// from products of sines (Don & Solomonoff 1995). Order 2 in closed form, orders 1, 3, 4 by the
/// recurrence of Welfert (1997) from one below; diagonals by the negative-sum trick (Baltensperger
/// & Trummer 2003), summed in long double. Even so rounding grows as n^(2 o): a fourth derivative
/// of a function of size 1 loses 9 digits at n = 200.
Differentiation chebyshev_differentiation(Index n, const Orders& wanted);

/// Trigonometric interpolation on n equidistant points j / n of a period. The highest frequency of
/// an even n has odd derivatives 0.
Differentiation fourier_differentiation(Index n, const Orders& wanted);

enum class Stencil {
  central,   ///< shifted at the ends, mirrored
  backward,  ///< for two conditions at the lower end (order 2: Houbolt 1950)
  periodic,
};

/// Finite differences of the accuracy 2 or 4 on n equidistant points (j / n where periodic, else
/// j / (n - 1)), weights by Fornberg (1988). Throws std::runtime_error where n is smaller than a
/// stencil.
Differentiation difference_differentiation(Index n, const Orders& wanted, Index accuracy,
                                           Stencil stencil);

}  // namespace tessera::comparators
