#include "solvers/spectral/sphere_grid.hpp"

#include <cmath>
#include <numbers>
#include <stdexcept>

#include <boost/test/unit_test.hpp>

using namespace tessera;

BOOST_AUTO_TEST_SUITE(sphere_grid)

BOOST_AUTO_TEST_CASE(latitudes_go_from_north_to_south_and_weights_sum_to_the_area) {
  for (const Index latitudes : {1, 2, 7, 64, 129}) {
    const SphereGrid grid(latitudes, 10);
    double area = 0;
    for (Index i = 0; i < latitudes; ++i) {
      const auto k = static_cast<std::size_t>(i);
      area += 10 * grid.weights()[k];
      BOOST_TEST(std::fabs(std::cos(grid.colatitudes()[k]) - grid.cosines()[k]) < 1e-15);
      BOOST_TEST(std::fabs(std::sin(grid.colatitudes()[k]) - grid.sines()[k]) < 1e-15);
      if (i > 0) BOOST_TEST(grid.cosines()[k] < grid.cosines()[k - 1]);
      // Mirror images to the last bit.
      BOOST_TEST(grid.cosines()[k] == -grid.cosines()[static_cast<std::size_t>(latitudes - 1 - i)]);
    }
    BOOST_TEST(std::fabs(area - 4 * std::numbers::pi) < 1e-13);
    BOOST_TEST(grid.points() == 10 * latitudes);
  }
}

BOOST_AUTO_TEST_CASE(grids_for_products_are_exact_and_of_good_length) {
  for (const int degree : {0, 1, 10, 21, 63, 85, 127, 255, 341, 1023})
    for (const int factors : {1, 2, 3}) {
      const SphereGrid grid = SphereGrid::for_products(degree, factors);
      BOOST_TEST(2 * grid.latitudes() - 1 >= (factors + 1) * degree);
      BOOST_TEST(grid.longitudes() > (factors + 1) * degree);
      BOOST_TEST(static_cast<double>(grid.longitudes()) <= 1.2 * (factors + 1) * degree + 8);
      Index rest = grid.longitudes();
      for (const Index prime : {2, 3, 5})
        while (rest % prime == 0) rest /= prime;
      BOOST_TEST(rest == 1);
    }
  BOOST_TEST(SphereGrid::for_products(63, 2).latitudes() == 96);
  BOOST_TEST(SphereGrid::for_products(63, 2).longitudes() == 192);
}

BOOST_AUTO_TEST_CASE(grids_without_points_are_refused) {
  BOOST_CHECK_THROW(SphereGrid(0, 4), std::invalid_argument);
  BOOST_CHECK_THROW(SphereGrid(4, 0), std::invalid_argument);
  BOOST_CHECK_THROW(SphereGrid::for_products(-1, 2), std::invalid_argument);
  BOOST_CHECK_THROW(SphereGrid::for_products(4, 0), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
