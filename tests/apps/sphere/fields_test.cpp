#include <cmath>
#include <numbers>
#include <random>
#include <stdexcept>

#include <boost/test/unit_test.hpp>

#include "apps/sphere/harmonic_synthesis.hpp"
#include "apps/sphere/latitude_longitude_array.hpp"
#include "models/equivariant/spherical_harmonics.hpp"

namespace tessera::sphere {
namespace {

constexpr double degrees = std::numbers::pi / 180;

/// x y + z^3 on the unit sphere.
double smooth(double latitude, double longitude) {
  const double x = std::cos(latitude) * std::cos(longitude);
  const double y = std::cos(latitude) * std::sin(longitude);
  const double z = std::sin(latitude);
  return x * y + z * z * z;
}

/// Latitudes from pole to pole, longitudes from `first` on.
Field sampled(Index latitudes, Index longitudes, double first, bool latitude_fastest) {
  Axis latitude = uniform_axis("latitude", -90, 90, static_cast<std::size_t>(latitudes));
  Axis longitude{"longitude", "", {}, AxisKind::periodic, ""};
  for (Index j = 0; j < longitudes; ++j)
    longitude.coordinates.push_back(first + 360.0 * static_cast<double>(j) /
                                                static_cast<double>(longitudes));
  Field field{"f", "", "", {{longitude, latitude}}, {}};
  if (latitude_fastest) field.grid.axes = {latitude, longitude};
  const auto& outer = field.grid.axes[1].coordinates;
  const auto& inner = field.grid.axes[0].coordinates;
  for (const double a : outer)
    for (const double b : inner)
      field.values.push_back(latitude_fastest ? smooth(b * degrees, a * degrees)
                                              : smooth(a * degrees, b * degrees));
  return field;
}

double interpolation_error(const Field& field) {
  const LatitudeLongitudeArray array(field);
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> uniform(-1, 1);
  std::vector<double> latitudes{std::numbers::pi / 2, -std::numbers::pi / 2, 1.56, -1.56};
  std::vector<double> longitudes{0.3, -2.0, 3.14, -3.14};
  for (int k = 0; k < 500; ++k) {
    latitudes.push_back(std::asin(uniform(random)));
    longitudes.push_back(std::numbers::pi * uniform(random));
  }
  const std::vector<double> values = array.values(latitudes, longitudes);
  double error = 0;
  for (std::size_t k = 0; k < values.size(); ++k)
    error = std::max(error, std::abs(values[k] - smooth(latitudes[k], longitudes[k])));
  return error;
}

BOOST_AUTO_TEST_SUITE(fields_of_sphere)

BOOST_AUTO_TEST_CASE(synthesis_gives_the_values_of_spherical_harmonics) {
  constexpr int degree = 12;
  const SphericalHarmonics harmonics(degree);
  const Eigen::MatrixXd c = Eigen::MatrixXd::Random(harmonics.count(), 3);
  const std::vector<double> latitudes{-std::numbers::pi / 2, -0.4, 1.1};
  const std::vector<double> longitudes{0, 1, -2.5, 4};
  const Eigen::MatrixXd values = HarmonicSynthesis(degree, c).on_grid(latitudes, longitudes);
  std::vector<double> y(static_cast<std::size_t>(harmonics.count()));
  double error = 0;
  for (std::size_t i = 0; i < latitudes.size(); ++i)
    for (std::size_t j = 0; j < longitudes.size(); ++j) {
      const double xyz[3] = {std::cos(latitudes[i]) * std::cos(longitudes[j]),
                             std::cos(latitudes[i]) * std::sin(longitudes[j]),
                             std::sin(latitudes[i])};
      harmonics.evaluate(1, xyz, y.data());
      const Eigen::RowVectorXd expected =
          Eigen::Map<const Eigen::RowVectorXd>(y.data(), harmonics.count()) * c;
      const auto row = static_cast<Index>(i * longitudes.size() + j);
      error = std::max(error, (values.row(row) - expected).cwiseAbs().maxCoeff());
    }
  BOOST_TEST(error < 1e-12);
}

BOOST_AUTO_TEST_CASE(arrays_are_interpolated_with_order_four_around_the_sphere_and_over_poles) {
  for (const bool latitude_fastest : {false, true})
    for (const double first : {0.0, -180.0}) {
      const double coarse = interpolation_error(sampled(31, 60, first, latitude_fastest));
      const double fine = interpolation_error(sampled(61, 120, first, latitude_fastest));
      BOOST_TEST(coarse < 1e-3);
      BOOST_TEST(coarse / fine > 12);
    }
}

BOOST_AUTO_TEST_CASE(arrays_that_leave_a_part_of_the_sphere_open_are_refused) {
  const auto without = [](std::size_t axis, std::size_t kept) {
    Field field = sampled(31, 60, 0, axis == 0);
    // The slower axis is cut.
    field.grid.axes[1].coordinates.resize(kept);
    field.values.resize(field.grid.axes[0].coordinates.size() * kept);
    return field;
  };
  BOOST_CHECK_THROW(LatitudeLongitudeArray{without(0, 50)}, std::invalid_argument);
  BOOST_CHECK_THROW(LatitudeLongitudeArray{without(1, 28)}, std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tessera::sphere
