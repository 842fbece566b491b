#include "models/equivariant/gaunt.hpp"

#include <cmath>
#include <stdexcept>

#include <boost/test/unit_test.hpp>

#include "models/equivariant/spherical_harmonics.hpp"
#include "models/equivariant/wigner_3j.hpp"

using namespace tessera;

BOOST_AUTO_TEST_SUITE(gaunt_coefficients)

BOOST_AUTO_TEST_CASE(all_coefficients_to_degree_seven_are_the_coupling_tensors_times_their_factor) {
  const GauntCoefficients gaunt(7);
  double worst = 0;
  Index entries = 0;
  for (int a = 0; a <= 7; ++a)
    for (int b = 0; b <= 7; ++b)
      for (int c = 0; c <= 7; ++c) {
        const CouplingTensor tensor(a, b, c);
        const auto factor = static_cast<double>(gaunt_factor(a, b, c));
        for (int m = -a; m <= a; ++m)
          for (int n = -b; n <= b; ++n)
            for (int k = -c; k <= c; ++k) {
              const double value = gaunt(a, m, b, n, c, k);
              worst =
                  std::max(worst, std::abs(value - factor * static_cast<double>(tensor(m, n, k))));
              entries += value != 0 ? 1 : 0;
            }
      }
  BOOST_TEST(worst < 1e-15);
  BOOST_TEST(entries > 9 * gaunt.stored());
}

BOOST_AUTO_TEST_CASE(numbers_of_coefficients_are_those_that_are_known) {
  // Non-zero coefficients of two functions of degree L and their whole product.
  for (const auto& [degree, expected] : {std::pair{1, 21}, {2, 162}, {3, 708}, {4, 2229}}) {
    const GauntCoefficients gaunt(2 * degree);
    int found = 0;
    for (int a = 0; a <= degree; ++a)
      for (int b = 0; b <= degree; ++b)
        for (int c = 0; c <= 2 * degree; ++c)
          for (int m = -a; m <= a; ++m)
            for (int n = -b; n <= b; ++n)
              for (int k = -c; k <= c; ++k)
                found += std::abs(gaunt(a, m, b, n, c, k)) > 1e-14 ? 1 : 0;
    BOOST_TEST(found == expected);
  }
}

BOOST_AUTO_TEST_CASE(the_product_of_two_harmonics_is_their_expansion_at_any_direction) {
  const GauntCoefficients gaunt(24);
  const SphericalHarmonics harmonics(24);
  const double direction[] = {0.36, 0.48, -0.8};
  std::vector<double> y(static_cast<std::size_t>(harmonics.count()));
  harmonics.evaluate(1, direction, y.data());
  double worst = 0;
  for (const auto& [a, m, b, n] : {std::array{12, 5, 12, -7}, {12, -12, 11, -3}, {9, 0, 10, 4}}) {
    double sum = 0;
    for (int c = 0; c <= 24; ++c)
      for (int k = -c; k <= c; ++k)
        sum += gaunt(a, m, b, n, c, k) * y[static_cast<std::size_t>(c * c + c + k)];
    const double product =
        y[static_cast<std::size_t>(a * a + a + m)] * y[static_cast<std::size_t>(b * b + b + n)];
    worst = std::max(worst, std::abs(sum - product));
  }
  BOOST_TEST(worst < 1e-14);
}

BOOST_AUTO_TEST_CASE(harmonics_that_are_not_there_are_refused) {
  BOOST_CHECK_THROW(GauntCoefficients(-1), std::invalid_argument);
  const GauntCoefficients gaunt(2);
  BOOST_CHECK_THROW(gaunt(3, 0, 1, 0, 2, 0), std::out_of_range);
  BOOST_CHECK_THROW(gaunt(1, 2, 1, 0, 2, 0), std::out_of_range);
}

BOOST_AUTO_TEST_SUITE_END()
