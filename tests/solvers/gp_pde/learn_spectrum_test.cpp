#include "solvers/gp_pde/learn_spectrum.hpp"

#include <cmath>
#include <functional>
#include <numbers>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include <Eigen/Cholesky>
#include <Eigen/QR>
#include <boost/test/unit_test.hpp>

#include "data/fields/errors.hpp"
#include "solvers/gp_pde/basis_1d.hpp"
#include "solvers/gp_pde/gauss_legendre.hpp"

namespace {

using tessera::Index;
using tessera::gp_pde::AxisSamples;
using tessera::gp_pde::LearnedSpectrum;
using tessera::gp_pde::LearnOptions;
using tessera::gp_pde::SpectrumCandidate;
using Function = std::function<double(double)>;
using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;
using std::cos;
using std::sin;
constexpr double pi = std::numbers::pi;

AxisSamples sample(const Function& f, double length, Index points) {
  AxisSamples samples{Vector::LinSpaced(points, 0, length), Matrix(points, 1), length};
  for (Index i = 0; i < points; ++i) samples.values(i, 0) = f(samples.points[i]);
  return samples;
}

LearnedSpectrum learn(const AxisSamples& samples, const LearnOptions& options) {
  tessera::SilentMonitor monitor;
  return tessera::gp_pde::learn_spectrum(samples, options, monitor);
}

LearnedSpectrum learn(const AxisSamples& samples, const std::string& method) {
  LearnOptions options;
  options.method = method;
  return learn(samples, options);
}

const SpectrumCandidate& candidate(const LearnedSpectrum& learned, const std::string& method) {
  for (const SpectrumCandidate& c : learned.candidates)
    if (c.method == method) return c;
  throw std::logic_error("no such candidate: " + method);
}

/// Frequency of the largest density above `lowest`.
double peak(const LearnedSpectrum& learned, double lowest) {
  Index best = 0;
  double largest = -1;
  for (Index m = 0; m < learned.frequencies.size(); ++m) {
    if (learned.frequencies[m] < lowest || learned.densities[m] <= largest) continue;
    largest = learned.densities[m];
    best = m;
  }
  return learned.frequencies[best];
}

/// Share of the variance within `width` of the frequency.
double share_near(const LearnedSpectrum& learned, double frequency, double width) {
  double near = 0;
  for (Index m = 0; m < learned.frequencies.size(); ++m)
    if (std::abs(learned.frequencies[m] - frequency) <= width) near += learned.densities[m];
  return near / learned.densities.sum();
}

struct Case {
  std::string name;
  double length;
  Index points;
  Function f;
  std::vector<double> angular_frequencies;
};

std::vector<Case> tonal_cases() {
  return {
      {"single sin", 2 * pi, 400, [](double x) { return sin(100 * x); }, {100}},
      {"sin cos", 2 * pi, 400, [](double x) { return sin(6 * x) * cos(100 * x); }, {94, 106}},
      {"parabola and sin",
       1,
       400,
       [](double x) { return sin(500 * x) - 2 * (x - 0.5) * (x - 0.5); },
       {500}},
      {"mix", 1, 400, [](double x) { return sin(x) + 0.1 * sin(20 * x) + cos(100 * x); }, {100}},
  };
}

}  // namespace

BOOST_AUTO_TEST_SUITE(learn_spectrum)

BOOST_AUTO_TEST_CASE(relevance_determination_puts_the_variance_at_the_tones) {
  for (const Case& c : tonal_cases()) {
    const LearnedSpectrum learned =
        learn(sample(c.f, c.length, c.points), "relevance determination");
    BOOST_TEST_CONTEXT(c.name + ": " + learned.words) {
      double share = 0;
      for (const double angular : c.angular_frequencies)
        share += share_near(learned, angular / (2 * pi), 1.5 / c.length);
      share += share_near(learned, 0, 3 / c.length);  // trend
      BOOST_TEST(share > 0.95);
      // To the nearest frequency of the grid.
      BOOST_TEST(std::abs(peak(learned, 3 / c.length) - c.angular_frequencies.back() / (2 * pi)) *
                     c.length <=
                 (c.angular_frequencies.size() == 1 ? 0.5 : 12.1));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_learned_spectrum_has_far_more_evidence_than_a_flat_band) {
  for (const Case& c : tonal_cases()) {
    const LearnedSpectrum learned = learn(sample(c.f, c.length, c.points), "automatic");
    BOOST_TEST_CONTEXT(c.name + ": " + learned.words) {
      BOOST_TEST(learned.candidates.size() == 4U);
      BOOST_TEST(learned.method != "flat band");
      BOOST_TEST(learned.log_evidence > candidate(learned, "flat band").log_evidence + 100);
      for (const SpectrumCandidate& other : learned.candidates)
        BOOST_TEST(other.score <= candidate(learned, learned.method).score);
    }
  }
}

BOOST_AUTO_TEST_CASE(evidence_moves_a_gaussian_to_the_tone_from_means_spread_over_the_band) {
  LearnOptions options;
  options.method = "evidence";
  options.band = 20;  // the frequency scale of arXiv 2311.04465
  const LearnedSpectrum learned =
      learn(sample([](double x) { return sin(100 * x); }, 2 * pi, 400), options);
  const SpectrumCandidate& mixture = candidate(learned, "evidence");
  BOOST_TEST_REQUIRE(mixture.components.size() == 30U);
  BOOST_TEST(std::abs(mixture.components[0].mean - 100 / (2 * pi)) < 0.1);
  BOOST_TEST(mixture.iterations <= 60);
  BOOST_TEST(mixture.components[0].weight > 1e6 * mixture.components[1].weight);
}

BOOST_AUTO_TEST_CASE(the_log_evidence_is_the_density_of_the_samples_under_the_kernel) {
  // Noise large enough for a dense Cholesky factorisation.
  AxisSamples samples = sample([](double x) { return sin(30 * x); }, 1, 60);
  std::mt19937 random(4);
  std::normal_distribution<double> normal;
  for (double& value : samples.values.reshaped()) value += 0.05 * normal(random);
  LearnOptions options;
  options.noise = 1e-2;
  const LearnedSpectrum learned = learn(samples, options);
  const double scale = std::sqrt(samples.values.squaredNorm() / 60);
  for (const SpectrumCandidate& c : learned.candidates) {
    Matrix covariance = c.noise * c.noise * Matrix::Identity(60, 60);
    for (Index i = 0; i < 60; ++i)
      for (Index j = 0; j < 60; ++j)
        for (Index m = 0; m < learned.frequencies.size(); ++m) {
          // Midpoint rule in frequency for the two-sided density: spacing 1 / (2 L).
          const double both_sides = m == 0 ? 0.5 : 1.0;
          covariance(i, j) +=
              both_sides * c.densities[m] *
              cos(2 * pi * learned.frequencies[m] * (samples.points[i] - samples.points[j]));
        }
    const Eigen::LLT<Matrix> llt(covariance);
    const Vector y = samples.values / scale;
    const double expected = -0.5 * (y.dot(llt.solve(y)) + 60 * std::log(2 * pi)) -
                            llt.matrixLLT().diagonal().array().log().sum();
    BOOST_TEST_CONTEXT(c.method)
    BOOST_TEST(std::abs(c.log_evidence - expected) < 1e-6 * std::abs(expected));
  }
}

BOOST_AUTO_TEST_CASE(noise_in_the_samples_is_learned) {
  AxisSamples samples = sample([](double x) { return sin(30 * x); }, 1, 200);
  std::mt19937 random(8);
  std::normal_distribution<double> normal;
  const double noise = 0.01;
  for (double& value : samples.values.reshaped()) value += noise * normal(random);
  const LearnedSpectrum learned = learn(samples, "automatic");
  // Relative to the signal, whose mean square is near 1/2.
  BOOST_TEST(std::abs(learned.noise / (noise * std::sqrt(2.0)) - 1) < 0.3);
  BOOST_TEST(std::abs(peak(learned, 3) - 30 / (2 * pi)) <= 0.5);
}

BOOST_AUTO_TEST_CASE(white_noise_alone_teaches_no_tone) {
  std::mt19937 random(9);
  std::normal_distribution<double> normal;
  AxisSamples samples = sample([&](double) { return normal(random); }, 1, 200);
  const LearnedSpectrum learned = learn(samples, "automatic");
  BOOST_TEST_CONTEXT(learned.words) BOOST_TEST(learned.noise > 0.3);
}

BOOST_AUTO_TEST_CASE(signals_of_one_axis_share_their_spectrum_whatever_their_size) {
  AxisSamples one = sample([](double x) { return sin(40 * x); }, 1, 200);
  AxisSamples both = one;
  both.values.conservativeResize(200, 3);
  both.values.col(1) = 1e-6 * sample([](double x) { return cos(90 * x); }, 1, 200).values;
  both.values.col(2).setZero();
  const LearnedSpectrum learned = learn(both, "relevance determination");
  BOOST_TEST(share_near(learned, 40 / (2 * pi), 1.5) > 0.4);
  BOOST_TEST(share_near(learned, 90 / (2 * pi), 1.5) > 0.4);
}

BOOST_AUTO_TEST_CASE(gauss_legendre_samples_teach_the_same_tone) {
  const auto rule = tessera::gp_pde::gauss_legendre(200);
  AxisSamples samples{Vector(200), Matrix(200, 1), 2};
  samples.points << (1 - rule.nodes.reverse().array()).matrix(), (1 + rule.nodes.array()).matrix();
  samples.values.col(0) = (60 * samples.points.array()).sin();
  LearnOptions options;
  BOOST_CHECK_THROW(learn(samples, options), std::invalid_argument);  // no band
  options.band = 14;
  const LearnedSpectrum learned = learn(samples, options);
  BOOST_TEST(learned.candidates.size() == 3U);
  BOOST_TEST(std::abs(peak(learned, 1) - 60 / (2 * pi)) < 0.5);
}

BOOST_AUTO_TEST_CASE(a_basis_of_the_learned_spectrum_carries_the_function) {
  for (const Case& c : tonal_cases()) {
    const LearnedSpectrum learned =
        learn(sample(c.f, c.length, c.points), "relevance determination");
    tessera::gp_pde::BasisRequest request;
    request.range = {0, c.length};
    request.spectrum = learned.spectrum;
    request.rank = tessera::gp_pde::flat_band_rank(learned.spectrum.band, c.length);
    request.maximum_nodes = 2 * c.points;
    const tessera::gp_pde::Basis1D basis(request);
    const Matrix values = basis.evaluate(basis.nodes(), 0);
    Vector f(basis.nodes().size());
    for (Index i = 0; i < f.size(); ++i) f[i] = c.f(basis.nodes()[i]);
    const Vector rest = f - values * (values.transpose() * basis.weights().cwiseProduct(f));
    BOOST_TEST_CONTEXT(c.name) BOOST_TEST(rest.norm() < 1e-9 * f.norm());
  }
}

BOOST_AUTO_TEST_CASE(signals_that_vanish_give_the_flat_band_and_wrong_input_is_refused) {
  const AxisSamples zero = sample([](double) { return 0.0; }, 1, 50);
  LearnOptions options;
  options.band = 8;
  BOOST_TEST(learn(zero, options).method == "flat band");
  BOOST_TEST(learn(zero, options).spectrum.band == 8);
  AxisSamples wrong = zero;
  wrong.points[3] = wrong.points[2];
  BOOST_CHECK_THROW(learn(wrong, options), std::invalid_argument);
  options.method = "magic";
  BOOST_CHECK_THROW(learn(zero, options), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
