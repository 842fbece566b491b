#include "solvers/integrators/cumulative_integral.hpp"

#include <cmath>
#include <random>
#include <stdexcept>

#include <boost/test/unit_test.hpp>

using namespace tessera;

namespace {

std::vector<double> unequal_times(std::size_t intervals, double end) {
  std::mt19937_64 random(3);
  std::uniform_real_distribution<double> uniform(0.5, 1.5);
  std::vector<double> times{0};
  for (std::size_t i = 0; i < intervals; ++i) times.push_back(times.back() + uniform(random));
  const double scale = end / times.back();
  for (double& t : times) t *= scale;
  return times;
}

/// Largest error of the integral of exp(t) cos(3 t).
double error(std::size_t intervals) {
  const auto times = unequal_times(intervals, 4);
  std::vector<double> values;
  for (const double t : times) values.push_back(std::exp(t) * std::cos(3 * t));
  const auto found = cumulative_integral(times, values);
  double largest = 0;
  for (std::size_t i = 0; i < times.size(); ++i) {
    const double t = times[i];
    const double exact = (std::exp(t) * (std::cos(3 * t) + 3 * std::sin(3 * t)) - 1) / 10;
    largest = std::max(largest, std::fabs(found[i] - exact));
  }
  return largest;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cumulative_integral_suite)

BOOST_AUTO_TEST_CASE(the_order_is_four_at_unequal_times) {
  const double order = std::log2(error(400) / error(1600)) / 2;
  BOOST_TEST(order > 3.8);
  BOOST_TEST(order < 4.5);
}

BOOST_AUTO_TEST_CASE(cubics_are_integrated_exactly_and_few_points_by_lower_degrees) {
  const std::vector<double> times{-1, 0.5, 0.7, 2, 5};
  for (std::size_t points = 1; points <= times.size(); ++points) {
    const int degree = static_cast<int>(std::min<std::size_t>(points, 4)) - 1;
    const std::span<const double> t(times.data(), points);
    std::vector<double> values;
    for (const double x : t) values.push_back(std::pow(x, degree));
    const auto found = cumulative_integral(t, values);
    for (std::size_t i = 0; i < points; ++i) {
      const double exact = (std::pow(t[i], degree + 1) - std::pow(t[0], degree + 1)) / (degree + 1);
      BOOST_TEST(std::fabs(found[i] - exact) < 1e-13);
    }
  }
}

BOOST_AUTO_TEST_CASE(times_that_do_not_increase_are_refused) {
  const std::vector<double> values{1, 2, 3};
  BOOST_CHECK_THROW(cumulative_integral(std::vector<double>{0, 1, 1}, values),
                    std::invalid_argument);
  BOOST_CHECK_THROW(cumulative_integral(std::vector<double>{0, 1}, values), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
