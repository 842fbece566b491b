#include <cmath>
#include <limits>

#include <boost/test/unit_test.hpp>
#include <mpi.h>

#include "solvers/linear/krylov.hpp"
#include "tests/solvers/linear/random_matrix.hpp"

using namespace tessera;
using namespace tessera::testing;

namespace {

/// A dense matrix that counts its applications.
class DenseOperator final : public LinearOperator {
 public:
  explicit DenseOperator(Eigen::MatrixXd a) : a_(std::move(a)) {}
  Index rows() const override { return a_.rows(); }
  Index columns() const override { return a_.cols(); }
  void apply(std::span<const double> in, std::span<double> out) const override {
    ++applications;
    Eigen::Map<Eigen::VectorXd>(out.data(), rows()) =
        a_ * Eigen::Map<const Eigen::VectorXd>(in.data(), columns());
  }
  mutable Index applications = 0;

 private:
  Eigen::MatrixXd a_;
};

class ThrowingOperator final : public LinearOperator {
 public:
  Index rows() const override { return 3; }
  Index columns() const override { return 3; }
  void apply(std::span<const double>, std::span<double>) const override {
    throw std::domain_error("no value here");
  }
};

/// Identity plus a nonsymmetric perturbation: GMRES converges fast, but is not CG.
Eigen::MatrixXd easy_matrix(Index n, unsigned seed) {
  return Eigen::MatrixXd::Identity(n, n) +
         0.4 / std::sqrt(static_cast<double>(n)) * random_matrix(n, n, seed);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(krylov)

BOOST_AUTO_TEST_CASE(gmres_solves_nonsymmetric_systems_as_a_direct_solver_does) {
  for (const Index n : {1, 2, 5, 50, 300}) {
    const Eigen::MatrixXd matrix = easy_matrix(n, 1);
    const Eigen::VectorXd b = random_vector(n, 2);
    const Eigen::VectorXd expected = matrix.partialPivLu().solve(b);
    const DenseOperator a(matrix);
    Eigen::VectorXd x = Eigen::VectorXd::Zero(n);
    KrylovOptions options;
    options.relative_tolerance = 1e-12;
    const KrylovResult result = gmres(a, nullptr, view(b), view(x), options);
    BOOST_TEST(result.converged);
    BOOST_TEST((x - expected).norm() < 1e-11 * expected.norm());
    BOOST_TEST(result.relative_residual <= 1e-12);
    BOOST_TEST((b - matrix * x).norm() <= 1.1e-12 * b.norm());
    BOOST_TEST(result.operator_applications == a.applications);
    BOOST_TEST(result.iterations <= n);
  }
}

BOOST_AUTO_TEST_CASE(the_identity_takes_one_iteration) {
  const DenseOperator a(Eigen::MatrixXd::Identity(40, 40));
  const Eigen::VectorXd b = random_vector(40, 3);
  Eigen::VectorXd x = Eigen::VectorXd::Zero(40);
  const KrylovResult result = gmres(a, nullptr, view(b), view(x), {});
  BOOST_TEST(result.converged);
  BOOST_TEST(result.iterations == 1);
  BOOST_TEST((x - b).norm() < 1e-14 * b.norm());
}

BOOST_AUTO_TEST_CASE(the_tolerance_is_that_of_the_left_preconditioned_residual) {
  // Badly scaled rows: the residual without the preconditioner says nothing about x.
  const Index n = 80;
  const Eigen::VectorXd scales =
      Eigen::VectorXd::LinSpaced(n, -4, 4).unaryExpr([](double e) { return std::pow(10, e); });
  const Eigen::MatrixXd easy = easy_matrix(n, 4);
  const DenseOperator a(scales.asDiagonal() * easy);
  const DenseOperator p(scales.cwiseInverse().asDiagonal().toDenseMatrix());
  const Eigen::VectorXd exact = random_vector(n, 5);
  const Eigen::VectorXd b = scales.asDiagonal() * (easy * exact);
  Eigen::VectorXd x = Eigen::VectorXd::Zero(n);
  KrylovOptions options;
  options.relative_tolerance = 1e-9;
  const KrylovResult result = gmres(a, &p, view(b), view(x), options);
  BOOST_TEST(result.converged);
  BOOST_TEST((x - exact).norm() < 1e-8 * exact.norm());
  const double residual = (easy * (exact - x)).norm() / (easy * exact).norm();
  BOOST_TEST(std::abs(residual - result.relative_residual) < 1e-12);
  BOOST_TEST(result.operator_applications == a.applications);
  BOOST_TEST(p.applications == a.applications + 1);
}

BOOST_AUTO_TEST_CASE(an_exact_preconditioner_takes_one_iteration) {
  const Eigen::MatrixXd matrix = random_matrix(30, 30, 6) + 12 * Eigen::MatrixXd::Identity(30, 30);
  const DenseOperator a(matrix), p(matrix.inverse());
  const Eigen::VectorXd b = random_vector(30, 7);
  Eigen::VectorXd x = Eigen::VectorXd::Zero(30);
  const KrylovResult result = gmres(a, &p, view(b), view(x), {});
  BOOST_TEST(result.converged);
  BOOST_TEST(result.iterations == 1);
  BOOST_TEST((matrix * x - b).norm() < 1e-12 * b.norm());
}

BOOST_AUTO_TEST_CASE(a_good_start_saves_iterations_and_the_tolerance_stays_that_of_b) {
  const Index n = 60;
  const Eigen::MatrixXd matrix = easy_matrix(n, 8);
  const Eigen::VectorXd exact = random_vector(n, 9);
  const Eigen::VectorXd b = matrix * exact;
  const DenseOperator a(matrix);
  Eigen::VectorXd cold = Eigen::VectorXd::Zero(n);
  Eigen::VectorXd warm = exact + 1e-6 * random_vector(n, 10);
  const KrylovResult from_zero = gmres(a, nullptr, view(b), view(cold), {});
  const KrylovResult from_near = gmres(a, nullptr, view(b), view(warm), {});
  BOOST_TEST(from_zero.converged);
  BOOST_TEST(from_near.converged);
  BOOST_TEST(from_near.iterations < from_zero.iterations);
  BOOST_TEST((warm - exact).norm() < 1e-9 * exact.norm());

  Eigen::VectorXd solved = exact;
  const KrylovResult at_the_root = gmres(a, nullptr, view(b), view(solved), {});
  BOOST_TEST(at_the_root.converged);
  BOOST_TEST(at_the_root.iterations == 0);
}

BOOST_AUTO_TEST_CASE(restarts_keep_the_basis_short_and_still_converge) {
  const Index n = 100;
  const Eigen::MatrixXd matrix = easy_matrix(n, 11);
  const Eigen::VectorXd b = random_vector(n, 12);
  const DenseOperator a(matrix);
  KrylovOptions options;
  options.restart = 5;
  Eigen::VectorXd x = Eigen::VectorXd::Zero(n);
  const KrylovResult result = gmres(a, nullptr, view(b), view(x), options);
  BOOST_TEST(result.converged);
  BOOST_TEST(result.iterations > 5);
  BOOST_TEST((matrix * x - b).norm() < 1e-9 * b.norm());
}

BOOST_AUTO_TEST_CASE(too_few_iterations_are_reported_and_leave_the_best_so_far) {
  const Index n = 100;
  const Eigen::MatrixXd matrix = easy_matrix(n, 13);
  const Eigen::VectorXd b = random_vector(n, 14);
  const DenseOperator a(matrix);
  KrylovOptions options;
  options.maximum_iterations = 6;
  Eigen::VectorXd x = Eigen::VectorXd::Zero(n);
  const KrylovResult result = gmres(a, nullptr, view(b), view(x), options);
  BOOST_TEST(!result.converged);
  BOOST_TEST(result.iterations == 6);
  const double residual = (matrix * x - b).norm() / b.norm();
  BOOST_TEST(residual < 0.1);
  BOOST_TEST(std::abs(residual - result.relative_residual) < 1e-12);
}

BOOST_AUTO_TEST_CASE(an_inconsistent_system_is_not_solved) {
  Eigen::MatrixXd matrix = Eigen::MatrixXd::Identity(4, 4);
  matrix(3, 3) = 0;
  const DenseOperator a(matrix);
  const Eigen::VectorXd b = Eigen::VectorXd::Ones(4);
  Eigen::VectorXd x = Eigen::VectorXd::Zero(4);
  const KrylovResult result = gmres(a, nullptr, view(b), view(x), {});
  BOOST_TEST(!result.converged);
}

BOOST_AUTO_TEST_CASE(a_zero_right_hand_side_has_the_zero_solution) {
  const DenseOperator a(easy_matrix(9, 15));
  const Eigen::VectorXd b = Eigen::VectorXd::Zero(9);
  Eigen::VectorXd x = Eigen::VectorXd::Ones(9);
  const KrylovResult result = gmres(a, nullptr, view(b), view(x), {});
  BOOST_TEST(result.converged);
  BOOST_TEST(x.norm() == 0);
}

BOOST_AUTO_TEST_CASE(a_tolerance_below_rounding_ends_unconverged_near_the_solution) {
  const Index n = 40;
  const Eigen::MatrixXd matrix = easy_matrix(n, 16);
  const Eigen::VectorXd exact = random_vector(n, 17);
  const Eigen::VectorXd b = matrix * exact;
  const DenseOperator a(matrix);
  KrylovOptions options;
  options.relative_tolerance = 1e-19;
  Eigen::VectorXd x = Eigen::VectorXd::Zero(n);
  const KrylovResult result = gmres(a, nullptr, view(b), view(x), options);
  BOOST_TEST(!result.converged);
  BOOST_TEST((x - exact).norm() < 1e-13 * exact.norm());
}

BOOST_AUTO_TEST_CASE(nan_ends_the_iteration_and_leaves_the_start) {
  Eigen::MatrixXd matrix = Eigen::MatrixXd::Identity(5, 5);
  matrix(2, 3) = std::numeric_limits<double>::quiet_NaN();
  const DenseOperator a(matrix);
  const Eigen::VectorXd b = random_vector(5, 18);
  for (const double start : {0.0, 1.0}) {
    Eigen::VectorXd x = Eigen::VectorXd::Constant(5, start);
    const KrylovResult result = gmres(a, nullptr, view(b), view(x), {});
    BOOST_TEST(!result.converged);
    BOOST_TEST(std::isnan(result.relative_residual));
    BOOST_TEST((x.array() == start).all());
  }
}

BOOST_AUTO_TEST_CASE(exceptions_of_the_operator_pass_through) {
  const Eigen::VectorXd b = Eigen::VectorXd::Ones(3);
  Eigen::VectorXd x = Eigen::VectorXd::Zero(3);
  BOOST_CHECK_THROW(gmres(ThrowingOperator(), nullptr, view(b), view(x), {}), std::domain_error);
}

BOOST_AUTO_TEST_CASE(sizes_that_do_not_fit_are_refused) {
  const DenseOperator a(Eigen::MatrixXd::Identity(4, 4)), p(Eigen::MatrixXd::Identity(3, 3));
  const Eigen::VectorXd b = Eigen::VectorXd::Ones(4);
  Eigen::VectorXd x = Eigen::VectorXd::Zero(4), y = Eigen::VectorXd::Zero(3);
  BOOST_CHECK_THROW(gmres(a, nullptr, view(b), view(y), {}), std::invalid_argument);
  BOOST_CHECK_THROW(gmres(a, &p, view(b), view(x), {}), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(two_solves_give_the_same_bits) {
  const DenseOperator a(easy_matrix(70, 19));
  const Eigen::VectorXd b = random_vector(70, 20);
  Eigen::VectorXd first = Eigen::VectorXd::Zero(70), second = Eigen::VectorXd::Zero(70);
  gmres(a, nullptr, view(b), view(first), {});
  gmres(a, nullptr, view(b), view(second), {});
  BOOST_TEST((first.array() == second.array()).all());
}

BOOST_AUTO_TEST_CASE(a_solve_does_not_start_mpi) {
  const DenseOperator a(easy_matrix(5, 21));
  const Eigen::VectorXd b = random_vector(5, 22);
  Eigen::VectorXd x = Eigen::VectorXd::Zero(5);
  BOOST_TEST(gmres(a, nullptr, view(b), view(x), {}).converged);
  int started = -1;
  MPI_Initialized(&started);
  BOOST_TEST(started == 0);
}

BOOST_AUTO_TEST_SUITE_END()
