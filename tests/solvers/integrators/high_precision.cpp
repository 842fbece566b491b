#include "tests/solvers/integrators/high_precision.hpp"

#include <cmath>
#include <vector>

#include <boost/multiprecision/cpp_bin_float.hpp>

#include "data/fields/types.hpp"

namespace tessera::test {
namespace {

using Number = boost::multiprecision::number<boost::multiprecision::cpp_bin_float<100>,
                                             boost::multiprecision::et_off>;

/// Square matrices of real numbers; a complex one [[re, -im], [im, re]].
struct Matrix {
  std::size_t n;
  std::vector<Number> a;
  explicit Matrix(std::size_t size) : n(size), a(size * size, Number(0)) {}
  Number& operator()(std::size_t i, std::size_t j) { return a[i * n + j]; }
  const Number& operator()(std::size_t i, std::size_t j) const { return a[i * n + j]; }
};

Matrix product(const Matrix& x, const Matrix& y) {
  Matrix result(x.n);
  for (std::size_t i = 0; i < x.n; ++i)
    for (std::size_t k = 0; k < x.n; ++k)
      if (!x(i, k).is_zero())
        for (std::size_t j = 0; j < x.n; ++j) result(i, j) += x(i, k) * y(k, j);
  return result;
}

Matrix exponential(Matrix x, double norm) {
  const int squarings = norm > 0.01 ? static_cast<int>(std::ceil(std::log2(norm / 0.01))) : 0;
  const Number scale = Number(1) / boost::multiprecision::ldexp(Number(1), squarings);
  for (Number& v : x.a) v *= scale;
  Matrix sum(x.n);
  for (std::size_t i = 0; i < x.n; ++i) sum(i, i) = 1;
  for (int j = 34; j > 0; --j) {
    sum = product(x, sum);
    for (Number& v : sum.a) v /= j;
    for (std::size_t i = 0; i < x.n; ++i) sum(i, i) += 1;
  }
  for (int s = 0; s < squarings; ++s) sum = product(sum, sum);
  return sum;
}

}  // namespace

std::array<std::complex<double>, 5> precise_phi_functions(std::complex<double> z) {
  Matrix x(2);
  x(0, 0) = x(1, 1) = z.real();
  x(1, 0) = z.imag();
  x(0, 1) = -x(1, 0);
  const Number square = x(0, 0) * x(0, 0) + x(1, 0) * x(1, 0);
  const Number re = x(0, 0) / square, im = -x(1, 0) / square;
  const Matrix e = exponential(x, 2 * std::abs(z));
  Number a = e(0, 0), b = e(1, 0), inverse_factorial = 1;
  std::array<std::complex<double>, 5> phi;
  for (std::size_t k = 0; k < 5; ++k) {
    phi[k] = {a.convert_to<double>(), b.convert_to<double>()};
    a -= inverse_factorial;
    const Number next = a * re - b * im;
    b = a * im + b * re;
    a = next;
    inverse_factorial /= static_cast<int>(k) + 1;
  }
  return phi;
}

std::array<Eigen::MatrixXcd, 5> precise_phi_functions(const Eigen::MatrixXcd& z) {
  const auto n = static_cast<std::size_t>(z.rows());
  Matrix x(10 * n);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) {
      const std::complex<double> v = z(static_cast<Index>(i), static_cast<Index>(j));
      x(i, j) = x(n + i, n + j) = v.real();
      x(n + i, j) = v.imag();
      x(i, n + j) = -v.imag();
    }
  for (std::size_t i = 0; i < 8 * n; ++i) x(i, 2 * n + i) = 1;
  const Matrix e = exponential(x, 2 * z.cwiseAbs().colwise().sum().maxCoeff() + 1);
  std::array<Eigen::MatrixXcd, 5> phi;
  for (std::size_t k = 0; k < 5; ++k) {
    phi[k].resize(z.rows(), z.cols());
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j)
        phi[k](static_cast<Index>(i), static_cast<Index>(j)) = {
            e(i, 2 * k * n + j).convert_to<double>(), e(n + i, 2 * k * n + j).convert_to<double>()};
  }
  return phi;
}

}  // namespace tessera::test
