#include <cmath>

#include <Eigen/Eigenvalues>
#include <boost/test/unit_test.hpp>

#include "solvers/linear/tridiagonal_eigen.hpp"

using namespace tessera;
using Eigen::MatrixXd;
using Eigen::VectorXd;

BOOST_AUTO_TEST_SUITE(tridiagonal)

template <class Scalar>
Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic> dense(const VectorXd& d, const VectorXd& e) {
  Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic> a =
      d.cast<Scalar>().asDiagonal().toDenseMatrix();
  a.diagonal(1) = e.cast<Scalar>();
  a.diagonal(-1) = e.cast<Scalar>();
  return a;
}

/// The even half of the matrix of prolate functions with bandwidth c.
void prolate(double c, Index n, VectorXd& d, VectorXd& e) {
  d.resize(n);
  e.resize(n - 1);
  for (Index i = 0; i < n; ++i) {
    const auto k = static_cast<double>(2 * i);
    d[i] = k * (k + 1) + c * c * (2 * k * (k + 1) - 1) / ((2 * k + 3) * (2 * k - 1));
    if (i + 1 < n)
      e[i] = c * c * (k + 1) * (k + 2) / ((2 * k + 3) * std::sqrt((2 * k + 1) * (2 * k + 5)));
  }
}

BOOST_AUTO_TEST_CASE(components_that_decay_are_right_relative_to_their_size) {
  VectorXd d, e, values;
  MatrixXd vectors;
  prolate(20.0, 36, d, e);
  tridiagonal_eigen(d, e, 10, values, vectors);
  using LongMatrix = Eigen::Matrix<long double, Eigen::Dynamic, Eigen::Dynamic>;
  const Eigen::SelfAdjointEigenSolver<LongMatrix> exact(dense<long double>(d, e));
  for (Index j = 0; j < 10; ++j) {
    const auto reference = exact.eigenvectors().col(j);
    const double sign = static_cast<double>(reference[j]) * vectors(j, j) < 0 ? -1 : 1;
    for (Index i = 0; i < 36; ++i) {
      const auto r = static_cast<double>(reference[i]);
      if (std::abs(r) < 1e-16) continue;
      BOOST_TEST(std::abs(sign * vectors(i, j) - r) < 1e-2 * std::abs(r) + 1e-18);
      if (std::abs(r) > 1e-8) BOOST_TEST(std::abs(sign * vectors(i, j) - r) < 1e-11);
    }
  }
}

BOOST_AUTO_TEST_CASE(vectors_of_a_large_matrix_are_orthonormal_and_satisfy_the_equation) {
  VectorXd d, e, values;
  MatrixXd v;
  prolate(330.0, 194, d, e);
  tridiagonal_eigen(d, e, 124, values, v);
  const MatrixXd a = dense<double>(d, e);
  BOOST_TEST((v.transpose() * v - MatrixXd::Identity(124, 124)).cwiseAbs().maxCoeff() < 1e-12);
  BOOST_TEST((a * v - v * values.asDiagonal()).norm() < 1e-13 * a.norm() * 124);
  for (Index j = 1; j < 124; ++j) BOOST_TEST(values[j] > values[j - 1]);
}

BOOST_AUTO_TEST_CASE(eigenvalues_that_nearly_coincide_still_give_orthonormal_vectors) {
  // Wilkinson's W21+: pairs that agree to 14 digits.
  const Index n = 21;
  VectorXd d(n);
  for (Index i = 0; i < n; ++i) d[i] = std::abs(static_cast<double>(i - 10));
  const VectorXd e = VectorXd::Ones(n - 1);
  VectorXd values;
  MatrixXd v;
  tridiagonal_eigen(d, e, n, values, v);
  const MatrixXd a = dense<double>(d, e);
  BOOST_TEST((v.transpose() * v - MatrixXd::Identity(n, n)).cwiseAbs().maxCoeff() < 1e-12);
  BOOST_TEST((a * v - v * values.asDiagonal()).norm() < 1e-12);
}

BOOST_AUTO_TEST_SUITE_END()
