#include "solvers/linear/singular_vectors.hpp"

#include <Eigen/SVD>

namespace tessera {

LeftSingularVectors left_singular_vectors(const Eigen::MatrixXd& a) {
  const Eigen::BDCSVD<Eigen::MatrixXd> svd(a, Eigen::ComputeThinU);
  return {svd.singularValues(), svd.matrixU()};
}

}  // namespace tessera
