#include "solvers/filtering/place_distances.hpp"

#include <cmath>
#include <numbers>
#include <stdexcept>
#include <string>

#include "data/fields/types.hpp"

namespace tessera {
namespace {

/// Places as points in space: unchanged, or on the sphere.
Eigen::MatrixXd positions(const Eigen::MatrixXd& places, Geometry geometry) {
  if (geometry == Geometry::euclidean) return places;
  if (places.cols() != 2) {
    throw std::invalid_argument(
        "A place on the sphere has the columns latitude and longitude, not " +
        std::to_string(places.cols()) + ".");
  }
  constexpr double radians = std::numbers::pi / 180;
  Eigen::MatrixXd p(places.rows(), 3);
  for (Index i = 0; i < places.rows(); ++i) {
    if (!(std::abs(places(i, 0)) <= 90)) {
      throw std::invalid_argument("Latitude " + std::to_string(places(i, 0)) + " of place " +
                                  std::to_string(i) + " is not between -90 and 90 degrees.");
    }
    const double latitude = radians * places(i, 0), longitude = radians * places(i, 1);
    p.row(i) << std::cos(latitude) * std::cos(longitude), std::cos(latitude) * std::sin(longitude),
        std::sin(latitude);
  }
  return earth_radius_km * p;
}

}  // namespace

Eigen::MatrixXd place_distances(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b,
                                Geometry geometry) {
  if (a.cols() != b.cols()) {
    throw std::invalid_argument("Places with " + std::to_string(a.cols()) + " and with " +
                                std::to_string(b.cols()) + " coordinate columns have no distance.");
  }
  const Eigen::MatrixXd from = positions(a, geometry).transpose();
  const Eigen::MatrixXd to = positions(b, geometry).transpose();
  Eigen::MatrixXd distances(from.cols(), to.cols());
  for (Index j = 0; j < to.cols(); ++j)
    distances.col(j) = (from.colwise() - to.col(j)).colwise().norm().transpose();
  return distances;
}

}  // namespace tessera
