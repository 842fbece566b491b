// Spectral densities, line spectra, tails and envelopes against the kernels.

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>
#include <random>
#include <stdexcept>
#include <vector>

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <boost/math/quadrature/exp_sinh.hpp>
#include <boost/math/quadrature/gauss.hpp>
#include <boost/math/special_functions/bessel.hpp>
#include <boost/test/unit_test.hpp>

#include "models/kernels/kernel_1d.hpp"

using namespace tessera;

namespace {

std::vector<std::shared_ptr<const Kernel1D>> kernels_with_density() {
  return {squared_exponential_kernel(1.3, 0.4),
          half_integer_matern_kernel(0.5, 1.1, 0.5),
          half_integer_matern_kernel(1.5, 0.7, 0.5),
          half_integer_matern_kernel(2.5, 1.3, 0.3),
          half_integer_matern_kernel(3.5, 1.0, 0.6),
          half_integer_matern_kernel(4.5, 1.0, 0.4),
          matern_kernel(0.8, 0.5, 1.0),
          matern_kernel(1.2, 0.5, 2.8),
          gaussian_mixture_kernel({{0.7, 3.0, 0.4}, {1.3, 0.0, 0.25}}),
          student_t_mixture_kernel({{0.7, 3.0, 0.2}, {1.3, 0.0, 0.25}}),
          student_t_mixture_kernel({{0.7, 3.0, 0.2}, {1.3, 0.0, 0.25}}, 1.5)};
}

/// 2 int_0^far k(r) cos(2 pi s r) dr in short Gauss panels. Kernels here are below 1e-17 at far.
double cosine_transform(const Kernel1D& kernel, double s) {
  const double far = 32;
  const int panels = 320;
  double sum = 0;
  for (int p = 0; p < panels; ++p)
    sum += boost::math::quadrature::gauss<double, 15>::integrate(
        [&](double r) { return kernel.value(r) * std::cos(2 * std::numbers::pi * s * r); },
        far * p / panels, far * (p + 1) / panels);
  return 2 * sum;
}

}  // namespace

BOOST_AUTO_TEST_CASE(spectral_densities_are_cosine_transforms_of_the_kernels) {
  for (const auto& kernel : kernels_with_density())
    for (double s : {0.0, 0.3, -1.7, 3.1, 6.0})
      BOOST_TEST(std::abs(kernel->spectral_density(s) - cosine_transform(*kernel, s)) < 2e-9,
                 kernel->name() << " at " << s << ": " << kernel->spectral_density(s)
                                << " != " << cosine_transform(*kernel, s));
}

BOOST_AUTO_TEST_CASE(spectral_tails_are_integrals_of_the_density) {
  boost::math::quadrature::exp_sinh<double> integrator;
  for (const auto& kernel : kernels_with_density()) {
    BOOST_TEST(kernel->spectral_tail(0) == kernel->value(0), boost::test_tools::tolerance(1e-12));
    for (double s : {4.0, 9.0}) {
      const double tail =
          2 * integrator.integrate([&](double t) { return kernel->spectral_density(s + t); });
      BOOST_TEST(kernel->spectral_tail(s) == tail, boost::test_tools::tolerance(1e-7));
    }
  }
  BOOST_TEST(flat_band_kernel(3, 2)->spectral_tail(0.5) == 2.25);
  BOOST_TEST(flat_band_kernel(3, 2)->spectral_tail(2.5) == 0.0);
}

BOOST_AUTO_TEST_CASE(envelopes_bound_the_kernels_and_never_increase) {
  auto kernels = kernels_with_density();
  kernels.push_back(flat_band_kernel(1.3, 2.0));
  kernels.push_back(periodic_kernel(1.3, 0.5, 0.8));
  for (const auto& kernel : kernels) {
    double before = kernel->envelope(0);
    for (int i = 0; i <= 500; ++i) {
      const double r = 0.01 * i;
      BOOST_TEST(std::abs(kernel->value(r)) <= kernel->envelope(r) * (1 + 1e-14));
      BOOST_TEST(kernel->envelope(r) <= before * (1 + 1e-14));
      BOOST_TEST(kernel->envelope(-r) == kernel->envelope(r));
      before = kernel->envelope(r);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_periodic_kernel_is_the_sum_of_its_lines) {
  for (double length_scale : {0.01, 0.2, 1.0, 5.0, 1e6}) {
    const auto kernel = periodic_kernel(1.7, length_scale, 0.9);
    const auto lines = kernel->line_spectrum();
    for (double r : {0.0, 0.003, 0.1, -0.45, 0.8, 1.9}) {
      double sum = 0;
      for (const SpectralLine& line : lines)
        sum += line.variance * std::cos(2 * std::numbers::pi * line.frequency * r);
      BOOST_TEST(std::abs(sum - kernel->value(r)) < 3e-13);
    }
    BOOST_TEST(kernel->spectral_density(1 / 0.9) == 0.0);
    BOOST_TEST(std::abs(kernel->spectral_tail(0.5 / 0.9) - (1.7 - lines[0].variance)) < 1e-12);
    BOOST_TEST(kernel->spectral_tail(lines.back().frequency) == 0.0);
  }
}

BOOST_AUTO_TEST_CASE(line_variances_are_bessel_functions) {
  const double z = 1 / (0.4 * 0.4);
  const auto lines = periodic_kernel(2.0, 0.4, 3.0)->line_spectrum();
  for (std::size_t m = 0; m < lines.size(); ++m) {
    const double expected =
        2.0 * (m == 0 ? 1 : 2) * std::exp(-z) * boost::math::cyl_bessel_i(static_cast<int>(m), z);
    BOOST_TEST(lines[m].variance == expected, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(lines[m].frequency == static_cast<double>(m) / 3.0);
  }
  BOOST_TEST(squared_exponential_kernel(1, 1)->line_spectrum().empty());
}

BOOST_AUTO_TEST_CASE(covariance_matrices_of_random_points_are_positive_semidefinite) {
  auto kernels = kernels_with_density();
  kernels.push_back(periodic_kernel(1.3, 0.5, 0.8));
  std::mt19937 generator(7);
  std::uniform_real_distribution<double> uniform(0, 4);
  Eigen::VectorXd x = Eigen::VectorXd::NullaryExpr(40, [&] { return uniform(generator); });
  for (const auto& kernel : kernels) {
    Eigen::MatrixXd k(40, 40);
    for (int i = 0; i < 40; ++i)
      for (int j = 0; j < 40; ++j) k(i, j) = kernel->value(x(i) - x(j)) + (i == j ? 1e-12 : 0.0);
    BOOST_TEST((Eigen::LLT<Eigen::MatrixXd>(k).info() == Eigen::Success), kernel->name());
  }
}
