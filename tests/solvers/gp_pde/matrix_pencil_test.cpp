#include "solvers/gp_pde/matrix_pencil.hpp"

#include <cmath>
#include <functional>
#include <numbers>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace {

using tessera::Index;
using tessera::gp_pde::find_tones;
using tessera::gp_pde::ToneAnalysis;
using Function = std::function<double(double)>;
using Matrix = Eigen::MatrixXd;
using std::cos;
using std::exp;
using std::sin;
using std::tanh;
constexpr double pi = std::numbers::pi;

Matrix sample(const std::vector<Function>& signals, double length, Index points, double noise = 0) {
  std::mt19937 random(11);
  std::normal_distribution<double> normal;
  Matrix values(points, static_cast<Index>(signals.size()));
  for (Index j = 0; j < values.cols(); ++j)
    for (Index i = 0; i < points; ++i)
      values(i, j) = signals[static_cast<std::size_t>(j)](length * static_cast<double>(i) /
                                                          static_cast<double>(points - 1)) +
                     noise * normal(random);
  return values;
}

struct Case {
  std::string name;
  double length;
  Index points;
  std::vector<Function> signals;
  std::vector<double> angular_frequencies;  ///< of three periods or more
};

/// Solutions of the tonal decks, the two-dimensional ones as a few fibres.
std::vector<Case> tonal_cases() {
  const auto h = [](double x) { return sin(x) + 0.1 * sin(20 * x) + cos(100 * x); };
  const auto a = [](double x) { return sin(6 * x) * cos(20 * x); };
  return {
      {"single sin", 2 * pi, 400, {[](double x) { return sin(100 * x); }}, {100}},
      {"sin cos", 2 * pi, 400, {[](double x) { return sin(6 * x) * cos(100 * x); }}, {94, 106}},
      {"x sin", 2 * pi, 900, {[](double x) { return x * sin(200 * x); }}, {200}},
      {"mix",
       1,
       900,
       {[](double x) { return sin(x) + 0.1 * sin(20 * x) + 0.05 * cos(100 * x); }},
       {20, 100}},
      {"parabola and sin",
       1,
       400,
       {[](double x) { return sin(500 * x) - 2 * (x - 0.5) * (x - 0.5); }},
       {500}},
      {"sum", 2 * pi, 200, {a, [a](double x) { return a(x) - 0.7; }}, {14, 26}},
      {"product", 1, 400, {h, [h](double x) { return -0.3 * h(x); }}, {20, 100}},
      {"advection in time", 1, 200, {[](double y) { return sin(0.3 - 200 * y); }}, {200}},
      {"advection in space", 1, 200, {[](double x) { return sin(x - 3); }}, {}},
      {"oblique wave",
       1,
       200,
       {[](double x) { return sin(80 * x + 7) + 0.1 * cos(0.6 * x); },
        [](double x) { return sin(80 * x + 30) + 0.1 * cos(2.7 * x); }},
       {80}},
      {"three periods and a line",
       1,
       200,
       {[](double x) { return sin(6 * pi * x) + x; }},
       {6 * pi}},
  };
}

void check_tones(const Case& c, const ToneAnalysis& found) {
  BOOST_TEST_CONTEXT(c.name) {
    BOOST_TEST_REQUIRE(found.tones.size() == c.angular_frequencies.size());
    for (std::size_t i = 0; i < found.tones.size(); ++i) {
      const double truth = c.angular_frequencies[i] / (2 * pi);
      BOOST_TEST(std::abs(found.tones[i].frequency - truth) * c.length < 0.1);
    }
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(matrix_pencil)

BOOST_AUTO_TEST_CASE(each_tone_of_the_tonal_solutions_is_found_and_no_other) {
  for (const Case& c : tonal_cases()) {
    const ToneAnalysis found = find_tones(sample(c.signals, c.length, c.points), c.length);
    check_tones(c, found);
    BOOST_TEST(found.complete);
    // Without noise the tones are exact, not merely within a tenth of a period.
    for (std::size_t i = 0; i < found.tones.size(); ++i)
      BOOST_TEST(std::abs(found.tones[i].frequency - c.angular_frequencies[i] / (2 * pi)) *
                     c.length <
                 1e-6);
  }
}

BOOST_AUTO_TEST_CASE(noise_of_one_millionth_adds_no_tone_and_hides_none) {
  for (const Case& c : tonal_cases())
    check_tones(c, find_tones(sample(c.signals, c.length, c.points, 1e-6), c.length));
}

BOOST_AUTO_TEST_CASE(amplitude_decay_and_trend_are_those_of_the_function) {
  const auto f = [](double x) { return 0.25 * sin(80 * pi * x) + 3 * exp(-x); };
  const ToneAnalysis found = find_tones(sample({f}, 2, 400), 2);
  BOOST_TEST_REQUIRE(found.tones.size() == 1U);
  BOOST_TEST(std::abs(found.tones[0].amplitude - 0.25) < 1e-3);
  BOOST_TEST(std::abs(found.tones[0].decay) < 1e-8);
  BOOST_TEST(found.tones[0].multiplicity == 1);
  BOOST_TEST_REQUIRE(found.trend.size() == 1U);
  BOOST_TEST(std::abs(found.trend[0].decay + 1) < 1e-8);
  const double trend = 4.5 * (1 - exp(-4.0));  // integral of the trend squared
  const double share = std::sqrt(trend / (trend + 2 * 0.25 * 0.25 / 2));
  BOOST_TEST(std::abs(found.trend_share - share) < 1e-2);
}

BOOST_AUTO_TEST_CASE(a_tone_times_a_polynomial_is_one_tone_of_two_poles) {
  const ToneAnalysis found =
      find_tones(sample({[](double x) { return x * sin(200 * x); }}, 2 * pi, 900), 2 * pi);
  BOOST_TEST_REQUIRE(found.tones.size() == 1U);
  BOOST_TEST(found.tones[0].multiplicity == 2);
}

BOOST_AUTO_TEST_CASE(fewer_than_three_periods_and_damped_waves_are_trend) {
  const ToneAnalysis slow =
      find_tones(sample({[](double x) { return sin(5.8 * pi * x); }}, 1, 200), 1);
  BOOST_TEST(slow.tones.empty());
  BOOST_TEST(slow.trend_share > 0.999);
  const ToneAnalysis damped =
      find_tones(sample({[](double x) { return exp(-x) * cos(40 * x); }}, 2, 200), 2);
  BOOST_TEST(damped.tones.empty());
  BOOST_TEST_REQUIRE(damped.trend.size() == 1U);
  BOOST_TEST(std::abs(damped.trend[0].frequency - 20 / pi) < 1e-9);
  BOOST_TEST(std::abs(damped.trend[0].decay + 1) < 1e-9);
}

BOOST_AUTO_TEST_CASE(chirps_layers_bumps_and_noise_have_no_tones) {
  std::mt19937 random(2);
  std::normal_distribution<double> normal;
  const std::vector<Function> functions{
      [](double x) { return sin(20 * x + 60 * x * x); },
      [](double x) { return tanh((x - 0.5) / 0.03); },
      [](double x) { return tanh((x - 0.5) / 0.01); },
      [](double x) { return exp(-(x - 0.45) * (x - 0.45) / (2 * 0.05 * 0.05)); },
      [](double x) { return x * x * x - x; },
      [&](double) { return normal(random); }};
  for (const double noise : {0.0, 1e-6})
    for (const Function& f : functions)
      BOOST_TEST(find_tones(sample({f}, 1, 400, noise), 1).tones.empty());
}

BOOST_AUTO_TEST_CASE(a_tone_beside_a_layer_or_a_bump_is_found_alone) {
  const auto layer = [](double x) { return tanh((x - 0.5) / 0.03) + 0.1 * sin(150 * x); };
  const auto bump = [](double x) {
    return exp(-(x - 0.45) * (x - 0.45) / (2 * 0.03 * 0.03)) + sin(100 * x);
  };
  const ToneAnalysis first = find_tones(sample({layer}, 1, 400), 1);
  BOOST_TEST_REQUIRE(first.tones.size() == 1U);
  BOOST_TEST(std::abs(first.tones[0].frequency - 150 / (2 * pi)) < 0.1);
  const ToneAnalysis second = find_tones(sample({bump}, 1, 400), 1);
  BOOST_TEST_REQUIRE(second.tones.size() == 1U);
  BOOST_TEST(std::abs(second.tones[0].frequency - 100 / (2 * pi)) < 0.1);
}

BOOST_AUTO_TEST_CASE(vanishing_signals_have_no_tones_and_bad_samples_are_refused) {
  BOOST_TEST(find_tones(Matrix::Zero(50, 2), 1).tones.empty());
  BOOST_CHECK_THROW(find_tones(Matrix::Zero(5, 1), 1), std::invalid_argument);
  BOOST_CHECK_THROW(find_tones(Matrix::Zero(50, 1), 0), std::invalid_argument);
  BOOST_CHECK_THROW(find_tones(Matrix::Constant(50, 1, std::nan("")), 1), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
