#include "apps/sphere/arrays.hpp"

#include <cmath>
#include <map>
#include <stdexcept>

#include <fmt/format.h>

#include "apps/common/array_file.hpp"
#include "apps/sphere/harmonic_synthesis.hpp"
#include "apps/sphere/latitude_longitude_array.hpp"
#include "data/fields/errors.hpp"
#include "data/hdf5/array_file.hpp"
#include "data/hdf5/result_file.hpp"

namespace tessera::sphere {
namespace {

class CoefficientArray final : public SphereArray {
 public:
  CoefficientArray(int degree, const Eigen::VectorXd& coefficients)
      : synthesis_(degree, coefficients) {}

  std::vector<double> values(const std::vector<double>& latitudes,
                             const std::vector<double>& longitudes) const override {
    std::map<double, std::vector<std::size_t>> by_latitude;
    for (std::size_t p = 0; p < latitudes.size(); ++p) by_latitude[latitudes[p]].push_back(p);
    std::vector<double> result(latitudes.size());
    for (const auto& [latitude, points] : by_latitude) {
      std::vector<double> at;
      for (const std::size_t p : points) at.push_back(longitudes[p]);
      const Eigen::MatrixXd v = synthesis_.at(latitude, at);
      for (std::size_t k = 0; k < points.size(); ++k)
        result[points[k]] = v(static_cast<Index>(k), 0);
    }
    return result;
  }

 private:
  HarmonicSynthesis synthesis_;
};

/// The degree of a list of (degree + 1)^2 numbers; throws std::invalid_argument otherwise.
int degree_of(std::size_t count) {
  const auto root = static_cast<std::size_t>(std::llround(std::sqrt(static_cast<double>(count))));
  if (root < 1 || root * root != count)
    throw std::invalid_argument(fmt::format(
        "a list of {} numbers is no list of coefficients, which has (l + 1)^2.", count));
  return static_cast<int>(root) - 1;
}

std::shared_ptr<const SphereArray> read_coefficients(const hdf5::NumericArray& array, int degree) {
  const int own = degree_of(array.values.size());
  const int kept = std::min(own, degree);
  Eigen::VectorXd c(static_cast<Index>(kept + 1) * (kept + 1));
  for (Index i = 0; i < c.size(); ++i) {
    c[i] = array.values[static_cast<std::size_t>(i)];
    if (!std::isfinite(c[i]))
      throw std::invalid_argument(fmt::format("coefficient {} is not finite.", i));
  }
  return coefficient_array(kept, c);
}

/// Coefficients of an earlier run, [time][harmonic], at its last time.
void keep_last_time(hdf5::NumericArray& array) {
  const auto harmonics = static_cast<std::ptrdiff_t>(array.extents[1]);
  array.values.erase(array.values.begin(), array.values.end() - harmonics);
  array.extents.erase(array.extents.begin());
}

std::shared_ptr<const SphereArray> read_array(const std::filesystem::path& file,
                                              const std::string& dataset, int degree) {
  if (std::filesystem::exists(file) && hdf5::is_hdf5(file)) {
    for (const std::string& name : hdf5::array_names(file)) {
      if (name != dataset && name != "/" + dataset) continue;
      hdf5::NumericArray array = hdf5::read_array(file, name);
      if (array.extents.size() == 2 && dataset.ends_with("_coefficients")) keep_last_time(array);
      if (array.extents.size() == 1) return read_coefficients(array, degree);
    }
  }
  Field field = read_array_file(file, dataset, {"latitude", "longitude", "lat", "lon"});
  for (Axis& axis : field.grid.axes) {
    if (axis.name == "lat") axis.name = "latitude";
    if (axis.name == "lon") axis.name = "longitude";
  }
  return std::make_shared<LatitudeLongitudeArray>(field);
}

}  // namespace

std::shared_ptr<const SphereArray> coefficient_array(int degree,
                                                     const Eigen::VectorXd& coefficients) {
  return std::make_shared<CoefficientArray>(degree, coefficients);
}

SphereArrays read_arrays(const Options& options, int degree,
                         const std::filesystem::path& deck_folder) {
  SphereArrays arrays;
  for (const auto& [name, array] : options.arrays) {
    std::filesystem::path file = array.file.value;
    if (file.is_relative()) file = deck_folder / file;
    const std::string path = "Arrays > " + name;
    try {
      arrays[name] = read_array(file, array.dataset.value, degree);
    } catch (const DataError& error) {
      throw DataError(deck_message(array.file.where, path, error.what()));
    } catch (const std::invalid_argument& error) {
      throw DataError(deck_message(array.file.where, path, file.string() + ": " + error.what()));
    }
  }
  return arrays;
}

}  // namespace tessera::sphere
