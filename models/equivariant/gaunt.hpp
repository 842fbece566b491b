#pragma once

#include <vector>

#include "data/fields/types.hpp"

namespace tessera {

/// Gaunt coefficients of real orthonormal harmonics, G = integral of Y_l1m1 Y_l2m2 Y_l3m3 over the
/// sphere, for all degrees up to `degree`, compressed by symmetry.
///
/// G is the product of an integral over theta, which knows orders by their size k = |m| only, and
/// one over phi, which is 0, 1 or +- 1 / sqrt 2:
///   theta: 2 pi int Theta_1 Theta_2 Theta_3 d cos theta
///        = (-1)^k3 sqrt((2l1+1)(2l2+1)(2l3+1) / 4 pi) (l1 l2 l3; 0 0 0) (l1 l2 l3; k1 k2 -k3)
///          where k3 = k1 + k2 is the largest order.
/// Stored are theta integrals, once for the six orders of the legs and all signs of m: degrees
/// l1 <= l2 <= l3 of even sum, k1 = 0 .. l1 and |m2| <= l2 with k3 = |k1 + m2|: a tenth
/// of the coefficients. Rounded once, from extended
/// precision: errors of 1e-16 of the largest coefficient.
///
/// Immutable and thread-safe. About degree^5 / 40 numbers: 3 MB at degree 32, 80 MB at 64.
class GauntCoefficients {
 public:
  /// Throws std::invalid_argument for a negative degree.
  explicit GauntCoefficients(int degree);

  int degree() const { return degree_; }
  /// 0 where a rule of selection says so. Throws std::out_of_range for a degree beyond degree() or
  /// an order beyond its degree.
  double operator()(int l1, int m1, int l2, int m2, int l3, int m3) const;
  /// Numbers that are stored.
  Index stored() const { return static_cast<Index>(values_.size()); }

 private:
  std::size_t triple(int l1, int l2, int l3) const {
    const auto n = static_cast<std::size_t>(degree_ + 1);
    return (static_cast<std::size_t>(l1) * n + static_cast<std::size_t>(l2)) * n +
           static_cast<std::size_t>(l3);
  }

  int degree_;
  std::vector<Index> offset_;  ///< by triple
  std::vector<double> values_;
};

/// (1 / 2 pi) times the integral over phi of three of the functions 1, sqrt 2 cos m phi (m > 0),
/// sqrt 2 sin |m| phi (m < 0): 0, 1 or +- 1 / sqrt 2.
double longitude_integral(int m1, int m2, int m3);

}  // namespace tessera
