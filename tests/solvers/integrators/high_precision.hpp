#pragma once

#include <array>
#include <complex>

#include <Eigen/Core>

namespace tessera::test {

/// phi_0 .. phi_4 from a hundred digits: exp by Taylor series and squaring, then the definition.
std::array<std::complex<double>, 5> precise_phi_functions(std::complex<double> z);

/// The same for matrices, as blocks of the exponential of [[z, 1, 0, 0, 0], [0, 0, 1, 0, 0], ...].
std::array<Eigen::MatrixXcd, 5> precise_phi_functions(const Eigen::MatrixXcd& z);

}  // namespace tessera::test
