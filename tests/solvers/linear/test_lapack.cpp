#include <cmath>
#include <limits>
#include <numbers>
#include <string>

#include <boost/test/unit_test.hpp>

#include "solvers/linear/lapack.hpp"
#include "solvers/linear/tridiagonal_eigen.hpp"
#include "tests/solvers/linear/random_matrix.hpp"

using namespace tessera;
using namespace tessera::testing;

namespace {

/// Eigenvalue k (from 0) of tridiag(-1, 2, -1) of size n.
double laplacian_eigenvalue(Index k, Index n) {
  const double s =
      std::sin(0.5 * std::numbers::pi * static_cast<double>(k + 1) / static_cast<double>(n + 1));
  return 4 * s * s;
}

Eigen::MatrixXd laplacian(Index n) {
  Eigen::MatrixXd a = 2 * Eigen::MatrixXd::Identity(n, n);
  a.diagonal(1).setConstant(-1);
  a.diagonal(-1).setConstant(-1);
  return a;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(lapack)

BOOST_AUTO_TEST_CASE(eigenvalues_of_the_1d_laplacian_are_those_of_the_closed_form) {
  for (const Index n : {1, 2, 7, 60}) {
    Eigen::VectorXd values;
    Eigen::MatrixXd vectors;
    symmetric_eigen(laplacian(n), values, vectors);
    for (Index k = 0; k < n; ++k) {
      BOOST_TEST(std::abs(values[k] - laplacian_eigenvalue(k, n)) < 1e-13);
    }
    BOOST_TEST((vectors.transpose() * vectors - Eigen::MatrixXd::Identity(n, n)).norm() < 1e-12);
    BOOST_TEST((laplacian(n) * vectors - vectors * values.asDiagonal()).norm() < 1e-12);
  }
}

BOOST_AUTO_TEST_CASE(symmetric_eigen_reads_the_lower_triangle_only) {
  const Eigen::MatrixXd a = random_symmetric(12, 1);
  Eigen::MatrixXd lower = a;
  lower.triangularView<Eigen::StrictlyUpper>().setConstant(17);
  Eigen::VectorXd values;
  Eigen::MatrixXd vectors;
  symmetric_eigen(lower, values, vectors);
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen(a);
  BOOST_TEST((values - eigen.eigenvalues()).norm() < 1e-12);
}

BOOST_AUTO_TEST_CASE(the_smallest_pairs_of_a_tridiagonal_matrix_are_those_of_the_closed_form) {
  const Index n = 40;
  for (const Index count : {Index{0}, Index{1}, Index{9}, n}) {
    Eigen::VectorXd values;
    Eigen::MatrixXd vectors;
    tridiagonal_eigen(Eigen::VectorXd::Constant(n, 2), Eigen::VectorXd::Constant(n - 1, -1), count,
                      values, vectors);
    BOOST_REQUIRE_EQUAL(values.size(), count);
    BOOST_REQUIRE_EQUAL(vectors.rows(), n);
    BOOST_REQUIRE_EQUAL(vectors.cols(), count);
    for (Index k = 0; k < count; ++k) {
      BOOST_TEST(std::abs(values[k] - laplacian_eigenvalue(k, n)) < 1e-13);
      const Eigen::VectorXd v = vectors.col(k);
      BOOST_TEST((laplacian(n) * v - values[k] * v).norm() < 1e-12);
      BOOST_TEST(std::abs(v.norm() - 1) < 1e-12);
    }
  }
  Eigen::VectorXd values;
  Eigen::MatrixXd vectors;
  tridiagonal_eigen(Eigen::VectorXd::Constant(1, 3), Eigen::VectorXd(), 1, values, vectors);
  BOOST_TEST(values[0] == 3);
}

BOOST_AUTO_TEST_CASE(lu_solve_agrees_with_eigen) {
  const Eigen::MatrixXd a = random_matrix(30, 30, 2);
  const Eigen::MatrixXd b = random_matrix(30, 4, 3);
  const Eigen::MatrixXd x = lu_solve(a, b);
  const Eigen::MatrixXd expected = a.fullPivLu().solve(b);
  BOOST_TEST((x - expected).norm() < 1e-10 * expected.norm());
  BOOST_TEST((a * x - b).norm() < 1e-11 * b.norm());
}

BOOST_AUTO_TEST_CASE(a_singular_matrix_is_reported_with_routine_and_info) {
  const auto names_routine = [](const std::runtime_error& error) {
    const std::string text = error.what();
    return text.find("dgesv") != std::string::npos && text.find("info = 2") != std::string::npos;
  };
  Eigen::MatrixXd a(2, 2);
  a << 1, 2, 2, 4;
  BOOST_CHECK_EXCEPTION(lu_solve(a, Eigen::MatrixXd::Ones(2, 1)), std::runtime_error,
                        names_routine);
}

BOOST_AUTO_TEST_CASE(real_eigenvalues_of_a_nonsymmetric_matrix_come_ascending) {
  const Index n = 15;
  const Eigen::MatrixXd basis = random_matrix(n, n, 4) + 8 * Eigen::MatrixXd::Identity(n, n);
  const Eigen::VectorXd exact = Eigen::VectorXd::LinSpaced(n, -3, 11);
  const Eigen::MatrixXd a = basis * exact.asDiagonal() * basis.inverse();
  Eigen::VectorXd values;
  Eigen::MatrixXd vectors;
  real_eigen(a, 1e-12, values, vectors);
  BOOST_TEST((values - exact).norm() < 1e-10);
  BOOST_TEST((a * vectors - vectors * values.asDiagonal()).norm() < 1e-10);
  BOOST_TEST(std::abs(vectors.col(3).norm() - 1) < 1e-12);
}

BOOST_AUTO_TEST_CASE(complex_eigenvalues_are_refused) {
  Eigen::MatrixXd rotation(2, 2);
  rotation << 0, -1, 1, 0;
  Eigen::VectorXd values;
  Eigen::MatrixXd vectors;
  BOOST_CHECK_THROW(real_eigen(rotation, 1e-8, values, vectors), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(nan_and_misfits_are_refused) {
  Eigen::MatrixXd a = Eigen::MatrixXd::Identity(3, 3);
  Eigen::VectorXd values;
  Eigen::MatrixXd vectors;
  BOOST_CHECK_THROW(symmetric_eigen(random_matrix(3, 2, 1), values, vectors),
                    std::invalid_argument);
  BOOST_CHECK_THROW(lu_solve(a, Eigen::MatrixXd::Ones(2, 1)), std::invalid_argument);
  BOOST_CHECK_THROW(
      tridiagonal_eigen(Eigen::VectorXd::Ones(3), Eigen::VectorXd::Ones(2), 4, values, vectors),
      std::invalid_argument);
  a(1, 1) = std::numeric_limits<double>::quiet_NaN();
  BOOST_CHECK_THROW(symmetric_eigen(a, values, vectors), std::runtime_error);
  BOOST_CHECK_THROW(lu_solve(a, Eigen::MatrixXd::Ones(3, 1)), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(the_number_of_blas_threads_can_be_set_and_read) {
  const int before = blas_threads();
  set_blas_threads(2);
  BOOST_TEST(blas_threads() == 2);
  set_blas_threads(1);
  BOOST_TEST(blas_threads() == 1);
  set_blas_threads(before);
  BOOST_CHECK_THROW(set_blas_threads(0), std::invalid_argument);
  BOOST_TEST(!std::string(blas_core()).empty());
}

BOOST_AUTO_TEST_SUITE_END()
