#include "solvers/sphere_gp/sphere_data.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <stdexcept>

#include "models/equivariant/spherical_harmonics.hpp"

namespace tessera::sphere_gp {
namespace {

constexpr double degree = 3.14159265358979323846 / 180;
/// Directions closer than this are one place (0.06 mm on the Earth).
constexpr double same = 1e-11;

}  // namespace

Eigen::MatrixXd directions(const Eigen::VectorXd& latitudes, const Eigen::VectorXd& longitudes) {
  Eigen::MatrixXd d(latitudes.size(), 3);
  for (Index i = 0; i < latitudes.size(); ++i) {
    const double latitude = latitudes(i);
    if (!(std::abs(latitude) <= 90) || !std::isfinite(longitudes(i)))
      throw std::invalid_argument("A latitude lies between -90 and 90 degrees.");
    const double east = std::remainder(longitudes(i), 360) * degree;
    const double c = std::abs(latitude) == 90 ? 0 : std::cos(latitude * degree);
    d.row(i) << c * std::cos(east), c * std::sin(east), std::sin(latitude * degree);
  }
  return d;
}

Eigen::MatrixXd harmonics_at(int highest, const Eigen::MatrixXd& directions) {
  if (highest < 0) return Eigen::MatrixXd(directions.rows(), 0);
  const SphericalHarmonics harmonics(highest);
  const Eigen::MatrixXd xyz = directions.transpose();
  Eigen::MatrixXd values(harmonics.count(), directions.rows());
  harmonics.evaluate(directions.rows(), xyz.data(), values.data());
  return values.transpose();
}

Index same_place(const Eigen::MatrixXd& places, const Eigen::RowVector3d& direction) {
  Index nearest = -1;
  double distance = same * same;
  for (Index i = 0; i < places.rows(); ++i) {
    const double d = (places.row(i) - direction).squaredNorm();
    if (d <= distance) {
      distance = d;
      nearest = i;
    }
  }
  return nearest;
}

SphereData::SphereData(const Eigen::VectorXd& latitudes, const Eigen::VectorXd& longitudes,
                       const Eigen::VectorXd& row_times, const Eigen::VectorXd& row_values)
    : values(row_values) {
  const Index n = values.size();
  if (latitudes.size() != n || longitudes.size() != n ||
      (row_times.size() != 0 && row_times.size() != n))
    throw std::invalid_argument("Coordinates and values differ in number.");
  if (n == 0) throw std::invalid_argument("There are no observations.");
  if (!values.allFinite() || !row_times.allFinite())
    throw std::invalid_argument("Times and values of observations must be finite.");
  const Eigen::MatrixXd d = directions(latitudes, longitudes);
  std::map<std::array<double, 3>, Index> number;
  std::vector<Eigen::RowVector3d> distinct;
  for (Index i = 0; i < n; ++i) {
    const auto [at, is_new] =
        number.try_emplace({d(i, 0), d(i, 1), d(i, 2)}, static_cast<Index>(distinct.size()));
    if (is_new) distinct.push_back(d.row(i));
    place_of.push_back(at->second);
  }
  places.resize(static_cast<Index>(distinct.size()), 3);
  for (std::size_t i = 0; i < distinct.size(); ++i) places.row(static_cast<Index>(i)) = distinct[i];
  times.assign(1, 0.0);
  if (row_times.size() != 0) times.assign(row_times.data(), row_times.data() + n);
  std::sort(times.begin(), times.end());
  times.erase(std::unique(times.begin(), times.end()), times.end());
  rows_at.resize(times.size());
  for (Index i = 0; i < n; ++i) {
    const double t = row_times.size() == 0 ? 0 : row_times(i);
    rows_at[static_cast<std::size_t>(std::lower_bound(times.begin(), times.end(), t) -
                                     times.begin())]
        .push_back(i);
  }
}

}  // namespace tessera::sphere_gp
