#include "solvers/gp_pde/array_function.hpp"

#include <cmath>
#include <limits>
#include <numbers>
#include <random>

#include <boost/test/unit_test.hpp>

using namespace tessera;
using namespace tessera::gp_pde;
using Eigen::VectorXd;

namespace {

double largest(const VectorXd& v) {
  return v.cwiseAbs().maxCoeff();
}

/// f on points x, with its derivative, wherever.
struct Signal {
  double (*value)(double);
  double (*slope)(double);
};

const Signal wave{[](double x) { return std::sin(40 * x) + std::exp(x); },
                  [](double x) { return 40 * std::cos(40 * x) + std::exp(x); }};

ArrayFunction sampled(const Signal& s, double first, double last, Index points,
                      std::pair<double, double> range = {0, 1}) {
  const VectorXd x = VectorXd::LinSpaced(points, first, last);
  return {1, {{0, range, false, x}}, Tensor({points}, x.unaryExpr(s.value))};
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_wave_with_a_trend_is_met_between_its_points_with_its_derivative) {
  const ArrayFunction f = sampled(wave, 0, 1, 100);
  const VectorXd y = VectorXd::LinSpaced(997, 0, 1);
  BOOST_TEST(largest(f.evaluate({y}, {0}) - y.unaryExpr(wave.value)) < 1e-10);
  BOOST_TEST(largest(f.evaluate({y}, {1}) - y.unaryExpr(wave.slope)) < 1e-7);
  BOOST_TEST(f.residual() < 1e-12);
  BOOST_TEST(f.fit(0).band < 0.42 * 99);
  BOOST_TEST(f.fit(0).estimated_error < 1e-9);
}

BOOST_AUTO_TEST_CASE(four_points_a_wave_suffice) {
  const Signal fast{[](double x) { return std::sin(100 * x); }, nullptr};
  const double length = 2 * std::numbers::pi;
  const ArrayFunction f = sampled(fast, 0, length, 400, {0, length});
  const VectorXd y = VectorXd::LinSpaced(3001, 0, length);
  const VectorXd error = f.evaluate({y}, {0}) - y.unaryExpr(fast.value);
  BOOST_TEST(error.norm() < 1e-8 * std::sqrt(3001.0));
  // The estimate is of the largest error, which stands at the ends.
  BOOST_TEST(largest(error) < 10 * f.fit(0).estimated_error);
}

BOOST_AUTO_TEST_CASE(points_beyond_the_axis_help_and_do_no_harm) {
  const ArrayFunction f = sampled(wave, -0.2, 1.3, 150);
  const VectorXd y = VectorXd::LinSpaced(500, 0, 1);
  BOOST_TEST(largest(f.evaluate({y}, {0}) - y.unaryExpr(wave.value)) < 1e-11);
}

BOOST_AUTO_TEST_CASE(rounded_and_noisy_values_are_smoothed_not_magnified) {
  std::mt19937_64 generator(7);
  std::normal_distribution<double> normal;
  const VectorXd x = VectorXd::LinSpaced(200, 0, 1);
  for (const double noise : {1e-8, 1e-4}) {
    VectorXd values = x.unaryExpr(wave.value);
    for (double& v : values) v += noise * normal(generator);
    const ArrayFunction f(1, {{0, {0, 1}, false, x}}, Tensor({200}, values));
    const VectorXd y = VectorXd::LinSpaced(997, 0, 1);
    BOOST_TEST(largest(f.evaluate({y}, {0}) - y.unaryExpr(wave.value)) < 20 * noise);
    BOOST_TEST(f.residual() > 0.1 * noise);
  }
}

BOOST_AUTO_TEST_CASE(a_table_on_two_axes_has_mixed_derivatives) {
  const VectorXd x = VectorXd::LinSpaced(60, 0, 1);
  const VectorXd y = VectorXd::LinSpaced(70, -1, 1);
  Tensor values({60, 70});
  for (Index j = 0; j < 70; ++j)
    for (Index i = 0; i < 60; ++i) values.values[i + 60 * j] = std::sin(5 * x[i] * y[j]);
  const ArrayFunction f(2, {{0, {0, 1}, false, x}, {1, {-1, 1}, false, y}}, values);
  const VectorXd a = VectorXd::LinSpaced(13, 0, 1);
  const VectorXd b = VectorXd::LinSpaced(17, -1, 1);
  const VectorXd found = f.evaluate({a, b}, {0, 0});
  const VectorXd mixed = f.evaluate({a, b}, {1, 1});
  for (Index j = 0; j < 17; ++j)
    for (Index i = 0; i < 13; ++i) {
      const double t = 5 * a[i] * b[j];
      BOOST_TEST(std::abs(found[i + 13 * j] - std::sin(t)) < 1e-10);
      BOOST_TEST(std::abs(mixed[i + 13 * j] - 5 * (std::cos(t) - t * std::sin(t))) < 1e-4);
    }
}

BOOST_AUTO_TEST_CASE(a_table_on_one_of_two_axes_is_constant_along_the_other) {
  const VectorXd y = VectorXd::LinSpaced(60, 0, 1);
  const ArrayFunction f(2, {{1, {0, 1}, false, y}}, Tensor({60}, y.unaryExpr(wave.value)));
  const VectorXd a = VectorXd::LinSpaced(3, 5, 6);
  const VectorXd b = VectorXd::LinSpaced(4, 0, 1);
  const VectorXd found = f.evaluate({a, b}, {0, 1});
  for (Index j = 0; j < 4; ++j)
    for (Index i = 0; i < 3; ++i) BOOST_TEST(std::abs(found[i + 3 * j] - wave.slope(b[j])) < 1e-4);
  BOOST_TEST(largest(f.evaluate({a, b}, {1, 0})) == 0);
}

BOOST_AUTO_TEST_CASE(a_periodic_axis_is_closed) {
  const double length = 3;
  const auto value = [&](double x) {
    return std::exp(std::cos(2 * std::numbers::pi * x / length));
  };
  const VectorXd x = VectorXd::LinSpaced(40, 1.0, 1.0 + length * 39 / 40);  // starts anywhere
  const ArrayFunction f(1, {{0, {1, 1 + length}, true, x}}, Tensor({40}, x.unaryExpr(value)));
  const VectorXd y = VectorXd::LinSpaced(301, 1, 1 + length);
  const VectorXd found = f.evaluate({y}, {0});
  BOOST_TEST(largest(found - y.unaryExpr(value)) < 1e-12);
  BOOST_TEST(std::abs(f.evaluate({y}, {1})[0] - f.evaluate({y}, {1})[300]) < 1e-10);
}

BOOST_AUTO_TEST_CASE(zero_is_fitted_by_zero) {
  const ArrayFunction f(1, {{0, {0, 1}, false, VectorXd::LinSpaced(9, 0, 1)}},
                        Tensor(std::vector<Index>{9}));
  BOOST_TEST(largest(f.evaluate({VectorXd::LinSpaced(5, 0, 1)}, {0})) == 0);
  BOOST_TEST(f.residual() == 0);
}

BOOST_AUTO_TEST_CASE(arrays_that_cannot_be_are_refused) {
  const VectorXd x = VectorXd::LinSpaced(20, 0, 1);
  const ArrayAxis axis{0, {0, 1}, false, x};
  BOOST_CHECK_THROW(ArrayFunction(1, {axis}, Tensor({19}, VectorXd::Ones(19))),
                    std::invalid_argument);
  BOOST_CHECK_THROW(ArrayFunction(1, {{0, {0, 1}, false, x.head(7)}}, Tensor({7}, x.head(7))),
                    std::invalid_argument);
  VectorXd broken = x;
  broken[3] = std::numeric_limits<double>::quiet_NaN();
  BOOST_CHECK_THROW(ArrayFunction(1, {axis}, Tensor({20}, broken)), std::invalid_argument);
  BOOST_CHECK_THROW(ArrayFunction(2, {axis, axis}, Tensor(std::vector<Index>{20, 20})),
                    std::invalid_argument);
}
