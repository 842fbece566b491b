#pragma once

#include <array>
#include <complex>

#include <Eigen/Core>

namespace tessera {

/// phi_0 .. phi_4: phi_0(z) = exp(z), phi_k(z) = (phi_{k-1}(z) - 1/(k-1)!) / z, phi_k(0) = 1/k!.
/// Free of cancellation: a Taylor series near 0, else the recurrence from expm1, in extended
/// precision. Relative error about 1e-16 for every z with a result that is a normal number, but for
/// zeros of phi_k in the right half plane, near which the error is relative to the derivative.
std::array<std::complex<double>, 5> phi_functions(std::complex<double> z);

/// phi_0 .. phi_4 of an n x n matrix, defective ones included: balanced by powers of two, complex
/// Schur form, scaling and squaring with the diagonal put right after every squaring (Al-Mohy and
/// Higham, SIAM J. Matrix Anal. Appl. 31 (2010) 970-989; squaring of phi functions: Skaflestad and
/// Wright, Appl. Numer. Math. 59 (2009) 783-799), all in extended precision. Meant for n <= 8.
/// A real matrix has results with imaginary parts 0.
/// Throws std::invalid_argument where z is not square or not finite.
std::array<Eigen::MatrixXcd, 5> phi_functions(const Eigen::MatrixXcd& z);

}  // namespace tessera
