#pragma once

#include <cstdlib>
#include <filesystem>
#include <map>
#include <numeric>
#include <string>
#include <vector>

#include "data/hdf5/row_file.hpp"
#include "solvers/tucker/axis_model.hpp"
#include "solvers/tucker/data_terms.hpp"

/// Fold 0 of the PM2.5 data as the published experiments take it.
namespace beijing {

using tessera::Index;

/// In the folder that TESSERA_DATA names, else in the one beside the project.
inline std::filesystem::path file(const std::filesystem::path& project) {
  const char* folder = std::getenv("TESSERA_DATA");
  return (folder != nullptr ? std::filesystem::path(folder) : project / "../shared/data") /
         "beijing_pm25.h5";
}

struct Fold {
  std::vector<std::vector<double>> coordinates;  ///< per mode, all of the file, scaled to [0, 10]
  tessera::tucker::Entries train, test;          ///< z-scores
};

inline Fold fold(const std::filesystem::path& data, const std::string& name) {
  const tessera::hdf5::RowFile rows(data);
  Fold result;
  const Eigen::VectorXd values =
      (rows.read(rows.value()).values.array() - rows.value_offset()) / rows.value_scale();
  Eigen::MatrixXi index(values.size(), static_cast<Index>(rows.axes().size()));
  for (Index k = 0; k < index.cols(); ++k) {
    const Eigen::VectorXd raw = rows.read(rows.axes()[k]).values;
    std::map<double, int> places;
    for (const double x : raw) places.emplace(x, 0);
    const double lowest = places.begin()->first, highest = places.rbegin()->first;
    std::vector<double> scaled;
    for (auto& [x, place] : places) {
      place = static_cast<int>(scaled.size());
      scaled.push_back(10 * (x - lowest) / (highest - lowest));
    }
    for (Index n = 0; n < raw.size(); ++n) index(n, k) = places.at(raw[n]);
    result.coordinates.push_back(std::move(scaled));
  }
  for (const auto& group : rows.groups())
    if (group.name == name) {
      result.train = {index(group.train, Eigen::all), values(group.train)};
      result.test = {index(group.test, Eigen::all), values(group.test)};
    }
  return result;
}

/// Unit-variance functions on each axis.
inline std::vector<std::unique_ptr<tessera::FactorSmoother>> smoothers(const Fold& fold, Index rank,
                                                                       const std::string& kernel,
                                                                       double length) {
  std::vector<std::unique_ptr<tessera::FactorSmoother>> result;
  for (const auto& coordinates : fold.coordinates) {
    tessera::tucker::AxisModel axis;
    axis.coordinates = Eigen::Map<const Eigen::VectorXd>(coordinates.data(),
                                                         static_cast<Index>(coordinates.size()));
    axis.kernel = kernel;
    result.push_back(tessera::tucker::make_smoother(axis, std::vector<double>(rank, length)));
  }
  return result;
}

}  // namespace beijing
