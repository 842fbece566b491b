#pragma once

#include <array>
#include <vector>

#include "data/fields/types.hpp"

namespace tessera {

/// Real orthonormal spherical harmonics of all degrees up to `degree`, in the default Convention:
/// values at directions, and Cartesian derivatives of the functions r -> Y_lm(r / |r|).
///
/// Everything is a polynomial in x, y and z on the unit sphere, so that poles are points like any
/// other: with Q_lm = Theta_lm / sin^m theta and x + i y = sin theta e^(i phi),
///   Y_lm = Q_l|m|(z) {sqrt 2 Re, sqrt 2 Im} (x + i y)^|m|,  d Q_lm / dz = sqrt((l-m)(l+m+1))
///   Q_l,m+1.
/// Double precision throughout, also for float results. Error about 1e-15 sqrt(l) of the largest
/// value for degrees up to 1024, beyond which construction is refused (Q would leave the range of
/// double).
///
/// Immutable and thread-safe.
class SphericalHarmonics {
 public:
  /// Throws std::invalid_argument for a degree below 0 or above 1024.
  explicit SphericalHarmonics(int degree);

  int degree() const { return degree_; }
  Index count() const { return static_cast<Index>(degree_ + 1) * (degree_ + 1); }

  /// Values at `points` directions: `xyz` holds x, y, z of each in turn; it need not have length 1,
  /// but not 0. values[point * count() + l * l + l + m].
  void evaluate(Index points, const double* xyz, double* values) const;
  void evaluate(Index points, const float* xyz, float* values) const;

  /// Also derivatives; null: not wanted. gradient[(point * 3 + a) * count() + lm] along axis a;
  /// hessian[(point * 6 + ab) * count() + lm] with ab over xx, xy, xz, yy, yz, zz.
  void evaluate(Index points, const double* xyz, double* values, double* gradient,
                double* hessian) const;

  struct Derivatives {
    std::array<double, 3> first;   ///< x, y, z
    std::array<double, 6> second;  ///< xx, xy, xz, yy, yz, zz
  };

 private:
  /// At one unit vector.
  struct Polynomials {
    std::vector<double> q;             ///< Q_lm by l (l + 1) / 2 + m
    std::vector<double> cosine, sine;  ///< real and imaginary part of (x + i y)^m
  };
  void polynomials(const std::array<double, 3>& n, Polynomials& p) const;
  Derivatives derivatives(int l, int order, const std::array<double, 3>& n, double length,
                          const Polynomials& p) const;

  int degree_;
  /// Recurrence in l at fixed m: Q_lm = a (z Q_{l-1,m} - b Q_{l-2,m}); by triangle_index.
  std::vector<double> a_, b_, slope_, diagonal_;
};

/// Theta_lm(theta) for l = m .. degree at z = cos theta: orthonormal associated Legendre functions,
/// Y_lm = Theta_l|m| Phi_m. Scaled while it is small, so that no degree or order underflows on the
/// way to a value that does not. In the precision of Real (double, long double).
template <class Real>
void associated_legendre(int degree, int m, Real z, Real* theta);

}  // namespace tessera
