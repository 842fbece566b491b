#include "solvers/spectral/spherical_transform.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <stdexcept>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "models/equivariant/spherical_harmonics.hpp"
#include "tests/solvers/spectral/random_coefficients.hpp"

using namespace tessera;
using namespace tessera::testing;

namespace {

struct GridCase {
  int degree;
  Index latitudes, longitudes;
};

/// The least that is allowed, odd and even, with the equator and without, and more than enough.
const std::vector<GridCase> cases = {{0, 1, 1},    {0, 2, 3},    {1, 2, 3},    {2, 3, 5},
                                     {3, 5, 8},    {7, 8, 15},   {8, 9, 17},   {10, 16, 21},
                                     {12, 17, 30}, {21, 33, 64}, {33, 34, 67}, {40, 50, 81}};

std::vector<double> at_points(const SphericalTransform& transform, const std::vector<double>& c) {
  const SphereGrid& grid = transform.grid();
  const SphericalHarmonics harmonics(transform.degree());
  std::vector<double> y(static_cast<std::size_t>(transform.count())), result;
  for (std::size_t i = 0; i < grid.cosines().size(); ++i)
    for (Index j = 0; j < grid.longitudes(); ++j) {
      const double phi =
          2 * std::numbers::pi * static_cast<double>(j) / static_cast<double>(grid.longitudes());
      const std::array<double, 3> r{grid.sines()[i] * std::cos(phi),
                                    grid.sines()[i] * std::sin(phi), grid.cosines()[i]};
      harmonics.evaluate(1, r.data(), y.data());
      double sum = 0;
      for (std::size_t k = 0; k < y.size(); ++k) sum += c[k] * y[k];
      result.push_back(sum);
    }
  return result;
}

std::vector<double> synthesis(const SphericalTransform& transform, const std::vector<double>& c) {
  const Index fields = static_cast<Index>(c.size()) / transform.count();
  std::vector<double> values(static_cast<std::size_t>(fields * transform.grid().points()));
  transform.synthesis(c, values);
  return values;
}

std::vector<double> analysis(const SphericalTransform& transform, const std::vector<double>& v) {
  const Index fields = static_cast<Index>(v.size()) / transform.grid().points();
  std::vector<double> c(static_cast<std::size_t>(fields * transform.count()));
  transform.analysis(v, c);
  return c;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(spherical_transform)

BOOST_AUTO_TEST_CASE(low_degrees_follow_their_closed_forms) {
  const SphericalTransform transform(2, SphereGrid(4, 6));
  const double pi = std::numbers::pi;
  for (int lm = 0; lm < 9; ++lm) {
    std::vector<double> c(9, 0);
    c[static_cast<std::size_t>(lm)] = 1;
    const std::vector<double> values = synthesis(transform, c);
    for (std::size_t i = 0; i < 4; ++i)
      for (std::size_t j = 0; j < 6; ++j) {
        const double s = transform.grid().sines()[i], z = transform.grid().cosines()[i];
        const double x = s * std::cos(pi * static_cast<double>(j) / 3);
        const double y = s * std::sin(pi * static_cast<double>(j) / 3);
        const double first = std::sqrt(3 / (4 * pi)), second = std::sqrt(15 / (4 * pi));
        const std::array<double, 9> expected{std::sqrt(1 / (4 * pi)),
                                             first * y,
                                             first * z,
                                             first * x,
                                             second * x * y,
                                             second * y * z,
                                             std::sqrt(5 / (16 * pi)) * (3 * z * z - 1),
                                             second * x * z,
                                             second * (x * x - y * y) / 2};
        BOOST_TEST(std::fabs(values[6 * i + j] - expected[static_cast<std::size_t>(lm)]) < 1e-15);
      }
  }
}

BOOST_AUTO_TEST_CASE(synthesis_is_the_sum_of_harmonics_at_every_point) {
  for (const GridCase& g : cases) {
    const SphericalTransform transform(g.degree, SphereGrid(g.latitudes, g.longitudes));
    const std::vector<double> c = normal_numbers(transform.count(), 3);
    // Near the poles z = cos theta, from which the harmonics are evaluated, has lost digits.
    BOOST_TEST(difference(synthesis(transform, c), at_points(transform, c)).largest <
               3e-14 + 1e-15 * g.degree * g.degree);
  }
}

BOOST_AUTO_TEST_CASE(analysis_returns_the_coefficients_on_every_grid_and_number_of_fields) {
  for (const GridCase& g : cases) {
    const SphericalTransform transform(g.degree, SphereGrid(g.latitudes, g.longitudes));
    for (const Index fields : {1, 2, 3, 8, 11}) {
      const std::vector<double> c = normal_numbers(fields * transform.count(), 5);
      BOOST_TEST(difference(analysis(transform, synthesis(transform, c)), c).largest < 3e-14);
    }
  }
}

BOOST_AUTO_TEST_CASE(random_coefficients_of_degree_511_and_1023_come_back) {
  for (const int degree : {511, 1023}) {
    const SphericalTransform transform(degree, SphereGrid::for_products(degree, 1));
    const std::vector<double> c = normal_numbers(transform.count(), 7);
    const Difference d = difference(analysis(transform, synthesis(transform, c)), c);
    BOOST_TEST_MESSAGE("degree " << degree << ": largest " << d.largest << ", root mean square "
                                 << d.root_mean_square);
    BOOST_TEST(d.largest <= 1e-11);
    BOOST_TEST(d.root_mean_square <= 1e-12);
  }
}

BOOST_AUTO_TEST_CASE(high_orders_near_the_poles_agree_with_functions_in_extended_precision) {
  // Orders whose functions pass from below the smallest double to order 1 on the way up.
  const int degree = 600;
  const SphericalTransform transform(degree, SphereGrid::for_products(degree, 1));
  const SphereGrid& grid = transform.grid();
  for (const int m : {1, 37, 150, 400, 599}) {
    std::vector<double> c(static_cast<std::size_t>(transform.count()), 0);
    const std::vector<double> random = normal_numbers(degree + 1, 11);
    for (int l = m; l <= degree; ++l)
      c[static_cast<std::size_t>(l) * (l + 1) + m] = random[static_cast<std::size_t>(l)];
    const std::vector<double> values = synthesis(transform, c);
    std::vector<long double> theta(static_cast<std::size_t>(degree - m) + 1);
    for (std::size_t i = 0; i < grid.cosines().size(); i += 3) {
      associated_legendre<long double>(degree, m, grid.cosines()[i], theta.data());
      long double sum = 0;
      for (int l = m; l <= degree; ++l)
        sum += random[static_cast<std::size_t>(l)] * theta[static_cast<std::size_t>(l - m)];
      const double expected = static_cast<double>(sum) * std::numbers::sqrt2;
      BOOST_TEST(std::fabs(values[i * static_cast<std::size_t>(grid.longitudes())] - expected) <
                 1e-10);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_square_integral_is_the_sum_of_squared_coefficients) {
  const SphericalTransform transform(30, SphereGrid::for_products(30, 1));
  const std::vector<double> c = normal_numbers(transform.count(), 9);
  const std::vector<double> values = synthesis(transform, c);
  double integral = 0, sum = 0;
  for (std::size_t i = 0; i < values.size(); ++i)
    integral +=
        transform.grid().weights()[i / static_cast<std::size_t>(transform.grid().longitudes())] *
        values[i] * values[i];
  for (const double x : c) sum += x * x;
  BOOST_TEST(std::fabs(integral / sum - 1) < 1e-14);
}

BOOST_AUTO_TEST_CASE(analysis_is_the_adjoint_in_the_weighted_inner_product) {
  const SphericalTransform transform(20, SphereGrid(25, 48));
  const std::vector<double> c = normal_numbers(transform.count(), 1);
  const std::vector<double> g = normal_numbers(transform.grid().points(), 2);
  const std::vector<double> f = synthesis(transform, c), d = analysis(transform, g);
  double left = 0, right = 0;
  for (std::size_t i = 0; i < g.size(); ++i)
    left += transform.grid().weights()[i / 48] * f[i] * g[i];
  for (std::size_t i = 0; i < c.size(); ++i) right += c[i] * d[i];
  BOOST_TEST(std::fabs(left - right) < 1e-12);
}

BOOST_AUTO_TEST_CASE(the_product_of_two_fields_has_no_aliasing_error_on_its_grid) {
  const int degree = 14;
  const SphericalTransform least(degree, SphereGrid::for_products(degree, 2));
  const SphericalTransform ample(degree, SphereGrid(80, 150));
  const std::vector<double> a = normal_numbers(least.count(), 1),
                            b = normal_numbers(least.count(), 2);
  const auto product = [&](const SphericalTransform& transform) {
    std::vector<double> x = synthesis(transform, a);
    const std::vector<double> y = synthesis(transform, b);
    for (std::size_t i = 0; i < x.size(); ++i) x[i] *= y[i];
    return analysis(transform, x);
  };
  BOOST_TEST(difference(product(least), product(ample)).largest < 1e-12);
}

BOOST_AUTO_TEST_CASE(threads_and_company_of_other_fields_do_not_change_a_bit) {
  const int degree = 70;
  const SphereGrid grid = SphereGrid::for_products(degree, 2);
  const SphericalTransform one(degree, grid), three(degree, grid, {.threads = 3});
  const std::vector<double> c = normal_numbers(11 * one.count(), 4);
  const std::vector<double> values = synthesis(one, c);
  BOOST_TEST((values == synthesis(three, c)));
  const std::vector<double> back = analysis(one, values);
  BOOST_TEST((back == analysis(three, values)));
  const std::vector<double> last(c.end() - one.count(), c.end());
  const std::vector<double> alone = synthesis(one, last);
  BOOST_TEST(std::equal(alone.begin(), alone.end(), values.end() - grid.points()));
  const std::vector<double> alone_back = analysis(one, alone);
  BOOST_TEST(std::equal(alone_back.begin(), alone_back.end(), back.end() - one.count()));
}

BOOST_AUTO_TEST_CASE(instruction_sets_agree_within_rounding) {
  const int degree = 90;
  const SphereGrid grid = SphereGrid::for_products(degree, 1);
  const SphericalTransform generic(degree, grid, {.instruction_set = InstructionSet::generic});
  const std::vector<double> c = normal_numbers(3 * generic.count(), 4);
  const std::vector<double> values = synthesis(generic, c), back = analysis(generic, values);
  BOOST_TEST(difference(back, c).largest < 1e-13);
  for (const InstructionSet level : {InstructionSet::x86_64_v3, InstructionSet::x86_64_v4}) {
    try {
      resolve_instruction_set(level);
    } catch (const std::invalid_argument&) {
      BOOST_TEST_MESSAGE("not on this machine: " << name(level));
      continue;
    }
    const SphericalTransform transform(degree, grid, {.instruction_set = level});
    BOOST_TEST((transform.instruction_set() == level));
    BOOST_TEST(difference(synthesis(transform, c), values).largest < 1e-12 * largest(values));
    BOOST_TEST(difference(analysis(transform, values), back).largest < 1e-13);
  }
}

BOOST_AUTO_TEST_CASE(not_a_number_stays_in_its_field) {
  const SphericalTransform transform(12, SphereGrid::for_products(12, 1));
  std::vector<double> c = normal_numbers(2 * transform.count(), 4);
  c[40] = std::numeric_limits<double>::quiet_NaN();
  const std::vector<double> values = synthesis(transform, c);
  const auto is_nan = [](double x) { return std::isnan(x); };
  const auto middle = values.begin() + transform.grid().points();
  BOOST_TEST(std::all_of(values.begin(), middle, is_nan));
  BOOST_TEST(std::none_of(middle, values.end(), is_nan));
}

BOOST_AUTO_TEST_CASE(wrong_sizes_and_coarse_grids_are_refused) {
  BOOST_CHECK_THROW(SphericalTransform(-1, SphereGrid(4, 8)), std::invalid_argument);
  BOOST_CHECK_THROW(SphericalTransform(4, SphereGrid(4, 9)), std::invalid_argument);
  BOOST_CHECK_THROW(SphericalTransform(4, SphereGrid(5, 8)), std::invalid_argument);
  BOOST_CHECK_THROW(SphericalTransform(4, SphereGrid(5, 9), {.threads = 0}), std::invalid_argument);
  const SphericalTransform transform(4, SphereGrid(5, 9));
  std::vector<double> c(25), two(50), values(45), wrong(46);
  BOOST_CHECK_THROW(transform.synthesis(c, wrong), std::invalid_argument);
  BOOST_CHECK_THROW(transform.synthesis(two, values), std::invalid_argument);
  BOOST_CHECK_THROW(transform.analysis(wrong, c), std::invalid_argument);
  BOOST_CHECK_THROW(transform.analysis(values, two), std::invalid_argument);
  BOOST_CHECK_THROW(transform.synthesis_vector(c, two, values, values), std::invalid_argument);
  BOOST_CHECK_THROW(transform.synthesis_vector(c, c, values, wrong), std::invalid_argument);
  BOOST_CHECK_THROW(transform.analysis_vector(values, values, c, two), std::invalid_argument);
  std::vector<double> none;
  transform.synthesis(none, none);
  transform.analysis_vector(none, none, none, none);
}

BOOST_AUTO_TEST_SUITE_END()
