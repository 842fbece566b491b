#include <cmath>
#include <numbers>

#include <boost/test/unit_test.hpp>

#include "solvers/comparators/unit_axis.hpp"

using namespace tessera;
using namespace tessera::comparators;

namespace {

Eigen::MatrixXd dense(const UnitAxis& axis) {
  return unfold_matrix(axis.second_derivative);
}

/// Second-derivative matrix on the unit interval, interior rows, all columns, from the recurrence
/// of Welfert (1997) in long double: independent of the formulas of the library.
Eigen::MatrixXd reference_matrix(Index n) {
  const auto degree = static_cast<long double>(n - 1);
  const auto point = [&](Index j) {
    return -std::cos(std::numbers::pi_v<long double> * static_cast<long double>(j) / degree);
  };
  const auto c = [&](Index j) {
    return (j == 0 || j == n - 1 ? 2.0L : 1.0L) * (j % 2 == 0 ? 1.0L : -1.0L);
  };
  Eigen::MatrixXd matrix(n - 2, n);
  for (Index i = 1; i < n - 1; ++i) {
    const long double x = point(i);
    const long double own = -x / (2 * (1 - x * x));
    long double sum = 0;
    for (Index j = 0; j < n; ++j) {
      if (i == j) continue;
      const long double difference = x - point(j);
      const long double first = c(i) / c(j) / difference;
      const long double second = 2 / difference * (c(i) / c(j) * own - first);
      matrix(i - 1, j) = static_cast<double>(4 * second);
      sum += second;
    }
    matrix(i - 1, i) = static_cast<double>(-4 * sum);
  }
  return matrix;
}

}  // namespace

BOOST_AUTO_TEST_CASE(folding_is_an_orthogonal_change_of_coordinates) {
  for (Index m : {1, 2, 5, 8}) {
    const Eigen::MatrixXd x = Eigen::MatrixXd::Random(m, 3);
    Eigen::MatrixXd y = x;
    fold_rows(y);
    BOOST_TEST(y.norm() == x.norm(), boost::test_tools::tolerance(1e-15));
    unfold_rows(y);
    BOOST_TEST((y - x).norm() < 1e-15);
    Eigen::MatrixXd z = x.transpose();
    Eigen::MatrixXd folded = x;
    fold_rows(folded);
    fold_columns(z);
    BOOST_TEST((z.transpose() - folded).norm() < 1e-15);
    unfold_columns(z);
    BOOST_TEST((z.transpose() - x).norm() < 1e-15);
  }
}

BOOST_AUTO_TEST_CASE(folded_blocks_act_as_the_whole_matrix) {
  for (Index m : {1, 2, 7, 10}) {
    Eigen::MatrixXd a = Eigen::MatrixXd::Random(m, m);
    a = (a + a.reverse()).eval();
    const ParityBlocks blocks = fold_matrix(a.topRows((m + 1) / 2));
    BOOST_TEST((unfold_matrix(blocks) - a).norm() < 1e-14);
    const Eigen::MatrixXd x = Eigen::MatrixXd::Random(m, 4);
    Eigen::MatrixXd folded = x;
    Eigen::MatrixXd y(m, 4);
    fold_rows(folded);
    multiply_left(blocks, folded, y);
    unfold_rows(y);
    BOOST_TEST((y - a * x).norm() < 1e-13);
    Eigen::MatrixXd turned = x.transpose();
    Eigen::MatrixXd z(4, m);
    fold_columns(turned);
    multiply_right(turned, blocks, z);
    add_multiply_right(turned, blocks, 2, z);
    unfold_columns(z);
    BOOST_TEST((z.transpose() - 3 * y).norm() < 1e-13);
  }
}

BOOST_AUTO_TEST_CASE(chebyshev_matrices_agree_with_welferts_recurrence_in_long_double) {
  for (Index n : {3, 4, 5, 16, 33, 100}) {
    const auto axis = chebyshev_axis(n);
    const Eigen::MatrixXd reference = reference_matrix(n);
    const Eigen::MatrixXd interior = reference.middleCols(1, n - 2);
    BOOST_TEST((dense(*axis) - interior).cwiseAbs().maxCoeff() <=
               4e-15 * interior.cwiseAbs().maxCoeff());
    BOOST_TEST((axis->end_columns.col(0) - reference.col(0)).norm() <=
               4e-14 * reference.col(0).norm());
    BOOST_TEST((axis->end_columns.col(1) - reference.col(n - 1)).norm() <=
               4e-14 * reference.col(n - 1).norm());
  }
}

BOOST_AUTO_TEST_CASE(eigendecompositions_reproduce_the_second_derivative) {
  for (Index n : {3, 4, 17, 60})
    for (const bool spectral : {false, true}) {
      auto axis = spectral ? chebyshev_axis(n) : finite_difference_axis(n);
      if (spectral) diagonalise(*axis);
      const Index even = axis->vectors.even.rows();
      const Eigen::MatrixXd first =
          axis->vectors.even * axis->values.head(even).asDiagonal() * axis->inverse.even;
      const Eigen::MatrixXd second =
          axis->vectors.odd * axis->values.tail(n - 2 - even).asDiagonal() * axis->inverse.odd;
      const double size = axis->second_derivative.even.norm();
      BOOST_TEST((first - axis->second_derivative.even).norm() < 1e-13 * size);
      BOOST_TEST((second - axis->second_derivative.odd).norm() < 1e-13 * size);
      BOOST_TEST(axis->values.maxCoeff() < 0);
    }
}

BOOST_AUTO_TEST_CASE(smallest_chebyshev_eigenvalues_are_those_of_the_string) {
  auto axis = chebyshev_axis(40);
  diagonalise(*axis);
  Eigen::VectorXd values = -axis->values;
  std::sort(values.begin(), values.end());
  for (int k = 1; k <= 10; ++k)
    BOOST_TEST(values[k - 1] == std::pow(std::numbers::pi * k, 2),
               boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(barycentric_interpolation_is_exact_for_polynomials_and_at_the_points) {
  const Eigen::VectorXd points = chebyshev_points(12);
  Eigen::VectorXd at = Eigen::VectorXd::LinSpaced(37, 0, 1);
  at.tail(2) = points.segment(3, 2);
  const auto f = [](const Eigen::VectorXd& t) {
    return Eigen::VectorXd((t.array() - 0.3).pow(11) + 2 * t.array().square());
  };
  BOOST_TEST((chebyshev_interpolation(points, at) * f(points) - f(at)).cwiseAbs().maxCoeff() <
             1e-14);
}

BOOST_AUTO_TEST_CASE(chebyshev_coefficients_of_a_chebyshev_polynomial_are_one_entry) {
  const Index n = 11;
  for (Index k : {0, 4, 9, 10}) {
    const Eigen::VectorXd theta = Eigen::VectorXd::LinSpaced(n, 0, std::numbers::pi);
    const Eigen::VectorXd values = (static_cast<double>(k) * theta).array().cos();
    Eigen::VectorXd expected = Eigen::VectorXd::Zero(n);
    expected[k] = 1;
    BOOST_TEST((chebyshev_coefficients(n, 0) * values - expected).norm() < 1e-14);
  }
}

BOOST_AUTO_TEST_CASE(cubic_interpolation_is_exact_for_cubics) {
  const Eigen::VectorXd at = Eigen::VectorXd::LinSpaced(50, 0, 1);
  const auto f = [](const Eigen::VectorXd& t) {
    return Eigen::VectorXd(t.array().cube() - 2 * t.array() + 1);
  };
  for (Index n : {4, 5, 20}) {
    const Eigen::VectorXd points = Eigen::VectorXd::LinSpaced(n, 0, 1);
    BOOST_TEST((cubic_interpolation(points, at) * f(points) - f(at)).cwiseAbs().maxCoeff() < 1e-14);
  }
}
