#include <cmath>
#include <limits>
#include <numbers>
#include <stdexcept>
#include <string>

#include <boost/math/quadrature/gauss.hpp>
#include <boost/test/unit_test.hpp>

#include "models/kernels/kernel_1d.hpp"
#include "tests/models/kernels/high_precision.hpp"

using namespace tessera;

namespace {

Real exact_flat_band(double variance, double band, const Real& r) {
  const Real x = angular(band) * r;
  return x == 0 ? Real(variance) : Real(variance * sin(x) / x);
}

Real exact_mixture(const std::vector<SpectralComponent>& components, const Real& r) {
  Real sum = 0;
  for (const auto& q : components) {
    const Real t = angular(q.bandwidth) * r;
    sum += q.weight * exp(-t * t / 2) * cos(angular(q.frequency) * r);
  }
  return sum;
}

/// Integral of spectral_density(s) cos(2 pi s r) over |s| <= limit.
double integrate_density(const Kernel1D& kernel, double r, double limit) {
  const int panels = 200;
  double sum = 0;
  for (int p = 0; p < panels; ++p) {
    const double a = limit * p / panels;
    const double b = limit * (p + 1) / panels;
    sum += boost::math::quadrature::gauss<double, 20>::integrate(
        [&](double s) {
          return kernel.spectral_density(s) * std::cos(2 * std::numbers::pi * s * r);
        },
        a, b);
  }
  return 2 * sum;
}

const std::vector<SpectralComponent> mixture = {
    {0.7, 3.0, 0.4}, {1.3, 0.0, 0.25}, {0.2, 15.9, 0.05}};

template <class Call>
std::string message_of(Call call) {
  try {
    call();
  } catch (const std::exception& error) {
    return error.what();
  }
  return "";
}

}  // namespace

BOOST_AUTO_TEST_CASE(flat_band_derivatives_agree_with_differences_in_100_digits) {
  const double variance = 1.7;
  const double band = 2.5;
  const auto kernel = flat_band_kernel(variance, band);
  for (double r :
       {0.0, 1e-12, -1e-5, 0.003, 0.02, 0.1, 0.2, 0.31, 0.45, 0.5, 0.51, -0.52, 1.0, 7.3})
    for (int order = 0; order <= 8; ++order) {
      const double expected =
          derivative([&](const Real& t) { return exact_flat_band(variance, band, t); }, r, order);
      // The largest value of the n-th derivative is that at zero, variance c^n / (n + 1).
      const double scale = variance * std::pow(2 * std::numbers::pi * band, order) / (order + 1);
      BOOST_TEST(std::abs(kernel->value(r, order) - expected) <= 4e-15 * scale,
                 "r = " << r << ", order " << order << ": " << kernel->value(r, order)
                        << " != " << expected);
    }
}

BOOST_AUTO_TEST_CASE(flat_band_odd_derivatives_keep_relative_accuracy_near_zero) {
  const auto kernel = flat_band_kernel(1.0, 1.0);
  const double c = 2 * std::numbers::pi;
  for (double r : {1e-3, 1e-8, 1e-20}) {
    BOOST_TEST(kernel->value(r, 1) == -c * c * r / 3 * (1 - c * c * r * r / 10),
               boost::test_tools::tolerance(1e-9));
    BOOST_TEST(kernel->value(-r, 3) == -std::pow(c, 4) * r / 5, boost::test_tools::tolerance(1e-4));
  }
  BOOST_TEST(kernel->value(0.0, 7) == 0.0);
}

BOOST_AUTO_TEST_CASE(mixture_derivatives_agree_with_differences_in_100_digits) {
  const auto kernel = gaussian_mixture_kernel(mixture);
  for (double r : {0.0, 1e-9, 0.01, -0.13, 0.4, 1.1, 2.5})
    for (int order = 0; order <= 8; ++order) {
      const double expected =
          derivative([&](const Real& t) { return exact_mixture(mixture, t); }, r, order);
      double scale = 0;
      for (const auto& q : mixture)
        scale += q.weight * std::pow(2 * std::numbers::pi * (q.frequency + 3 * q.bandwidth), order);
      BOOST_TEST(std::abs(kernel->value(r, order) - expected) <= 2e-14 * scale,
                 "r = " << r << ", order " << order << ": " << kernel->value(r, order)
                        << " != " << expected);
    }
}

BOOST_AUTO_TEST_CASE(kernels_are_the_cosine_transforms_of_their_spectral_densities) {
  const auto flat = flat_band_kernel(0.8, 4.0);
  const auto gaussian = gaussian_mixture_kernel(mixture);
  for (double r : {0.0, 0.05, 0.3, 1.9}) {
    BOOST_TEST(std::abs(flat->value(r) - integrate_density(*flat, r, 4.0)) < 1e-13);
    BOOST_TEST(std::abs(gaussian->value(r) - integrate_density(*gaussian, r, 20.0)) < 1e-13);
  }
  BOOST_TEST(flat->spectral_density(4.1) == 0.0);
  BOOST_TEST(flat->spectral_density(-3.9) == flat->spectral_density(3.9));
  BOOST_TEST(gaussian->spectral_density(-2.9) == gaussian->spectral_density(2.9));
}

BOOST_AUTO_TEST_CASE(parameters_make_a_round_trip) {
  const auto flat = flat_band_kernel(0.3, 7.0);
  const auto gaussian = gaussian_mixture_kernel(mixture);
  for (const Kernel1D* kernel : {flat.get(), gaussian.get()}) {
    std::vector<double> values;
    for (const auto& p : kernel->parameters()) {
      BOOST_TEST(!p.name.empty());
      BOOST_TEST((p.minimum <= p.value && p.value <= p.maximum));
      values.push_back(p.value * 1.5);
    }
    const auto changed = kernel->with_parameters(values);
    BOOST_TEST(changed->name() == kernel->name());
    for (std::size_t i = 0; i < values.size(); ++i)
      BOOST_TEST(changed->parameters()[i].value == values[i]);
    BOOST_TEST(changed->value(0.1) != kernel->value(0.1));
  }
}

BOOST_AUTO_TEST_CASE(parameters_out_of_bounds_are_refused_by_name) {
  const auto flat = flat_band_kernel(1, 1);
  const auto gaussian = gaussian_mixture_kernel(mixture);
  BOOST_CHECK_THROW(flat_band_kernel(1, 0), std::invalid_argument);
  BOOST_CHECK_THROW(flat_band_kernel(-1, 2), std::invalid_argument);
  BOOST_CHECK_THROW(flat_band_kernel(std::nan(""), 2), std::invalid_argument);
  BOOST_CHECK_THROW(gaussian_mixture_kernel({}), std::invalid_argument);
  BOOST_CHECK_THROW(gaussian_mixture_kernel({{1, 1, 0}}), std::invalid_argument);
  BOOST_CHECK_THROW(flat->with_parameters({1}), std::invalid_argument);
  BOOST_TEST(message_of([&] {
               flat->with_parameters({1, -2});
             }).find("band = -2") != std::string::npos);
  BOOST_TEST(message_of([&] {
               gaussian->with_parameters({1, 1, 1, 1, -1, 1, 1, 1, 1});
             }).find("frequency_2 = -1") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(derivatives_above_the_highest_order_are_refused) {
  const auto flat = flat_band_kernel(1, 1);
  const auto gaussian = gaussian_mixture_kernel(mixture);
  for (const Kernel1D* kernel : {flat.get(), gaussian.get()}) {
    BOOST_TEST(kernel->derivatives_at_zero() == 8);
    BOOST_CHECK_NO_THROW(kernel->value(0, 8));
    BOOST_CHECK_THROW(kernel->value(0, 9), std::domain_error);
    BOOST_CHECK_THROW(kernel->value(0, -1), std::invalid_argument);
    const std::string message = message_of([&] { kernel->value(0, 9); });
    BOOST_TEST(message.find(kernel->name()) != std::string::npos);
    BOOST_TEST(message.find("order 8") != std::string::npos);
  }
}
