#include "models/equivariant/wigner_3j.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <stdexcept>

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/multiprecision/cpp_int.hpp>
#include <boost/test/unit_test.hpp>

using namespace tessera;

namespace {

using Integer = boost::multiprecision::cpp_int;
using Rational = boost::multiprecision::cpp_rational;
using Float = boost::multiprecision::cpp_bin_float_100;

Integer factorial(int n) {
  Integer product = 1;
  for (int i = 2; i <= n; ++i) product *= i;
  return product;
}

/// Racah's alternating sum in exact integers (Edmonds 1957, eq. 3.6.10 and 3.7.3).
double racah_3j(int a, int b, int c, int ma, int mb, int mc) {
  if (ma + mb + mc != 0 || c < std::abs(a - b) || c > a + b) return 0;
  Rational sum = 0;
  for (int k = 0; k <= a + b - c; ++k) {
    const int parts[] = {k, a + b - c - k, a - ma - k, b + mb - k, c - b + ma + k, c - a - mb + k};
    if (*std::min_element(std::begin(parts), std::end(parts)) < 0) continue;
    Integer product = k % 2 == 0 ? 1 : -1;
    for (const int part : parts) product *= factorial(part);
    sum += Rational(1, product);
  }
  Rational square(factorial(a + b - c) * factorial(a - b + c) * factorial(b + c - a),
                  factorial(a + b + c + 1));
  for (const int part : {a + ma, a - ma, b + mb, b - mb, c + mc, c - mc}) square *= factorial(part);
  const double sign = (a - b - mc) % 2 == 0 ? 1 : -1;
  return sign * static_cast<double>(sqrt(Float(square)) * Float(sum));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(wigner_symbols)

BOOST_AUTO_TEST_CASE(all_3j_symbols_to_degree_six_are_those_of_exact_integers) {
  double worst = 0;
  for (int a = 0; a <= 6; ++a)
    for (int b = 0; b <= 6; ++b)
      for (int c = std::abs(a - b); c <= a + b; ++c) {
        const Wigner3j symbols(a, b, c);
        for (int m = -a; m <= a; ++m)
          for (int n = -b; n <= b; ++n) {
            const double exact = std::abs(m + n) > c ? 0 : racah_3j(a, b, c, m, n, -m - n);
            worst = std::max(worst, std::abs(static_cast<double>(symbols(m, n)) - exact));
          }
      }
  BOOST_TEST(worst < 1e-16);
}

BOOST_AUTO_TEST_CASE(random_3j_symbols_at_degree_64_are_those_of_exact_integers) {
  std::mt19937 random(1);
  double worst = 0;
  for (int n = 0; n < 200; ++n) {
    const int a = 64, b = 40 + static_cast<int>(random() % 25);
    const int c = std::abs(a - b) + static_cast<int>(random() % (2 * static_cast<unsigned>(b) + 1));
    const int ma = static_cast<int>(random() % 129) - 64;
    const int mb = static_cast<int>(random() % static_cast<unsigned>(2 * b + 1)) - b;
    if (std::abs(ma + mb) > c) continue;
    const double exact = racah_3j(a, b, c, ma, mb, -ma - mb);
    worst = std::max(worst, std::abs(wigner_3j(a, b, c, ma, mb, -ma - mb) - exact));
  }
  BOOST_TEST(worst < 1e-16);
}

BOOST_AUTO_TEST_CASE(symbols_of_high_degree_are_orthogonal) {
  // sum over m1 of (2 l3 + 1) (l1 l2 l3; m1 m2 m3)(l1 l2 l3'; m1 m2 m3) = delta, m1 + m2 = -m3.
  const int l = 200;
  const Wigner3j first(l, l, 77), second(l, l, 78);
  long double diagonal = 0, other = 0;
  for (int m3 = -70; m3 <= 70; m3 += 35) {
    long double sum = 0, cross = 0;
    for (int m1 = -l; m1 <= l; ++m1) {
      sum += first(m1, -m3 - m1) * first(m1, -m3 - m1);
      cross += first(m1, -m3 - m1) * second(m1, -m3 - m1);
    }
    diagonal = std::max(diagonal, std::abs(155 * sum - 1));
    other = std::max(other, std::abs(cross));
  }
  BOOST_TEST(diagonal < 1e-16L);
  BOOST_TEST(other < 1e-17L);
}

BOOST_AUTO_TEST_CASE(exchange_of_two_columns_gives_the_sign_of_the_sum) {
  const Wigner3j abc(5, 4, 6), bac(4, 5, 6), bca(4, 6, 5);
  for (int m = -5; m <= 5; ++m)
    for (int n = -4; n <= 4; ++n) {
      BOOST_TEST(std::abs(abc(m, n) + bac(n, m)) < 1e-18L);  // 5 + 4 + 6 is odd
      if (std::abs(m + n) <= 6) BOOST_TEST(std::abs(abc(m, n) - bca(n, -m - n)) < 1e-18L);
    }
}

BOOST_AUTO_TEST_CASE(values_that_stand_in_tables_are_found) {
  BOOST_TEST(wigner_3j(1, 1, 2, 0, 0, 0) == std::sqrt(2.0 / 15),
             boost::test_tools::tolerance(1e-15));
  BOOST_TEST(wigner_3j(2, 2, 0, 1, -1, 0) == -1 / std::sqrt(5.0),
             boost::test_tools::tolerance(1e-15));
  BOOST_TEST(wigner_3j(2, 1, 3, 2, 1, -3) == 1 / std::sqrt(7.0),
             boost::test_tools::tolerance(1e-15));
  BOOST_TEST(wigner_6j(1, 1, 1, 1, 1, 1) == 1.0 / 6, boost::test_tools::tolerance(1e-15));
  BOOST_TEST(wigner_6j(2, 2, 2, 2, 2, 2) == -3.0 / 70, boost::test_tools::tolerance(1e-15));
  BOOST_TEST(wigner_3j(1, 1, 3, 0, 0, 0) == 0);
  BOOST_TEST(wigner_6j(1, 1, 3, 1, 1, 1) == 0);
  BOOST_CHECK_THROW(Wigner3j(1, -1, 1), std::invalid_argument);
  BOOST_CHECK_THROW(wigner_6j(1, 1, 1, 1, -1, 1), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(the_6j_symbol_is_the_contraction_of_four_3j_symbols) {
  // (j1 j2 j3; m1 m2 m3){j1 j2 j3; l1 l2 l3} = sum over the orders n of l (Edmonds, eq. 6.2.8).
  const int j[] = {2, 3, 4}, l[] = {3, 2, 3};
  const int m1 = 1, m2 = -2, m3 = 1;
  const Wigner3j a(j[0], l[1], l[2]), b(l[0], j[1], l[2]), c(l[0], l[1], j[2]);
  long double sum = 0;
  for (int n1 = -l[0]; n1 <= l[0]; ++n1)
    for (int n2 = -l[1]; n2 <= l[1]; ++n2)
      for (int n3 = -l[2]; n3 <= l[2]; ++n3) {
        if (m1 + n2 - n3 != 0 || -n1 + m2 + n3 != 0 || n1 - n2 + m3 != 0) continue;
        const int power = l[0] + l[1] + l[2] + n1 + n2 + n3;
        sum += (power % 2 == 0 ? 1 : -1) * a(m1, n2) * b(-n1, m2) * c(n1, -n2);
      }
  const double product =
      wigner_6j(j[0], j[1], j[2], l[0], l[1], l[2]) * wigner_3j(j[0], j[1], j[2], m1, m2, m3);
  BOOST_TEST(static_cast<double>(sum) == product, boost::test_tools::tolerance(1e-14));
}

BOOST_AUTO_TEST_CASE(symbols_6j_of_high_degree_are_orthogonal) {
  // sum over x of (2 x + 1)(2 y + 1) {a b x; c d y}{c d x; b a y'} -> delta (Edmonds, eq. 6.2.9).
  const int a = 30, b = 28, c = 31, d = 29;
  for (const int other : {12, 13}) {
    double sum = 0;
    for (int x = 0; x <= a + b; ++x)
      sum += (2 * x + 1) * 25.0 * wigner_6j(a, b, x, c, d, 12) * wigner_6j(a, b, x, c, d, other);
    BOOST_TEST(std::abs(sum - (other == 12 ? 1 : 0)) < 1e-13);
  }
}

BOOST_AUTO_TEST_SUITE_END()
