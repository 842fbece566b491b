#pragma once

#include <array>
#include <complex>

#include <Eigen/Core>

namespace tessera {

/// Where `long double` has more digits than `double`, rounding of what is computed with it does not
/// show in results; where it has not, all stays right to a few tens of roundings.
using Extended = long double;
using ExtendedComplex = std::complex<Extended>;
using ExtendedMatrix = Eigen::Matrix<ExtendedComplex, Eigen::Dynamic, Eigen::Dynamic>;

/// The matrix product without the care for infinities of complex numbers that costs most of the
/// time otherwise; zeros of `b` (triangular matrices) cost nothing.
ExtendedMatrix product(const ExtendedMatrix& a, const ExtendedMatrix& b);

/// phi_0 .. phi_4.
std::array<ExtendedComplex, 5> extended_phi_functions(ExtendedComplex z);

/// Taylor series of phi_0 .. phi_4 for matrices of norm up to 1.
std::array<ExtendedMatrix, 5> small_phi_functions(const ExtendedMatrix& z);

/// Diagonal similarity D^-1 A D with powers of two that makes norms of rows and columns alike
/// (Parlett and Reinsch, Numer. Math. 13 (1969) 293-304): without it the units of coupled unknowns
/// decide how many squarings there are.
struct Balanced {
  ExtendedMatrix matrix;
  Eigen::Matrix<Extended, Eigen::Dynamic, 1> scale;  ///< the diagonal of D
};
Balanced balance(const Eigen::MatrixXcd& a);

/// Number of halvings that take the norm (largest sum of magnitudes of a column) to 1 or less.
int halvings(const ExtendedMatrix& a);

}  // namespace tessera
