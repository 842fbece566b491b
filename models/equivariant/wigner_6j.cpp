#include <algorithm>
#include <array>
#include <stdexcept>

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/multiprecision/cpp_int.hpp>

#include "models/equivariant/wigner_3j.hpp"

namespace tessera {
namespace {

using Integer = boost::multiprecision::cpp_int;
using Rational = boost::multiprecision::cpp_rational;
using Float = boost::multiprecision::cpp_bin_float_50;

Integer factorial(int n) {
  Integer product = 1;
  for (int i = 2; i <= n; ++i) product *= i;
  return product;
}

/// Square of the triangle coefficient.
Rational triangle(int a, int b, int c) {
  return Rational(factorial(a + b - c) * factorial(a - b + c) * factorial(-a + b + c),
                  factorial(a + b + c + 1));
}

}  // namespace

double wigner_6j(int j1, int j2, int j3, int l1, int l2, int l3) {
  if (std::min({j1, j2, j3, l1, l2, l3}) < 0)
    throw std::invalid_argument("wigner_6j: an argument is negative");
  if (!is_triangle(j1, j2, j3) || !is_triangle(j1, l2, l3) || !is_triangle(l1, j2, l3) ||
      !is_triangle(l1, l2, j3))
    return 0;
  const std::array<int, 4> lower{j1 + j2 + j3, j1 + l2 + l3, l1 + j2 + l3, l1 + l2 + j3};
  const std::array<int, 3> upper{j1 + j2 + l1 + l2, j2 + j3 + l2 + l3, j3 + j1 + l3 + l1};
  const int first = *std::max_element(lower.begin(), lower.end());
  const int last = *std::min_element(upper.begin(), upper.end());
  // The first term by factorials, the others by their ratio to it.
  Integer denominator = 1;
  for (const int a : lower) denominator *= factorial(first - a);
  for (const int b : upper) denominator *= factorial(b - first);
  Rational term(first % 2 == 0 ? factorial(first + 1) : -factorial(first + 1), denominator);
  Rational sum = term;
  for (int t = first + 1; t <= last; ++t) {
    Integer up = -(t + 1), down = 1;
    for (const int b : upper) up *= b - t + 1;
    for (const int a : lower) down *= t - a;
    term *= Rational(up, down);
    sum += term;
  }
  const Rational squares =
      triangle(j1, j2, j3) * triangle(j1, l2, l3) * triangle(l1, j2, l3) * triangle(l1, l2, j3);
  return static_cast<double>(sqrt(Float(squares)) * Float(sum));
}

}  // namespace tessera
