#pragma once

#include <cstddef>
#include <random>
#include <span>
#include <vector>

#include <Eigen/Dense>

#include "data/fields/types.hpp"

namespace tessera::testing {

inline Eigen::MatrixXd random_matrix(Index rows, Index columns, unsigned seed) {
  std::mt19937 generator(seed);
  std::normal_distribution<double> normal;
  return Eigen::MatrixXd::NullaryExpr(rows, columns, [&] { return normal(generator); });
}

inline Eigen::VectorXd random_vector(Index size, unsigned seed) {
  return random_matrix(size, 1, seed);
}

inline Eigen::MatrixXd random_symmetric(Index size, unsigned seed) {
  const Eigen::MatrixXd a = random_matrix(size, size, seed);
  return 0.5 * (a + a.transpose());
}

/// (A_K kron ... kron A_1), entry by entry from the definition.
inline Eigen::MatrixXd dense_kronecker(const std::vector<Eigen::MatrixXd>& factors) {
  Eigen::MatrixXd result = Eigen::MatrixXd::Ones(1, 1);
  for (const Eigen::MatrixXd& a : factors) {
    Eigen::MatrixXd next(result.rows() * a.rows(), result.cols() * a.cols());
    for (Index i = 0; i < next.rows(); ++i) {
      for (Index j = 0; j < next.cols(); ++j) {
        next(i, j) =
            a(i / result.rows(), j / result.cols()) * result(i % result.rows(), j % result.cols());
      }
    }
    result = next;
  }
  return result;
}

inline std::span<const double> view(const Eigen::VectorXd& x) {
  return {x.data(), static_cast<std::size_t>(x.size())};
}

inline std::span<double> view(Eigen::VectorXd& x) {
  return {x.data(), static_cast<std::size_t>(x.size())};
}

}  // namespace tessera::testing
