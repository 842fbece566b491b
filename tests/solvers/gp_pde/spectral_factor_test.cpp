#include "solvers/gp_pde/spectral_factor.hpp"

#include <cmath>
#include <memory>
#include <numbers>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace tessera;
using gp_pde::spectral_factor;
using gp_pde::SpectralFactor;

namespace {

/// Largest |sum_m weights[m] cos(2 pi s_m r) - k(r)| over a fine grid of lags 0..length.
double largest_difference(const Kernel1D& kernel, const SpectralFactor& f, double length) {
  double largest = 0;
  for (int i = 0; i <= 997; ++i) {
    const double r = length * i / 997;
    const double sum =
        (f.weights.array() * (2 * std::numbers::pi * r * f.frequencies.array()).cos()).sum();
    largest = std::max(largest, std::abs(sum - kernel.value(r)));
  }
  return largest;
}

struct Case {
  std::shared_ptr<const Kernel1D> kernel;
  double length;
};

std::vector<Case> smooth_cases() {
  std::vector<Case> cases;
  for (double length : {0.3, 1.0, 2 * std::numbers::pi}) {
    cases.push_back({squared_exponential_kernel(1, 0.2), length});
    cases.push_back({squared_exponential_kernel(2.5, 3.0), length});
    cases.push_back({half_integer_matern_kernel(4.5, 1, 0.7), length});
    cases.push_back({half_integer_matern_kernel(3.5, 3, 2.0), length});
    cases.push_back(
        {gaussian_mixture_kernel({{0.7, 15.9, 0.4}, {1.3, 0.0, 0.25}, {0.2, 3, 1}}), length});
    cases.push_back({student_t_mixture_kernel({{0.7, 6.0, 0.3}, {1.3, 0.0, 0.2}}, 6.5), length});
    cases.push_back({matern_kernel(1, 1, 5.2), length});
  }
  return cases;
}

}  // namespace

BOOST_AUTO_TEST_CASE(smooth_kernels_meet_the_tolerance_and_the_bound_holds) {
  for (const Case& c : smooth_cases()) {
    const auto f = spectral_factor(*c.kernel, c.length);
    const double variance = c.kernel->value(0);
    BOOST_TEST_CONTEXT(c.kernel->name() << ", L = " << c.length << ", T = " << f.period << ", "
                                        << f.weights.size() << " frequencies") {
      BOOST_TEST(f.remark == "");
      BOOST_TEST(f.bound() <= 1e-12 * variance);
      BOOST_TEST(f.period >= 2 * c.length);
      BOOST_TEST(f.weights.size() <= 4000);
      BOOST_TEST(f.frequencies(1) * f.period == 1.0, boost::test_tools::tolerance(1e-13));
      BOOST_TEST(largest_difference(*c.kernel, f, c.length) <= f.bound() + 3e-14 * variance);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_bound_is_within_a_factor_of_30_of_the_true_difference) {
  for (double tolerance : {1e-4, 1e-8}) {
    for (const Case& c : smooth_cases()) {
      const auto f = spectral_factor(*c.kernel, c.length, {tolerance, 4000});
      const double variance = c.kernel->value(0);
      const double difference = largest_difference(*c.kernel, f, c.length);
      BOOST_TEST_CONTEXT(c.kernel->name() << ", L = " << c.length) {
        BOOST_TEST(f.bound() <= tolerance * variance);
        BOOST_TEST(difference <= f.bound() + 3e-14 * variance);
        // Where 2 L is long enough for the kernel the periodisation vanishes and only the tail,
        // met to 2 percent of the band, is left.
        BOOST_TEST(f.bound() <= 30 * difference + 1e-14 * variance);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(slow_spectra_use_all_frequencies_and_say_so) {
  for (double smoothness : {0.5, 1.5}) {
    const auto kernel = half_integer_matern_kernel(smoothness, 2.0, 0.5);
    for (double length : {0.4, 3.0}) {
      const auto f = spectral_factor(*kernel, length, {1e-12, 1000});
      const double difference = largest_difference(*kernel, f, length);
      BOOST_TEST_CONTEXT(f.remark) {
        BOOST_TEST(f.weights.size() == 1000);
        BOOST_TEST(f.remark.find(kernel->name()) != std::string::npos);
        BOOST_TEST(f.remark.find("the spectrum falls off so slowly") != std::string::npos);
        BOOST_TEST(difference <= f.bound());
        BOOST_TEST(f.bound() <= 100 * difference);
      }
      // Twice the frequencies help, as the tail s^-(2 nu) has it.
      const auto twice = spectral_factor(*kernel, length, {1e-12, 2000});
      BOOST_TEST(twice.bound() < f.bound() * 1.4 * std::pow(2, -2 * smoothness));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_peak_beyond_the_last_frequency_counts_as_tail) {
  const auto kernel = gaussian_mixture_kernel({{1.0, 0.0, 0.2}, {0.5, 40.0, 0.01}});
  const auto f = spectral_factor(*kernel, 1.0, {1e-12, 50});
  BOOST_TEST(f.tail_bound >= 0.49);
  BOOST_TEST(largest_difference(*kernel, f, 1.0) <= f.bound());
  BOOST_TEST(!f.remark.empty());
}

BOOST_AUTO_TEST_CASE(long_correlation_lengthens_the_period) {
  const auto f = spectral_factor(*squared_exponential_kernel(1, 50), 1.0);
  BOOST_TEST(f.period > 300);
  BOOST_TEST(f.weights.size() < 30);
}

BOOST_AUTO_TEST_CASE(a_periodic_kernel_is_exact) {
  for (double length : {0.2, 1.0, 2.9}) {
    const auto kernel = periodic_kernel(1.5, 0.6, 0.7);
    const auto f = spectral_factor(*kernel, length);
    BOOST_TEST(f.remark == "");
    BOOST_TEST(f.periodisation_bound == 0);
    BOOST_TEST(f.period >= 2 * length);
    BOOST_TEST(largest_difference(*kernel, f, length) <= f.bound() + 3e-14);
    const auto cut = spectral_factor(*kernel, length, {1e-12, 6});
    BOOST_TEST(largest_difference(*kernel, cut, length) <= cut.bound() + 1e-14);
    BOOST_TEST(!cut.remark.empty());
  }
}

BOOST_AUTO_TEST_CASE(a_flat_band_has_no_finite_bound_and_says_so) {
  const auto kernel = flat_band_kernel(1, 4);
  const auto f = spectral_factor(*kernel, 1.0);
  BOOST_TEST(std::isinf(f.bound()));
  BOOST_TEST(f.remark.find("does not converge") != std::string::npos);
  BOOST_TEST(largest_difference(*kernel, f, 1.0) < 1e-3);
}

BOOST_AUTO_TEST_CASE(lengths_and_options_that_cannot_be_are_refused) {
  const auto kernel = squared_exponential_kernel(1, 1);
  BOOST_CHECK_THROW(spectral_factor(*kernel, 0), std::invalid_argument);
  BOOST_CHECK_THROW(spectral_factor(*kernel, -1), std::invalid_argument);
  BOOST_CHECK_THROW(spectral_factor(*kernel, std::nan("")), std::invalid_argument);
  BOOST_CHECK_THROW(spectral_factor(*kernel, 1, {0, 100}), std::invalid_argument);
  BOOST_CHECK_THROW(spectral_factor(*kernel, 1, {1e-12, 1}), std::invalid_argument);
}
