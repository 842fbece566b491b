#include "solvers/integrators/phi_functions.hpp"

#include <stdexcept>

#include <Eigen/Eigenvalues>

#include "solvers/integrators/extended_precision.hpp"

namespace tessera {
namespace {

using Phi = std::array<ExtendedMatrix, 5>;

/// phi_k(2 z) = 2^-k (phi_0(z) phi_k(z) + sum_{j = 1}^k phi_j(z) / (k - j)!).
Phi doubled(const Phi& phi) {
  constexpr std::array<Extended, 5> factorials{1, 1, 2, 6, 24};
  Phi result;
  Extended scale = 1;
  for (std::size_t k = 0; k < 5; ++k) {
    result[k] = product(phi[0], phi[k]);
    for (std::size_t j = 1; j <= k; ++j) result[k] += phi[j] / factorials[k - j];
    result[k] *= scale;
    scale /= 2;
  }
  return result;
}

void set_diagonal(const ExtendedMatrix& triangular, Phi& phi) {
  for (Eigen::Index i = 0; i < triangular.rows(); ++i) {
    const auto values = extended_phi_functions(triangular(i, i));
    for (std::size_t k = 0; k < 5; ++k) phi[k](i, i) = values[k];
  }
}

/// Of an upper triangular matrix.
Phi triangular_phi_functions(const ExtendedMatrix& t) {
  const int squarings = halvings(t);
  const auto part = [&](int halved) -> ExtendedMatrix {
    return t * std::ldexp(Extended(1), -halved);
  };
  Phi phi = small_phi_functions(part(squarings));
  set_diagonal(part(squarings), phi);
  for (int s = squarings - 1; s >= 0; --s) {
    phi = doubled(phi);
    set_diagonal(part(s), phi);
  }
  return phi;
}

}  // namespace

std::array<std::complex<double>, 5> phi_functions(std::complex<double> z) {
  const auto extended = extended_phi_functions({z.real(), z.imag()});
  std::array<std::complex<double>, 5> phi;
  for (std::size_t k = 0; k < 5; ++k)
    phi[k] = {static_cast<double>(extended[k].real()), static_cast<double>(extended[k].imag())};
  return phi;
}

std::array<Eigen::MatrixXcd, 5> phi_functions(const Eigen::MatrixXcd& z) {
  if (z.rows() != z.cols()) throw std::invalid_argument("phi functions of a matrix not square");
  if (!z.allFinite()) throw std::invalid_argument("phi functions of a matrix that is not finite");
  std::array<Eigen::MatrixXcd, 5> result;
  if (z.rows() == 0) return result;
  const Balanced balanced = balance(z);
  const Eigen::ComplexSchur<ExtendedMatrix> schur(balanced.matrix);
  if (schur.info() != Eigen::Success)
    throw std::runtime_error("the Schur form of a matrix of rates did not converge");
  const ExtendedMatrix& u = schur.matrixU();
  const ExtendedMatrix t = schur.matrixT().triangularView<Eigen::Upper>();
  const Phi phi = triangular_phi_functions(t);
  const ExtendedMatrix left = balanced.scale.cast<ExtendedComplex>().asDiagonal() * u;
  const ExtendedMatrix right =
      u.adjoint() * balanced.scale.cwiseInverse().cast<ExtendedComplex>().asDiagonal();
  const bool real = z.imag().isZero(0);
  for (std::size_t k = 0; k < 5; ++k) {
    result[k] = product(product(left, phi[k]), right).cast<std::complex<double>>();
    if (real) result[k].imag().setZero();
  }
  return result;
}

}  // namespace tessera
