#include "solvers/gp_pde/periodogram.hpp"

#include <cmath>
#include <numbers>

#include <boost/test/unit_test.hpp>

using namespace tessera;
using namespace tessera::gp_pde;

BOOST_AUTO_TEST_SUITE(spectrum)

Eigen::MatrixXd tones(Index n, double length, double strong, double weak, double amplitude) {
  const Eigen::ArrayXd x = Eigen::VectorXd::LinSpaced(n, 0, length);
  return ((2 * std::numbers::pi * strong * x).sin() +
          amplitude * (2 * std::numbers::pi * weak * x + 0.3).cos())
      .matrix();
}

BOOST_AUTO_TEST_CASE(amplitude_and_frequency_of_a_tone_are_found) {
  const Periodogram p = periodogram(tones(400, 2.0, 23.0, 5.0, 0.0), 2.0);
  Index row = 0;
  const double amplitude = p.amplitudes.col(0).maxCoeff(&row);
  BOOST_TEST(std::abs(static_cast<double>(row) * p.resolution - 23.0) < p.resolution);
  BOOST_TEST(amplitude > 0.35);
  BOOST_TEST(amplitude < 0.51);
}

BOOST_AUTO_TEST_CASE(the_highest_frequency_is_that_of_the_weak_tone_above_the_threshold) {
  const Periodogram p = periodogram(tones(400, 1.0, 9.5, 64.0, 1e-2), 1.0);
  BOOST_TEST(std::abs(highest_frequency(p, 1e-3) - 64.0) < 5.0);
  BOOST_TEST(highest_frequency(p, 0.1) < 15.0);
}

BOOST_AUTO_TEST_CASE(a_line_above_the_band_is_a_gap_and_a_constant_signal_has_none) {
  const Periodogram p = periodogram(tones(400, 1.0, 9.5, 64.0, 0.5), 1.0);
  const SpectralPeak peak = content_above(p, 20.0, 0.1);
  BOOST_TEST(peak.found);
  BOOST_TEST(peak.prominence > 30);
  const Periodogram nothing = periodogram(Eigen::MatrixXd::Constant(100, 2, 3.0), 1.0);
  BOOST_TEST(highest_frequency(nothing, 1e-3) == 0.0);
}

BOOST_AUTO_TEST_SUITE_END()
