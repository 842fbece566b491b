#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <Eigen/Core>

namespace tessera {

/// One axis on which observations have coordinates. An axis may have several coordinate columns:
/// a place on the sphere is one axis with the columns latitude and longitude.
struct ObservedAxis {
  std::string name;
  std::vector<std::string> columns;  ///< one per coordinate; mostly the axis name itself
  std::vector<std::string> units;    ///< one per column; empty string means dimensionless
};

/// N scattered measurements with real-valued coordinates.
struct Observations {
  std::vector<ObservedAxis> axes;
  Eigen::MatrixXd coordinates;  ///< N x K, K = sum of the axes' columns, in the axes' order
  Eigen::VectorXd values;       ///< N
  std::string value_name;
  std::string value_units;
  bool noise_learned = false;         ///< the noise is a hyperparameter; `noise` is then empty
  Eigen::VectorXd noise;              ///< standard deviations: N, or one for all, or empty
  std::vector<std::int64_t> row_ids;  ///< N; the row in the source, counted from 0
  std::string source;                 ///< file (and dataset) for messages
};

/// Throws std::invalid_argument that names the first row or array at fault: sizes that disagree,
/// values that are not finite, noise that is not positive.
void require_valid(const Observations& observations);

}  // namespace tessera
