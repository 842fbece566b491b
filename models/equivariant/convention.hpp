#pragma once

#include <complex>
#include <vector>

#include <Eigen/Core>

#include "models/equivariant/irreps.hpp"

namespace tessera {

enum class PolarAxis { z, y };

enum class HarmonicBasis {
  real,    ///< sqrt 2 cos(m phi) for m > 0, sqrt 2 sin(|m| phi) for m < 0
  complex  ///< exp(i m phi)
};

enum class HarmonicPhase {
  none,            ///< Y_lm has the sign of cos(m phi), sin(|m| phi)
  condon_shortley  ///< a factor (-1)^m: for m > 0 in the complex basis, for |m| in the real one
};

enum class HarmonicNormalisation {
  orthonormal,  ///< integral of |Y|^2 over the sphere is 1
  component,    ///< sum over m of |Y_lm|^2 is 2 l + 1: orthonormal times sqrt(4 pi)
  norm          ///< sum over m of |Y_lm|^2 is 1: component divided by sqrt(2 l + 1)
};

/// What the components of an irrep stand for. The default is ours: real, orthonormal, no
/// Condon-Shortley phase, polar axis z; for l = 1 the components m = -1, 0, 1 go as y, z, x.
///
///   Y_lm = Theta_l|m|(theta) Phi_m(phi), Phi_0 = 1, x = sin theta cos phi, z = cos theta,
///   Theta_mm = sqrt((2m + 1) / (2m)) sin theta Theta_{m-1,m-1}, Theta_00 = 1 / sqrt(4 pi),
/// and upwards in l by the usual recurrence, positive near theta = 0.
struct Convention {
  PolarAxis polar_axis = PolarAxis::z;
  HarmonicBasis basis = HarmonicBasis::real;
  HarmonicPhase phase = HarmonicPhase::none;
  HarmonicNormalisation normalisation = HarmonicNormalisation::orthonormal;

  friend bool operator==(const Convention&, const Convention&) = default;
};

/// e3nn with normalization="component": polar axis y, so that l = 1 goes as x, y, z.
inline constexpr Convention e3nn_convention{PolarAxis::y, HarmonicBasis::real, HarmonicPhase::none,
                                            HarmonicNormalisation::component};
/// Quantum mechanics, SciPy, Varshalovich et al. 1988: complex, Condon-Shortley, orthonormal.
inline constexpr Convention quantum_convention{PolarAxis::z, HarmonicBasis::complex,
                                               HarmonicPhase::condon_shortley,
                                               HarmonicNormalisation::orthonormal};

/// Exact conversion of coefficients from one convention to another for one layout.
///
/// The function stays the same in the same Cartesian axes: sum_lm c_lm Y_lm(r) is unchanged for
/// every point r. So coefficients change inversely to the harmonics' normalisation; the complex
/// basis follows R_m = ((-1)^m Y_m + Y_-m) / sqrt 2 (m > 0), R_0 = Y_0,
/// R_m = i (Y_-|m| - (-1)^m Y_|m|) / sqrt 2 (m < 0), Y with and R without Condon-Shortley phase;
/// and between polar axes the harmonics obey Y^(y)_lm(x, y, z) = Y^(z)_lm(z, x, y), so coefficients
/// are multiplied by the Wigner matrix of that cyclic turn: a permutation for l = 1, dense above.
/// Each (l, channel) is converted by itself; there and back is the identity to 1e-13 for l <= 64.
///
/// Immutable and thread-safe. `in` and `out` may be the same array, but not overlap otherwise.
class ConventionConversion {
 public:
  ConventionConversion(Irreps irreps, const Convention& from, const Convention& to);

  const Irreps& irreps() const { return irreps_; }
  const Convention& from() const { return from_; }
  const Convention& to() const { return to_; }

  /// `count` vectors of dimension(irreps()) coefficients, one after the other. The overload must
  /// fit: real to real, real to complex, complex to real, complex to complex; others throw
  /// std::logic_error. Complex to real throws std::domain_error where the function is not real to
  /// 1e-12 of its largest coefficient.
  void apply(Index count, const double* in, double* out) const;
  void apply(Index count, const double* in, std::complex<double>* out) const;
  void apply(Index count, const std::complex<double>* in, double* out) const;
  void apply(Index count, const std::complex<double>* in, std::complex<double>* out) const;

 private:
  /// Coefficients of one channel of degree l, in place.
  void convert(int l, std::complex<double>* c) const;
  template <class In, class Out>
  void apply_as(Index count, const In* in, Out* out) const;

  Irreps irreps_;
  Convention from_, to_;
  std::vector<Eigen::MatrixXd> turn_;  ///< by degree, between polar axes; empty: the same axis
};

}  // namespace tessera
