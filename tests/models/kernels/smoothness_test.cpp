// Derivatives of the kernels of finite and infinite smoothness against differences in 100 digits.

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <memory>
#include <numbers>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "models/kernels/kernel_1d.hpp"
#include "tests/models/kernels/high_precision.hpp"

using namespace tessera;

namespace {

/// exp(-t) times the polynomial of Rasmussen and Williams (2006), eq. 4.16.
Real exact_matern(int p, const Real& length_scale, const Real& r) {
  const Real t = sqrt(Real(2 * p + 1)) * abs(r) / length_scale;
  Real sum = 0;
  Real coefficient = 1;  // (p+i)! p! / ((2p)! i! (p-i)!) from i = p downwards
  for (int i = p; i >= 0; --i) {
    sum += coefficient * pow(2 * t, p - i);
    coefficient = coefficient * i / (Real(p + i) * (p - i + 1));
  }
  return exp(-t) * sum;
}

/// M_nu for whole nu by the integral K_nu(t) = int_0^inf exp(-t cosh x) cosh(nu x) dx and the
/// trapezoidal rule, which converges geometrically.
class BesselMatern {
 public:
  BesselMatern(int nu, double length_scale) : nu_(nu), length_scale_(length_scale) {
    for (int k = 0; k < 260; ++k) {
      cosh_.push_back(cosh(k * step_));
      weight_.push_back(cosh(nu * k * step_) * (k == 0 ? step_ / 2 : step_));
    }
    scale_ = 2;
    for (int k = 1; k <= nu; ++k) scale_ /= 2 * std::max(1, k - 1);
  }

  Real operator()(const Real& r) {
    const auto known = known_.find(r);
    if (known != known_.end()) return known->second;
    const Real t = sqrt(Real(2 * nu_)) * abs(r) / length_scale_;
    Real sum = 0;
    for (std::size_t k = 0; k < cosh_.size(); ++k) {
      const Real term = exp(-t * cosh_[k]) * weight_[k];
      sum += term;
      if (term < Real("1e-105") * sum) break;
    }
    return known_[r] = scale_ * pow(t, nu_) * sum;
  }

 private:
  Real step_ = Real("0.04");
  int nu_;
  Real length_scale_;
  Real scale_;  ///< 2^(1 - nu) / Gamma(nu)
  std::vector<Real> cosh_;
  std::vector<Real> weight_;
  std::map<Real, Real> known_;  ///< differences of several orders share their points
};

void check_derivatives(const Kernel1D& kernel, const std::function<Real(const Real&)>& exact,
                       double length_scale, const std::vector<double>& lags, double tolerance) {
  for (double r : lags)
    for (int order = 0; order <= maximum_kernel_derivative; ++order) {
      const double expected = derivative(exact, r, order);
      // The scale of a derivative at this lag.
      const double scale = std::abs(expected) + std::pow(3 / length_scale, order) * kernel.value(r);
      BOOST_TEST(std::abs(kernel.value(r, order) - expected) <= tolerance * scale,
                 kernel.name() << ", r = " << r << ", order " << order << ": "
                               << kernel.value(r, order) << " != " << expected);
    }
}

}  // namespace

BOOST_AUTO_TEST_CASE(squared_exponential_derivatives_agree_with_differences_in_100_digits) {
  const auto kernel = squared_exponential_kernel(1.3, 0.8);
  check_derivatives(
      *kernel, [](const Real& r) { return 1.3 * exp(-r * r / (2 * Real(0.8) * Real(0.8))); }, 0.8,
      {0.0, 1e-8, 0.01, -0.4, 0.8, 1.7, -3.3}, 1e-13);
}

BOOST_AUTO_TEST_CASE(periodic_derivatives_agree_with_differences_in_100_digits) {
  for (double length_scale : {0.3, 1.0, 4.0}) {
    const auto kernel = periodic_kernel(0.9, length_scale, 1.4);
    const auto exact = [&](const Real& r) {
      const Real sine = sin(boost::math::constants::pi<Real>() * r / 1.4);
      return Real(0.9 * exp(-2 * sine * sine / (Real(length_scale) * length_scale)));
    };
    for (double r : {0.0, 1e-7, 0.1, -0.35, 0.7, 1.4, 2.0})
      for (int order = 0; order <= 8; ++order) {
        const double expected = derivative(exact, r, order);
        const double scale =
            0.9 * std::pow(2 * std::numbers::pi / 1.4 * (2 + 2 / length_scale), order);
        BOOST_TEST(std::abs(kernel->value(r, order) - expected) <= 2e-14 * scale,
                   "r = " << r << ", order " << order << ": " << kernel->value(r, order)
                          << " != " << expected);
      }
  }
}

BOOST_AUTO_TEST_CASE(half_integer_matern_derivatives_agree_with_differences_in_100_digits) {
  for (int p = 0; p <= 10; ++p)
    check_derivatives(
        *half_integer_matern_kernel(p + 0.5, 1.7, 0.6),
        [p](const Real& r) { return Real(1.7 * exact_matern(p, Real(0.6), r)); }, 0.6,
        {1e-5, 0.01, -0.3, 0.6, 1.9, -4.0}, 2e-12);
}

BOOST_AUTO_TEST_CASE(general_matern_derivatives_agree_with_a_bessel_integral_in_100_digits) {
  for (int nu : {1, 2, 5}) {
    BesselMatern exact(nu, 0.6);
    check_derivatives(
        *matern_kernel(1.7, 0.6, nu), [&](const Real& r) { return Real(1.7 * exact(r)); }, 0.6,
        {0.05, -0.6, 2.1}, 1e-11);
  }
}

BOOST_AUTO_TEST_CASE(general_matern_meets_the_closed_forms) {
  // A smoothness next to a half integer takes the Bessel functions.
  for (double nu : {0.5, 1.5, 2.5, 3.5, 4.5}) {
    const auto closed = half_integer_matern_kernel(nu, 1, 0.6);
    const auto same = matern_kernel(1, 0.6, nu);
    const auto near = matern_kernel(1, 0.6, nu * (1 + 1e-13));
    for (double r : {1e-14, 1e-10, 1e-3, 0.2, -1.1, 5.0})
      for (int order = 0; order < 2 * nu; ++order) {
        const double scale = std::pow(3 / 0.6, order);
        BOOST_TEST(same->value(r, order) == closed->value(r, order));
        BOOST_TEST(std::abs(near->value(r, order) - closed->value(r, order)) <= 1e-11 * scale,
                   "nu = " << nu << ", r = " << r << ", order " << order << ": "
                           << near->value(r, order) << " != " << closed->value(r, order));
      }
    for (int order = 0; order < 2 * nu; ++order)
      BOOST_TEST(std::abs(near->value(0, order) - closed->value(0, order)) <=
                 1e-11 * std::pow(3 / 0.6, order));
  }
  BOOST_TEST(matern_kernel(1, 1e-3, 2.2)->value(10.0, 4) == 0.0);
}

BOOST_AUTO_TEST_CASE(matern_derivatives_at_zero_are_moments_of_the_spectrum) {
  // k''(0) = -variance nu / (nu - 1) / length_scale^2.
  for (double nu : {1.5, 2.0, 2.5, 3.7, 4.5}) {
    const auto kernel = matern_kernel(2.0, 0.5, nu);
    BOOST_TEST(kernel->value(0) == 2.0, boost::test_tools::tolerance(1e-15));
    BOOST_TEST(kernel->value(0, 2) == -2.0 * nu / (nu - 1) / 0.25,
               boost::test_tools::tolerance(1e-14));
    BOOST_TEST(kernel->value(0, 1) == 0.0);
  }
  // One more: k''''(0) = 3 variance nu^2 / ((nu - 1)(nu - 2)) / length_scale^4.
  BOOST_TEST(half_integer_matern_kernel(2.5, 1, 2)->value(0, 4) == 3 * 6.25 / 0.75 / 16,
             boost::test_tools::tolerance(1e-14));
}

BOOST_AUTO_TEST_CASE(student_t_mixture_derivatives_agree_with_differences_in_100_digits) {
  const std::vector<SpectralComponent> components = {{0.7, 3.0, 0.4}, {1.3, 0.0, 0.25}};
  for (int p : {0, 1, 2, 3, 4}) {
    const auto kernel = student_t_mixture_kernel(components, p + 0.5);
    const auto exact = [&](const Real& r) {
      Real sum = 0;
      for (const auto& q : components)
        sum +=
            q.weight * exact_matern(p, 1 / angular(q.bandwidth), r) * cos(angular(q.frequency) * r);
      return sum;
    };
    for (double r : {1e-4, -0.03, 0.2, 1.1})
      for (int order = 0; order <= 8; ++order) {
        const double expected = derivative(exact, r, order);
        const double scale = std::pow(2 * std::numbers::pi * 4.5, order);
        BOOST_TEST(std::abs(kernel->value(r, order) - expected) <= 1e-13 * scale,
                   "p = " << p << ", r = " << r << ", order " << order << ": "
                          << kernel->value(r, order) << " != " << expected);
      }
    for (int order = 0; order <= std::min(2 * p, 8); ++order) {
      // Differences across r = 0 see the kink of order 2 p + 1, one power of the step above.
      const double expected = derivative(exact, 0, order);
      const double scale = std::pow(2 * std::numbers::pi * 4.5, order);
      BOOST_TEST(std::abs(kernel->value(0, order) - expected) <= 1e-7 * scale);
    }
  }
}

BOOST_AUTO_TEST_CASE(derivatives_exist_exactly_below_twice_the_smoothness) {
  const struct {
    std::shared_ptr<const Kernel1D> kernel;
    int highest;
  } cases[] = {{half_integer_matern_kernel(0.5, 1, 1), 0},
               {half_integer_matern_kernel(1.5, 1, 1), 2},
               {half_integer_matern_kernel(2.5, 1, 1), 4},
               {half_integer_matern_kernel(3.5, 1, 1), 6},
               {half_integer_matern_kernel(4.5, 1, 1), 8},
               {half_integer_matern_kernel(5.5, 1, 1), 8},
               {matern_kernel(1, 1, 0.3), 0},
               {matern_kernel(1, 1, 0.7), 1},
               {matern_kernel(1, 1, 1), 1},
               {matern_kernel(1, 1, 2), 3},
               {matern_kernel(1, 1, 2.1), 4},
               {matern_kernel(1, 1, 3), 5},
               {matern_kernel(1, 1, 20), 8},
               {student_t_mixture_kernel({{1, 2, 1}}), 4},
               {student_t_mixture_kernel({{1, 2, 1}}, 0.5), 0},
               {periodic_kernel(1, 1, 1), 8},
               {squared_exponential_kernel(1, 1), 8}};
  for (const auto& c : cases) {
    BOOST_TEST(c.kernel->derivatives_at_zero() == c.highest);
    for (int order = 0; order <= c.highest; ++order) {
      BOOST_CHECK_NO_THROW(c.kernel->value(0, order));
      if (order % 2 != 0) BOOST_TEST(c.kernel->value(0, order) == 0.0);
    }
    BOOST_CHECK_THROW(c.kernel->value(0, c.highest + 1), std::domain_error);
    BOOST_CHECK_THROW(c.kernel->value(0.5, 9), std::domain_error);
    BOOST_CHECK_THROW(c.kernel->value(0.5, -1), std::invalid_argument);
    BOOST_CHECK_NO_THROW(c.kernel->value(0.5, 8));
  }
  try {
    half_integer_matern_kernel(1.5, 1, 1)->value(0, 3);
    BOOST_FAIL("no error");
  } catch (const std::domain_error& error) {
    BOOST_TEST(std::string(error.what()) ==
               "At lag zero the kernel \"matern 3/2\" has derivatives up to order 2; order 3 was "
               "asked for. A smoother kernel has more.");
  }
}
