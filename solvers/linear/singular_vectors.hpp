#pragma once

#include <Eigen/Core>

namespace tessera {

/// Thin singular value decomposition without the right vectors.
struct LeftSingularVectors {
  Eigen::VectorXd values;   ///< min(rows, columns) singular values, largest first
  Eigen::MatrixXd vectors;  ///< a column for each
};

/// By divide and conquer (Eigen's BDCSVD, which takes half a minute to compile: once, here).
LeftSingularVectors left_singular_vectors(const Eigen::MatrixXd& a);

}  // namespace tessera
