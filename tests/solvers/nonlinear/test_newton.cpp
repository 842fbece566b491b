#include <cmath>
#include <functional>
#include <limits>
#include <numbers>
#include <string>
#include <vector>

#include <Eigen/Dense>
#include <boost/test/unit_test.hpp>

#include "solvers/nonlinear/newton.hpp"

using namespace tessera;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

class DenseOperator final : public LinearOperator {
 public:
  Index rows() const override { return matrix.rows(); }
  Index columns() const override { return matrix.cols(); }
  void apply(std::span<const double> in, std::span<double> out) const override {
    ++applications;
    Eigen::Map<VectorXd>(out.data(), rows()) =
        matrix * Eigen::Map<const VectorXd>(in.data(), columns());
  }
  MatrixXd matrix;
  mutable Index applications = 0;
};

using Function = std::function<VectorXd(const VectorXd&)>;
using Derivative = std::function<MatrixXd(const VectorXd&)>;

/// A small dense system with a fixed preconditioner.
class DenseSystem final : public NonlinearSystem {
 public:
  DenseSystem(Index size, Function f, Derivative df)
      : size_(size), f_(std::move(f)), df_(std::move(df)) {
    preconditioner_.matrix = MatrixXd::Identity(size, size);
  }
  Index size() const override { return size_; }
  void linearise(const VectorXd& z, VectorXd& r) override {
    iterates.push_back(z);
    r = f_(z);
    jacobian_.matrix = df_(z);
  }
  void residual(const VectorXd& z, VectorXd& r) override {
    ++residuals;
    r = f_(z);
  }
  const LinearOperator& jacobian() const override { return jacobian_; }
  const LinearOperator& preconditioner() const override { return preconditioner_; }
  void precondition_by(const MatrixXd& inverse) { preconditioner_.matrix = inverse; }
  Index jacobian_applications() const { return jacobian_.applications; }

  std::vector<VectorXd> iterates;
  Index residuals = 0;

 private:
  Index size_;
  Function f_;
  Derivative df_;
  DenseOperator jacobian_;
  DenseOperator preconditioner_;
};

DenseSystem scalar_system(std::function<double(double)> f, std::function<double(double)> df) {
  return {1, [f](const VectorXd& z) { return VectorXd::Constant(1, f(z[0])).eval(); },
          [df](const VectorXd& z) { return MatrixXd::Constant(1, 1, df(z[0])).eval(); }};
}

/// u'' + u^3 = f at the interior points of a uniform grid of [0, 1], with f so that
/// u = sin(pi x) solves the discrete equations; preconditioned by the inverse Laplacian.
DenseSystem cubic_boundary_value_problem(Index n, VectorXd& exact) {
  const double h = 1.0 / static_cast<double>(n + 1);
  exact = VectorXd::LinSpaced(n, h, 1 - h).unaryExpr([](double x) {
    return std::sin(std::numbers::pi * x);
  });
  MatrixXd laplacian = -2 / (h * h) * MatrixXd::Identity(n, n);
  laplacian.diagonal(1).setConstant(1 / (h * h));
  laplacian.diagonal(-1).setConstant(1 / (h * h));
  const VectorXd f = laplacian * exact + exact.array().cube().matrix();
  DenseSystem system(
      n, [=](const VectorXd& z) { return (laplacian * z + z.array().cube().matrix() - f).eval(); },
      [=](const VectorXd& z) {
        return (laplacian + MatrixXd((3 * z.array().square()).matrix().asDiagonal())).eval();
      });
  system.precondition_by(laplacian.inverse());
  return system;
}

NewtonResult solve(DenseSystem& system, VectorXd& z, const NewtonOptions& options = {}) {
  SilentMonitor monitor;
  return newton(system, z, options, monitor);
}

/// Stops after some questions and keeps what it hears.
class StoppingMonitor final : public Monitor {
 public:
  explicit StoppingMonitor(int patience) : patience_(patience) {}
  void stage(std::string_view) override {}
  void progress(double, std::string_view text) override { texts.emplace_back(text); }
  void note(std::string_view) override {}
  bool should_stop() override { return patience_-- <= 0; }
  void checkpoint(const ModelRecord&) override {}
  std::vector<std::string> texts;

 private:
  int patience_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(newton_krylov)

BOOST_AUTO_TEST_CASE(a_boundary_value_problem_with_known_root_is_solved) {
  VectorXd exact;
  DenseSystem system = cubic_boundary_value_problem(63, exact);
  VectorXd z = VectorXd::Zero(63);
  NewtonOptions options;
  options.relative_tolerance = 1e-11;
  const NewtonResult result = solve(system, z, options);
  BOOST_TEST(result.converged);
  BOOST_TEST(!result.stagnated);
  BOOST_TEST((z - exact).norm() < 1e-11 * exact.norm());
  BOOST_TEST(result.residual < 1e-11);
  BOOST_TEST(result.relative_step < 1e-11);
  BOOST_TEST(result.operator_applications == system.jacobian_applications());
}

BOOST_AUTO_TEST_CASE(errors_shrink_quadratically) {
  VectorXd exact;
  DenseSystem system = cubic_boundary_value_problem(31, exact);
  VectorXd z = 1.3 * exact;
  BOOST_TEST(solve(system, z).converged);
  std::vector<double> errors;
  for (const VectorXd& iterate : system.iterates) errors.push_back((iterate - exact).norm());
  int seen = 0;
  for (std::size_t k = 0; k + 1 < errors.size(); ++k) {
    if (errors[k + 1] < 1e-11) break;
    const double order = std::log(errors[k + 1]) / std::log(errors[k]);
    if (errors[k] < 0.1) {
      BOOST_TEST(order > 1.7);
      ++seen;
    }
  }
  BOOST_TEST(seen >= 1);
}

BOOST_AUTO_TEST_CASE(arctan_needs_the_line_search_and_gets_it) {
  // Undamped Newton diverges from |z| > 1.39.
  for (const double start : {1.5, -3.0, 20.0}) {
    DenseSystem system = scalar_system([](double z) { return std::atan(z - 7); },
                                       [](double z) { return 1 / (1 + (z - 7) * (z - 7)); });
    VectorXd z = VectorXd::Constant(1, 7 + start);
    NewtonOptions options;
    options.maximum_iterations = 40;
    const NewtonResult result = solve(system, z, options);
    BOOST_TEST(result.converged);
    BOOST_TEST(result.shortest_step < 1);
    BOOST_TEST(std::abs(z[0] - 7) < 1e-14);
  }
}

BOOST_AUTO_TEST_CASE(a_root_at_zero_is_found_though_relative_steps_mean_nothing_there) {
  DenseSystem system = scalar_system([](double z) { return std::atan(z); },
                                     [](double z) { return 1 / (1 + z * z); });
  VectorXd z = VectorXd::Constant(1, 2.0);
  const NewtonResult result = solve(system, z);
  BOOST_TEST(result.converged);
  BOOST_TEST(std::abs(z[0]) < 1e-15);
}

BOOST_AUTO_TEST_CASE(a_function_without_a_root_is_reported_as_not_converged) {
  const auto slope = [](double z) { return 2 * z; };
  for (const double offset : {1.0, 1e-8}) {
    for (const double start : {0.6, -3.0, 100.0}) {
      DenseSystem system = scalar_system([offset](double z) { return z * z + offset; }, slope);
      VectorXd z = VectorXd::Constant(1, start);
      const NewtonResult result = solve(system, z);
      BOOST_TEST(!result.converged);
      BOOST_TEST(result.iterations <= 20);
      BOOST_TEST(result.residual > 0);
      BOOST_TEST(std::isfinite(z[0]));
    }
  }
  DenseSystem exponential =
      scalar_system([](double z) { return std::exp(-z); }, [](double z) { return -std::exp(-z); });
  VectorXd z = VectorXd::Zero(1);
  BOOST_TEST(!solve(exponential, z).converged);
}

BOOST_AUTO_TEST_CASE(a_singular_jacobian_ends_the_iteration) {
  DenseSystem system =
      scalar_system([](double z) { return z * z - 4; }, [](double z) { return 2 * z; });
  VectorXd z = VectorXd::Zero(1);
  const NewtonResult result = solve(system, z);
  BOOST_TEST(!result.converged);
  BOOST_TEST(z[0] == 0);
}

BOOST_AUTO_TEST_CASE(steps_into_the_undefined_are_shortened) {
  // The full step from 2 leads to -0.77..., where the logarithm is NaN.
  DenseSystem system =
      scalar_system([](double z) { return std::log(z) + 2; }, [](double z) { return 1 / z; });
  VectorXd z = VectorXd::Constant(1, 2.0);
  const NewtonResult result = solve(system, z);
  BOOST_TEST(result.converged);
  BOOST_TEST(result.shortest_step < 1);
  BOOST_TEST(std::abs(z[0] - std::exp(-2.0)) < 1e-14);
}

BOOST_AUTO_TEST_CASE(a_start_without_a_finite_residual_is_not_converged) {
  DenseSystem system =
      scalar_system([](double z) { return std::log(z); }, [](double z) { return 1 / z; });
  VectorXd z = VectorXd::Constant(1, -1.0);
  const NewtonResult result = solve(system, z);
  BOOST_TEST(!result.converged);
  BOOST_TEST(result.iterations == 0);
}

BOOST_AUTO_TEST_CASE(stagnation_at_rounding_is_recognised_and_the_residual_reported) {
  // The residual carries noise of relative size 1e-9, far above the tolerance.
  Index call = 0;
  DenseSystem system = scalar_system(
      [&call](double z) {
        return z * z * z - 8 + 1e-8 * std::sin(1e3 * static_cast<double>(++call));
      },
      [](double z) { return 3 * z * z; });
  VectorXd z = VectorXd::Constant(1, 3.0);
  NewtonOptions options;
  options.relative_tolerance = 1e-15;
  options.maximum_iterations = 30;
  const NewtonResult result = solve(system, z, options);
  BOOST_TEST(result.converged);
  BOOST_TEST(result.stagnated);
  BOOST_TEST(result.iterations < 20);
  BOOST_TEST(result.relative_step > 1e-15);
  BOOST_TEST(result.residual > 1e-13);
  BOOST_TEST(result.residual < 1e-7);
  BOOST_TEST(std::abs(z[0] - 2) < 1e-8);
}

BOOST_AUTO_TEST_CASE(a_linear_system_takes_one_step_and_one_to_see_it) {
  MatrixXd a(2, 2);
  a << 3, 1, -1, 2;
  VectorXd b(2);
  b << 1, 5;
  DenseSystem system(
      2, [=](const VectorXd& z) { return (a * z - b).eval(); }, [=](const VectorXd&) { return a; });
  VectorXd z = VectorXd::Ones(2);
  const NewtonResult result = solve(system, z);
  BOOST_TEST(result.converged);
  BOOST_TEST(result.iterations <= 2);
  BOOST_TEST((z - a.inverse() * b).norm() < 1e-14);
}

BOOST_AUTO_TEST_CASE(the_line_search_measures_in_the_norm_of_the_preconditioner) {
  // Without the preconditioner the first component swamps the second: Newton's full step is then
  // refused although it is right in the scaled variables.
  const auto f = [](const VectorXd& z) {
    VectorXd r(2);
    r << 1e6 * (z[1] * z[1] - z[0]), z[1] - 3;
    return r;
  };
  const auto df = [](const VectorXd& z) {
    MatrixXd j(2, 2);
    j << -1e6, 2e6 * z[1], 0, 1;
    return j;
  };
  VectorXd start(2);
  start << 1, 1.0;
  DenseSystem plain(2, f, df), scaled(2, f, df);
  scaled.precondition_by(df(start).inverse());
  VectorXd z1 = start, z2 = start;
  const NewtonResult without = solve(plain, z1);
  const NewtonResult with = solve(scaled, z2);
  BOOST_TEST(with.converged);
  BOOST_TEST(with.shortest_step == 1);
  BOOST_TEST(!without.converged);
  BOOST_TEST(std::abs(z2[0] - 9) < 1e-12);
}

BOOST_AUTO_TEST_CASE(a_request_to_stop_keeps_the_iterate_and_sets_the_flag) {
  VectorXd exact;
  DenseSystem system = cubic_boundary_value_problem(31, exact);
  VectorXd z = VectorXd::Zero(31);
  StoppingMonitor monitor(2);
  const NewtonResult result = newton(system, z, {}, monitor);
  BOOST_TEST(result.stopped);
  BOOST_TEST(!result.converged);
  BOOST_TEST(result.iterations == 2);
  BOOST_TEST(monitor.texts.size() == 2u);
  BOOST_TEST(z.norm() > 0);

  const VectorXd reached = z;
  const NewtonResult rest = solve(system, z);
  BOOST_TEST(rest.converged);
  BOOST_TEST((z - exact).norm() < 1e-11 * exact.norm());
  BOOST_TEST((z - reached).norm() > 0);
}

BOOST_AUTO_TEST_CASE(too_few_iterations_are_reported) {
  VectorXd exact;
  DenseSystem system = cubic_boundary_value_problem(31, exact);
  VectorXd z = VectorXd::Zero(31);
  NewtonOptions options;
  options.maximum_iterations = 1;
  const NewtonResult result = solve(system, z, options);
  BOOST_TEST(!result.converged);
  BOOST_TEST(result.iterations == 1);
}

BOOST_AUTO_TEST_CASE(a_start_at_the_root_takes_no_iteration) {
  DenseSystem system =
      scalar_system([](double z) { return z * z - 4; }, [](double z) { return 2 * z; });
  VectorXd z = VectorXd::Constant(1, 2.0);
  const NewtonResult result = solve(system, z);
  BOOST_TEST(result.converged);
  BOOST_TEST(result.iterations == 0);
  BOOST_TEST(result.residual == 0);
}

BOOST_AUTO_TEST_CASE(a_start_of_the_wrong_size_is_refused) {
  DenseSystem system = scalar_system([](double z) { return z; }, [](double) { return 1.0; });
  VectorXd z = VectorXd::Zero(2);
  BOOST_CHECK_THROW(solve(system, z), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
