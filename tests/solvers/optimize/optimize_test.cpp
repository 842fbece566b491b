#include "solvers/optimize/optimize.hpp"

#include <cmath>
#include <limits>
#include <random>
#include <stdexcept>

#include <boost/test/unit_test.hpp>

namespace {

using tessera::Index;
using Vector = Eigen::VectorXd;
constexpr double infinity = std::numeric_limits<double>::infinity();

/// Chained Rosenbrock function of any number of variables.
double rosenbrock(const Vector& x, Vector& g) {
  double value = 0;
  g.setZero(x.size());
  for (Index i = 0; i + 1 < x.size(); ++i) {
    const double valley = x[i + 1] - x[i] * x[i];
    value += 100 * valley * valley + (1 - x[i]) * (1 - x[i]);
    g[i] += -400 * valley * x[i] - 2 * (1 - x[i]);
    g[i + 1] += 200 * valley;
  }
  return value;
}

class StopAfter final : public tessera::Monitor {
 public:
  explicit StopAfter(int calls) : left_(calls) {}
  void stage(std::string_view) override {}
  void progress(double, std::string_view) override {}
  void note(std::string_view) override {}
  bool should_stop() override { return left_-- <= 0; }
  void checkpoint(const tessera::ModelRecord&) override {}

 private:
  int left_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(optimize)

BOOST_AUTO_TEST_CASE(without_active_bounds_the_minimum_of_rosenbrock_is_found) {
  tessera::SilentMonitor monitor;
  const Vector start = Vector::Constant(20, -1.2);
  const Vector bound = Vector::Constant(20, infinity);
  tessera::OptimizeOptions options;
  options.maximum_iterations = 1000;
  const auto result = tessera::minimize(rosenbrock, start, -bound, bound, options, monitor);
  BOOST_TEST(result.converged);
  BOOST_TEST(result.reason == "gradient tolerance");
  BOOST_TEST((result.x - Vector::Ones(20)).norm() < 1e-6);
}

BOOST_AUTO_TEST_CASE(on_an_active_bound_rosenbrock_ends_where_the_closed_form_says) {
  // With x <= 0.5 the minimum over y is on the valley y = x^2, where (1 - x)^2 falls up to x = 0.5.
  tessera::SilentMonitor monitor;
  const Vector start = Vector{{-1.2, 1.0}};
  const Vector lower = Vector{{-infinity, -infinity}};
  const Vector upper = Vector{{0.5, infinity}};
  const auto result = tessera::minimize(rosenbrock, start, lower, upper, {}, monitor);
  BOOST_TEST(result.converged);
  BOOST_TEST(result.x[0] == 0.5);
  BOOST_TEST(std::abs(result.x[1] - 0.25) < 1e-8);
  BOOST_TEST(std::abs(result.value - 0.25) < 1e-10);
}

BOOST_AUTO_TEST_CASE(a_separable_quadratic_in_a_box_ends_at_the_projection_of_its_centre) {
  tessera::SilentMonitor monitor;
  std::mt19937 random(3);
  std::normal_distribution<double> normal;
  for (int repeat = 0; repeat < 10; ++repeat) {
    const Index n = 30;
    Vector centre(n);
    Vector curvature(n);
    for (Index i = 0; i < n; ++i) {
      centre[i] = 2 * normal(random);
      curvature[i] = std::exp(normal(random));
    }
    const auto f = [&](const Vector& x, Vector& g) {
      g = curvature.cwiseProduct(x - centre);
      return 0.5 * (x - centre).dot(g);
    };
    const Vector one = Vector::Ones(n);
    // The start lies outside the box.
    const auto result = tessera::minimize(f, Vector::Constant(n, 5.0), -one, one, {}, monitor);
    BOOST_TEST(result.converged);
    BOOST_TEST((result.x - centre.cwiseMax(-one).cwiseMin(one)).norm() < 1e-7);
    BOOST_TEST(result.x.cwiseAbs().maxCoeff() <= 1.0);
  }
}

BOOST_AUTO_TEST_CASE(a_function_without_value_beyond_a_wall_is_minimised_on_this_side_of_it) {
  tessera::SilentMonitor monitor;
  // x - log x with its minimum at 1; no value for x <= 0.
  const auto f = [](const Vector& x, Vector& g) {
    g = Vector::Constant(1, 1 - 1 / x[0]);
    return x[0] - std::log(x[0]);
  };
  tessera::OptimizeOptions options;
  options.initial_radius = 100;
  const Vector bound = Vector::Constant(1, infinity);
  const auto result =
      tessera::minimize(f, Vector::Constant(1, 3.0), -bound, bound, options, monitor);
  BOOST_TEST(std::abs(result.x[0] - 1) < 1e-7);
}

BOOST_AUTO_TEST_CASE(iteration_limit_and_request_end_the_iteration_with_the_best_point_so_far) {
  const Vector start = Vector::Constant(20, -1.2);
  const Vector bound = Vector::Constant(20, infinity);
  Vector unused(20);
  const double first = rosenbrock(start, unused);
  tessera::OptimizeOptions options;
  options.maximum_iterations = 5;
  tessera::SilentMonitor silent;
  const auto limited = tessera::minimize(rosenbrock, start, -bound, bound, options, silent);
  BOOST_TEST(!limited.converged);
  BOOST_TEST(limited.reason == "maximum iterations");
  BOOST_TEST(limited.value < first);
  StopAfter monitor(3);
  const auto stopped = tessera::minimize(rosenbrock, start, -bound, bound, {}, monitor);
  BOOST_TEST(!stopped.converged);
  BOOST_TEST(stopped.reason == "stopped on request");
  BOOST_TEST(stopped.iterations == 3);
}

BOOST_AUTO_TEST_CASE(the_decrease_tolerance_ends_a_crawl_early) {
  tessera::SilentMonitor monitor;
  const Vector start = Vector::Constant(20, -1.2);
  const Vector bound = Vector::Constant(20, infinity);
  tessera::OptimizeOptions options;
  options.maximum_iterations = 1000;
  const auto full = tessera::minimize(rosenbrock, start, -bound, bound, options, monitor);
  options.relative_decrease = 1e-2;
  const auto early = tessera::minimize(rosenbrock, start, -bound, bound, options, monitor);
  BOOST_TEST(early.reason == "decrease tolerance");
  BOOST_TEST(early.iterations < full.iterations);
}

BOOST_AUTO_TEST_CASE(bounds_that_cross_or_differ_in_size_are_refused) {
  tessera::SilentMonitor monitor;
  const Vector x = Vector::Zero(2);
  const Vector one = Vector::Ones(2);
  BOOST_CHECK_THROW(tessera::minimize(rosenbrock, x, one, -one, {}, monitor),
                    std::invalid_argument);
  BOOST_CHECK_THROW(tessera::minimize(rosenbrock, x, Vector::Zero(1), one, {}, monitor),
                    std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
