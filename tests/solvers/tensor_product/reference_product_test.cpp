#include "solvers/tensor_product/reference_product.hpp"

#include <array>
#include <cmath>
#include <random>

#include <boost/test/unit_test.hpp>

#include "models/equivariant/gaunt.hpp"
#include "models/equivariant/spherical_harmonics.hpp"
#include "models/equivariant/wigner_3j.hpp"

namespace tessera {
namespace {

using Vector = std::vector<long double>;

Vector random_vector(Index size, unsigned seed) {
  std::mt19937 generator(seed);
  std::normal_distribution<double> normal;
  Vector values(static_cast<std::size_t>(size));
  for (long double& value : values) value = normal(generator);
  return values;
}

/// Values of a vector field at a point, along y, z, x, by the definition of vector harmonics.
std::array<long double, 3> field_at(int degree, const Vector& field, const double* xyz) {
  const SphericalHarmonics harmonics(degree);
  std::vector<double> y(static_cast<std::size_t>(harmonics.count()));
  harmonics.evaluate(1, xyz, y.data());
  std::array<long double, 3> value{};
  std::size_t at = 0;
  for (int l = 0; l <= degree; ++l)
    for (int j = std::abs(l - 1); j <= l + 1; ++j) {
      const CouplingTensor tensor(l, 1, j);
      for (int m = -j; m <= j; ++m, ++at)
        for (int n = -l; n <= l; ++n)
          for (int a = -1; a <= 1; ++a)
            value[static_cast<std::size_t>(a + 1)] +=
                field[at] * std::sqrt(2 * j + 1.0L) * tensor(n, a, m) *
                static_cast<long double>(y[static_cast<std::size_t>(l * l + l + n)]);
    }
  return value;
}

BOOST_AUTO_TEST_SUITE(reference_product_of_harmonics)

BOOST_AUTO_TEST_CASE(gaunt_is_the_sum_over_integrals_of_three_harmonics) {
  constexpr int first = 2, second = 3, out = 4;
  const GauntCoefficients gaunt(out);
  const std::array<int, 2> degrees{first, second};
  const std::array<Vector, 2> functions{random_vector(9, 1), random_vector(16, 2)};
  const Vector found = reference_gaunt_product(degrees, out, functions);
  for (int l3 = 0; l3 <= out; ++l3)
    for (int m3 = -l3; m3 <= l3; ++m3) {
      long double expected = 0;
      for (int l1 = 0; l1 <= first; ++l1)
        for (int m1 = -l1; m1 <= l1; ++m1)
          for (int l2 = 0; l2 <= second; ++l2)
            for (int m2 = -l2; m2 <= l2; ++m2)
              expected += static_cast<long double>(gaunt(l1, m1, l2, m2, l3, m3)) *
                          functions[0][static_cast<std::size_t>(l1 * l1 + l1 + m1)] *
                          functions[1][static_cast<std::size_t>(l2 * l2 + l2 + m2)];
      const long double value = found[static_cast<std::size_t>(l3 * l3 + l3 + m3)];
      BOOST_TEST(std::abs(value - expected) < 1e-14L);
    }
}

BOOST_AUTO_TEST_CASE(three_factors_are_two_products_one_after_the_other) {
  const std::array<int, 3> degrees{1, 2, 2};
  const std::array<Vector, 3> f{random_vector(4, 1), random_vector(9, 2), random_vector(9, 3)};
  const Vector together = reference_gaunt_product(degrees, 3, f);
  const std::array<Vector, 2> two{reference_gaunt_product({degrees.data(), 2}, 3, {f.data(), 2}),
                                  f[2]};
  const Vector in_turn = reference_gaunt_product(std::array{3, 2}, 3, two);
  for (std::size_t i = 0; i < together.size(); ++i)
    BOOST_TEST(std::abs(together[i] - in_turn[i]) < 1e-17L);
}

BOOST_AUTO_TEST_CASE(a_vector_product_is_the_product_at_every_point) {
  TensorProductOptions o;
  o.coupling = Coupling::vector;
  o.factors = {spherical_function_irreps(2), vector_field_irreps(1)};
  o.out = vector_field_irreps(3);
  const std::array<Vector, 2> factors{random_vector(9, 1), random_vector(12, 2)};
  const Vector product = reference_product(o, {}, factors);
  const SphericalHarmonics harmonics(2);
  for (const std::array<double, 3>& point :
       {std::array{0.6, 0.0, 0.8}, std::array{0.0, 0.0, -1.0}, std::array{0.48, -0.64, 0.6}}) {
    std::array<double, 9> y{};
    harmonics.evaluate(1, point.data(), y.data());
    long double scalar = 0;
    for (std::size_t i = 0; i < 9; ++i) scalar += factors[0][i] * static_cast<long double>(y[i]);
    const auto field = field_at(1, factors[1], point.data());
    const auto found = field_at(3, product, point.data());
    for (std::size_t a = 0; a < 3; ++a) BOOST_TEST(std::abs(found[a] - scalar * field[a]) < 1e-14L);
  }
}

BOOST_AUTO_TEST_CASE(arrays_of_a_wrong_length_are_refused) {
  TensorProductOptions o;
  o.factors = {spherical_function_irreps(1), spherical_function_irreps(1)};
  o.out = spherical_function_irreps(2);
  const std::array<Vector, 2> factors{Vector(4), Vector(5)};
  BOOST_CHECK_THROW(reference_product(o, {}, factors), std::invalid_argument);
  const std::array<Vector, 2> right{Vector(4), Vector(4)};
  BOOST_CHECK_THROW(reference_product(o, {}, right, Vector(3)), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tessera
