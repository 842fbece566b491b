#include "solvers/integrators/extended_precision.hpp"

#include <cmath>

namespace tessera {
namespace {

constexpr std::array<Extended, 5> inverse_factorials{1, 1, Extended(1) / 2, Extended(1) / 6,
                                                     Extended(1) / 24};
/// The series of phi_4 up to |z| = 2 ends below the rounding of 64 bits here.
constexpr int terms = 27;

ExtendedComplex expm1(ExtendedComplex z) {
  const Extended half = std::sin(z.imag() / 2);
  return {std::expm1(z.real()) * std::cos(z.imag()) - 2 * half * half,
          std::exp(z.real()) * std::sin(z.imag())};
}

}  // namespace

ExtendedMatrix product(const ExtendedMatrix& a, const ExtendedMatrix& b) {
  ExtendedMatrix result = ExtendedMatrix::Zero(a.rows(), b.cols());
  for (Eigen::Index j = 0; j < b.cols(); ++j)
    for (Eigen::Index k = 0; k < a.cols(); ++k) {
      const Extended x = b(k, j).real(), y = b(k, j).imag();
      if (x == 0 && y == 0) continue;
      for (Eigen::Index i = 0; i < a.rows(); ++i) {
        const Extended re = a(i, k).real(), im = a(i, k).imag();
        result(i, j) += ExtendedComplex(re * x - im * y, re * y + im * x);
      }
    }
  return result;
}

std::array<ExtendedComplex, 5> extended_phi_functions(ExtendedComplex z) {
  std::array<ExtendedComplex, 5> phi;
  phi[0] = std::exp(z);
  if (std::abs(z) > 2) {
    phi[1] = expm1(z) / z;
    for (std::size_t k = 2; k < 5; ++k) phi[k] = (phi[k - 1] - inverse_factorials[k - 1]) / z;
    return phi;
  }
  ExtendedComplex sum = 1;
  for (int j = terms; j > 0; --j) sum = Extended(1) + z * sum / static_cast<Extended>(j + 4);
  phi[4] = sum * inverse_factorials[4];
  for (std::size_t k = 3; k > 0; --k) phi[k] = z * phi[k + 1] + inverse_factorials[k];
  return phi;
}

std::array<ExtendedMatrix, 5> small_phi_functions(const ExtendedMatrix& z) {
  const ExtendedMatrix identity = ExtendedMatrix::Identity(z.rows(), z.cols());
  std::array<ExtendedMatrix, 5> phi;
  ExtendedMatrix sum = identity;
  for (int j = terms; j > 0; --j) sum = identity + product(z, sum) / static_cast<Extended>(j + 4);
  phi[4] = sum * inverse_factorials[4];
  for (std::size_t k = 4; k-- > 0;)
    phi[k] = product(z, phi[k + 1]) + identity * inverse_factorials[k];
  return phi;
}

Balanced balance(const Eigen::MatrixXcd& a) {
  const Eigen::Index n = a.rows();
  Balanced result{a.cast<ExtendedComplex>(), Eigen::Matrix<Extended, Eigen::Dynamic, 1>::Ones(n)};
  ExtendedMatrix& b = result.matrix;
  bool changed = true;
  for (int sweep = 0; changed && sweep < 100; ++sweep) {
    changed = false;
    for (Eigen::Index i = 0; i < n; ++i) {
      const Extended column = b.col(i).cwiseAbs().sum() - std::abs(b(i, i));
      const Extended row = b.row(i).cwiseAbs().sum() - std::abs(b(i, i));
      if (!(column > 0 && row > 0)) continue;
      const auto exponent = static_cast<int>(std::lround(std::log2(row / column) / 2));
      if (exponent == 0) continue;
      const Extended factor = std::ldexp(Extended(1), exponent);
      b.col(i) *= factor;
      b.row(i) /= factor;
      result.scale(i) *= factor;
      changed = true;
    }
  }
  return result;
}

int halvings(const ExtendedMatrix& a) {
  const Extended norm = a.cwiseAbs().colwise().sum().maxCoeff();
  return norm > 1 ? static_cast<int>(std::ceil(std::log2(norm))) : 0;
}

}  // namespace tessera
