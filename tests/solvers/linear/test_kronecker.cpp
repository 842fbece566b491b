#include <cmath>
#include <numbers>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "solvers/linear/fast_diagonalisation.hpp"
#include "solvers/linear/kronecker.hpp"
#include "tests/solvers/linear/random_matrix.hpp"

using namespace tessera;
using namespace tessera::testing;

namespace {

const std::vector<std::vector<Index>> shapes = {{5},       {4, 7},       {7, 1},       {1, 6},
                                                {3, 4, 5}, {1, 5, 3},    {6, 1, 4},    {30, 20},
                                                {9, 8, 7}, {2, 3, 4, 5}, {24, 17, 11}, {1}};

/// The dense matrix that acts with `a` on one mode.
Eigen::MatrixXd dense_mode(const Eigen::MatrixXd& a, const std::vector<Index>& shape, int mode) {
  std::vector<Eigen::MatrixXd> factors;
  for (const Index n : shape) factors.push_back(Eigen::MatrixXd::Identity(n, n));
  factors[static_cast<std::size_t>(mode)] = a;
  return dense_kronecker(factors);
}

Eigen::VectorXd applied(const LinearOperator& a, const Eigen::VectorXd& x) {
  Eigen::VectorXd y = Eigen::VectorXd::Constant(a.rows(), 1e300);
  a.apply(view(x), view(y));
  return y;
}

/// Mode product from its definition: y(l, i, r) = sum_j a(i, j) x(l, j, r).
Eigen::VectorXd loop_mode_product(const Eigen::MatrixXd& a, const Eigen::VectorXd& x,
                                  const std::vector<Index>& shape, int mode) {
  Index left = 1, right = 1;
  for (int k = 0; k < mode; ++k) left *= shape[static_cast<std::size_t>(k)];
  for (auto k = static_cast<std::size_t>(mode) + 1; k < shape.size(); ++k) right *= shape[k];
  Eigen::VectorXd y = Eigen::VectorXd::Zero(left * a.rows() * right);
  for (Index r = 0; r < right; ++r) {
    for (Index i = 0; i < a.rows(); ++i) {
      for (Index j = 0; j < a.cols(); ++j) {
        for (Index l = 0; l < left; ++l) {
          y[l + left * (i + a.rows() * r)] += a(i, j) * x[l + left * (j + a.cols() * r)];
        }
      }
    }
  }
  return y;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kronecker)

BOOST_AUTO_TEST_CASE(a_mode_product_is_what_its_definition_says) {
  unsigned seed = 0;
  for (const auto& shape : shapes) {
    const Eigen::VectorXd x = random_vector(tensor_size(shape), ++seed);
    for (int mode = 0; mode < static_cast<int>(shape.size()); ++mode) {
      const Index n = shape[static_cast<std::size_t>(mode)];
      for (const Index m : {Index{1}, n, n + 3}) {
        const Eigen::MatrixXd a = random_matrix(m, n, ++seed);
        const Eigen::VectorXd expected = loop_mode_product(a, x, shape, mode);
        Eigen::VectorXd y = Eigen::VectorXd::Constant(expected.size(), 1e300);
        mode_product(a, view(x), shape, mode, view(y));
        BOOST_TEST((y - expected).norm() < 1e-12 * (1 + expected.norm()));
        y.setConstant(1e300);
        mode_product_transposed(a.transpose(), view(x), shape, mode, view(y));
        BOOST_TEST((y - expected).norm() < 1e-12 * (1 + expected.norm()));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_mode_product_accepts_a_block_of_a_larger_matrix) {
  const Eigen::MatrixXd large = random_matrix(9, 9, 5);
  const std::vector<Index> shape = {3, 4};
  const Eigen::VectorXd x = random_vector(12, 6);
  Eigen::VectorXd y(15);
  mode_product(large.block(2, 1, 5, 4), view(x), shape, 1, view(y));
  const Eigen::MatrixXd a = large.block(2, 1, 5, 4);
  BOOST_TEST((y - loop_mode_product(a, x, shape, 1)).norm() < 1e-12);
}

BOOST_AUTO_TEST_CASE(misfitting_mode_products_are_refused) {
  const Eigen::VectorXd x = random_vector(12, 6);
  Eigen::VectorXd y(12);
  const Eigen::MatrixXd a = random_matrix(4, 4, 7);
  BOOST_CHECK_THROW(mode_product(a, view(x), {3, 4}, 0, view(y)), std::invalid_argument);
  BOOST_CHECK_THROW(mode_product(a, view(x), {3, 4}, 2, view(y)), std::invalid_argument);
  BOOST_CHECK_THROW(mode_product(a, view(x), {4, 4}, 0, view(y)), std::invalid_argument);
  BOOST_CHECK_THROW(mode_product(a.topRows(2), view(x), {3, 4}, 1, view(y)), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_sum_of_kronecker_terms_is_its_dense_matrix) {
  unsigned seed = 100;
  for (const std::vector<Index>& shape : {std::vector<Index>{6}, {5, 4}, {3, 4, 5}}) {
    std::vector<KroneckerTerm> terms(3);
    Eigen::MatrixXd dense;
    for (std::size_t t = 0; t < terms.size(); ++t) {
      std::vector<Eigen::MatrixXd> factors;
      // Output shape: one row fewer in mode 0, two more in the last.
      for (std::size_t k = 0; k < shape.size(); ++k) {
        const Index rows = shape[k] + (k == 0 ? -1 : 0) + (k + 1 == shape.size() ? 2 : 0);
        factors.push_back(random_matrix(rows, shape[k], ++seed));
      }
      // A middle mode may be the identity.
      terms[t].factors = factors;
      if (shape.size() == 3 && t == 1) {
        terms[t].factors[1].resize(0, 0);
        factors[1] = Eigen::MatrixXd::Identity(shape[1], shape[1]);
      }
      terms[t].scale = 1.5 - static_cast<double>(t);
      Eigen::MatrixXd matrix = terms[t].scale * dense_kronecker(factors);
      if (t == 2) {
        terms[t].coefficient = random_vector(matrix.rows(), ++seed);
        matrix = terms[t].coefficient.asDiagonal() * matrix;
      }
      dense = t == 0 ? matrix : Eigen::MatrixXd(dense + matrix);
    }
    const KroneckerOperator op(shape, terms);
    BOOST_REQUIRE_EQUAL(op.rows(), dense.rows());
    BOOST_REQUIRE_EQUAL(op.columns(), dense.cols());
    const Eigen::VectorXd x = random_vector(dense.cols(), ++seed);
    BOOST_TEST((applied(op, x) - dense * x).norm() < 1e-12 * (dense * x).norm());
  }
}

BOOST_AUTO_TEST_CASE(two_factors_act_from_both_sides_of_a_matrix) {
  const Eigen::MatrixXd k1 = random_matrix(4, 5, 1), k2 = random_matrix(6, 3, 2);
  const Eigen::MatrixXd u = random_matrix(5, 3, 3);
  const KroneckerOperator op({5, 3}, {{{k1, k2}, 1, {}}});
  const Eigen::MatrixXd expected = k1 * u * k2.transpose();
  const Eigen::VectorXd y = applied(op, u.reshaped());
  BOOST_TEST((y - expected.reshaped()).norm() < 1e-13 * expected.norm());
}

BOOST_AUTO_TEST_CASE(a_term_of_identities_only_scales) {
  const KroneckerOperator op({3, 2}, {{{Eigen::MatrixXd(), Eigen::MatrixXd()}, -2, {}}});
  const Eigen::VectorXd x = random_vector(6, 9);
  BOOST_TEST((applied(op, x) + 2 * x).norm() == 0);
}

BOOST_AUTO_TEST_CASE(terms_that_do_not_fit_are_refused) {
  const Eigen::MatrixXd a = random_matrix(4, 5, 1), b = random_matrix(3, 3, 2);
  BOOST_CHECK_THROW(KroneckerOperator({5, 3}, {}), std::invalid_argument);
  BOOST_CHECK_THROW(KroneckerOperator({5, 3}, {{{a}, 1, {}}}), std::invalid_argument);
  BOOST_CHECK_THROW(KroneckerOperator({3, 3}, {{{a, b}, 1, {}}}), std::invalid_argument);
  BOOST_CHECK_THROW(KroneckerOperator({5, 3}, {{{a, b}, 1, {}}, {{{}, b}, 1, {}}}),
                    std::invalid_argument);
  BOOST_CHECK_THROW(KroneckerOperator({5, 3}, {{{a, b}, 1, Eigen::VectorXd::Ones(15)}}),
                    std::invalid_argument);
  const KroneckerOperator op({5, 3}, {{{a, b}, 1, {}}});
  const Eigen::VectorXd x = Eigen::VectorXd::Ones(15);
  Eigen::VectorXd y(15);
  BOOST_CHECK_THROW(op.apply(view(x), view(y)), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(fast_diagonalisation)

BOOST_AUTO_TEST_CASE(it_inverts_the_dense_kronecker_sum_on_one_two_and_three_axes) {
  unsigned seed = 200;
  for (const std::vector<Index>& shape : {std::vector<Index>{11}, {8, 6}, {5, 4, 6}, {1, 7}}) {
    std::vector<Eigen::MatrixXd> axes;
    const double shift = 0.37;
    Eigen::MatrixXd dense;
    for (std::size_t k = 0; k < shape.size(); ++k) {
      axes.push_back(random_symmetric(shape[k], ++seed));
      const Eigen::MatrixXd term = dense_mode(axes[k], shape, static_cast<int>(k));
      dense = k == 0 ? term : Eigen::MatrixXd(dense + term);
    }
    dense.diagonal().array() += shift;
    const FastDiagonalisation inverse(axes, shift);
    const Eigen::VectorXd b = random_vector(dense.rows(), ++seed);
    const Eigen::VectorXd expected = dense.fullPivLu().solve(b);
    BOOST_TEST((applied(inverse, b) - expected).norm() < 1e-10 * expected.norm());

    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen(dense);
    const double distance = eigen.eigenvalues().cwiseAbs().minCoeff();
    BOOST_TEST(std::abs(inverse.distance_to_singularity() - distance) < 1e-12);
    BOOST_TEST(inverse.eigenvector_condition() >= 1);
    BOOST_TEST(inverse.eigenvector_condition() < 1 + 1e-11);
  }
}

BOOST_AUTO_TEST_CASE(the_discrete_poisson_equation_has_its_closed_form_solution) {
  // -u_xx - u_yy by central differences: sin(p x) sin(q y) is an eigenvector.
  const Index n = 31;
  const double h = 1.0 / 32;
  Eigen::MatrixXd a = Eigen::MatrixXd::Identity(n, n) * 2 / (h * h);
  a.diagonal(1).setConstant(-1 / (h * h));
  a.diagonal(-1).setConstant(-1 / (h * h));
  const double p = 3 * std::numbers::pi, q = 5 * std::numbers::pi;
  Eigen::VectorXd u(n * n);
  for (Index j = 0; j < n; ++j) {
    for (Index i = 0; i < n; ++i) {
      u[i + n * j] = std::sin(p * h * static_cast<double>(i + 1)) *
                     std::sin(q * h * static_cast<double>(j + 1));
    }
  }
  const double eigenvalue =
      4 / (h * h) * (std::pow(std::sin(p * h / 2), 2) + std::pow(std::sin(q * h / 2), 2));
  const FastDiagonalisation inverse({a, a}, 0);
  BOOST_TEST((applied(inverse, eigenvalue * u) - u).norm() < 1e-12 * u.norm());
}

BOOST_AUTO_TEST_CASE(equal_axes_give_the_same_as_distinct_ones) {
  const Eigen::MatrixXd a = random_symmetric(9, 31);
  Eigen::MatrixXd nearly = a;
  nearly(0, 0) += 1e-13;
  const FastDiagonalisation shared({a, a, a}, 20.5), distinct({a, nearly, a}, 20.5);
  const Eigen::VectorXd b = random_vector(9 * 9 * 9, 32);
  BOOST_TEST((applied(shared, b) - applied(distinct, b)).norm() <
             1e-10 * applied(shared, b).norm());
  BOOST_TEST((shared.eigenvalues()[2] - shared.eigenvalues()[0]).norm() == 0);
}

BOOST_AUTO_TEST_CASE(unsymmetric_empty_and_singular_operators_are_refused) {
  Eigen::MatrixXd a = random_symmetric(4, 41);
  a(1, 2) += 1e-6;
  BOOST_CHECK_THROW(FastDiagonalisation({a}, 0), std::invalid_argument);
  BOOST_CHECK_THROW(FastDiagonalisation({}, 1), std::invalid_argument);
  BOOST_CHECK_THROW(FastDiagonalisation({random_matrix(3, 2, 1)}, 0), std::invalid_argument);
  BOOST_CHECK_THROW(FastDiagonalisation({Eigen::MatrixXd::Identity(3, 3)}, -1), std::runtime_error);
}

BOOST_AUTO_TEST_SUITE_END()
