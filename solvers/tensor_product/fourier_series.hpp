#pragma once

#include <complex>
#include <vector>

#include "data/fields/types.hpp"

namespace tessera {

/// Functions on the sphere as Fourier series on the torus (theta, phi) of n x n points, after
/// Luo, Chen and Krishnapriyan, "Enabling efficient equivariant operations in the Fourier basis via
/// Gaunt tensor products" (2024): Theta_lk is a series of cos u theta for even k and of sin u theta
/// for odd k, u <= l, with which it continues beyond theta = pi.
///
/// Coefficients of e^(i (u theta + v phi)) stand at u + n v, negative u and v counted from n. The
/// way back integrates against Theta_lk sin theta, to which every u of the series contributes.
class FourierSeries {
 public:
  /// Functions of degree up to `degree`; series with u up to `bandwidth`, n > 2 bandwidth.
  FourierSeries(int degree, int bandwidth, Index n);

  /// Adds factor * the series of a function of degree `degree` to F; coefficient (l, m) is
  /// x[(l * l + l + m) * stride].
  template <class Real>
  void add_series(int degree, const Real* x, Index stride, std::complex<double> factor,
                  std::complex<double>* F) const;
  /// Transpose of that into values at the points, from h_uv = sum of values e^(-i (u theta + v
  /// phi)).
  template <class Real>
  void transpose_series(int degree, const std::complex<double>* h, Index stride, Real* x) const;

  /// Coefficients of a function from its series G.
  template <class Real>
  void integrate(int degree, const std::complex<double>* G, Index stride, Real* z) const;
  /// Transpose: the real part of the series H is the gradient by values at the points, times n^2.
  template <class Real>
  void transpose_integral(int degree, const Real* z, Index stride, std::complex<double>* H) const;

 private:
  struct Pair {
    double c = 0, s = 0;
  };
  std::size_t row(const std::vector<double>& table, int l, int k) const {
    return static_cast<std::size_t>(l * (l + 1) / 2 + k) * width(table);
  }
  std::size_t width(const std::vector<double>& table) const {
    return table.size() / static_cast<std::size_t>((degree_ + 1) * (degree_ + 2) / 2);
  }
  std::size_t at(int u, int v) const {
    return static_cast<std::size_t>((u < 0 ? u + n_ : u) + n_ * (v < 0 ? v + n_ : v));
  }

  int degree_, bandwidth_;
  Index n_;
  std::vector<double> series_;    ///< by (l, k): u = 0 .. degree
  std::vector<double> integral_;  ///< by (l, k): u = 0 .. bandwidth
};

}  // namespace tessera
