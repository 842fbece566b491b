#include "models/equivariant/convention.hpp"

#include <cmath>
#include <complex>
#include <numbers>
#include <random>
#include <stdexcept>

#include <boost/math/special_functions/spherical_harmonic.hpp>
#include <boost/test/unit_test.hpp>

using namespace tessera;

namespace {

using Complex = std::complex<double>;

/// A harmonic of a convention at a unit vector, from the definitions in convention.hpp and another
/// library's complex harmonics.
Complex harmonic(const Convention& c, int l, int m, double x, double y, double z) {
  if (c.polar_axis == PolarAxis::y) {
    const double old_x = x, old_y = y, old_z = z;
    x = old_z;
    y = old_x;
    z = old_y;
  }
  const double theta = std::atan2(std::hypot(x, y), z), phi = std::atan2(y, x);
  const auto quantum = [&](int order) {
    return boost::math::spherical_harmonic(static_cast<unsigned>(l), order, theta, phi);
  };
  const int k = std::abs(m);
  const double sign = k % 2 == 0 ? 1 : -1;
  const bool phase = c.phase == HarmonicPhase::condon_shortley;
  Complex value;
  if (c.basis == HarmonicBasis::complex)
    value = (phase || m <= 0 ? 1 : sign) * quantum(m);
  else if (m == 0)
    value = quantum(0);
  else if (m > 0)
    value = (phase ? sign : 1.0) * std::numbers::sqrt2 * sign * quantum(k).real();
  else
    value = (phase ? sign : 1.0) * std::numbers::sqrt2 * sign * quantum(k).imag();
  const double component = std::sqrt(4 * std::numbers::pi);
  if (c.normalisation == HarmonicNormalisation::component) value *= component;
  if (c.normalisation == HarmonicNormalisation::norm) value *= component / std::sqrt(2.0 * l + 1);
  return value;
}

std::vector<Convention> all_conventions() {
  std::vector<Convention> result;
  for (const PolarAxis axis : {PolarAxis::z, PolarAxis::y})
    for (const HarmonicBasis basis : {HarmonicBasis::real, HarmonicBasis::complex})
      for (const HarmonicPhase phase : {HarmonicPhase::none, HarmonicPhase::condon_shortley})
        for (const HarmonicNormalisation normalisation :
             {HarmonicNormalisation::orthonormal, HarmonicNormalisation::component,
              HarmonicNormalisation::norm})
          result.push_back({axis, basis, phase, normalisation});
  return result;
}

/// In whatever types the bases ask for; real coefficients come back with imaginary part 0.
std::vector<Complex> converted(const Irreps& irreps, const Convention& from, const Convention& to,
                               const std::vector<Complex>& c) {
  const ConventionConversion conversion(irreps, from, to);
  std::vector<double> real(c.size()), real_out(c.size());
  std::vector<Complex> out(c.size());
  for (std::size_t i = 0; i < c.size(); ++i) real[i] = c[i].real();
  const bool in_real = from.basis == HarmonicBasis::real,
             out_real = to.basis == HarmonicBasis::real;
  if (in_real && out_real) conversion.apply(1, real.data(), real_out.data());
  if (in_real && !out_real) conversion.apply(1, real.data(), out.data());
  if (!in_real && out_real) conversion.apply(1, c.data(), real_out.data());
  if (!in_real && !out_real) conversion.apply(1, c.data(), out.data());
  if (out_real) std::copy(real_out.begin(), real_out.end(), out.begin());
  return out;
}

Complex value(const Convention& c, int degree, const std::vector<Complex>& coefficients) {
  const double x = 0.48, y = -0.6, z = 0.64;
  Complex sum = 0;
  for (int l = 0; l <= degree; ++l)
    for (int m = -l; m <= l; ++m)
      sum += coefficients[static_cast<std::size_t>(l * l + l + m)] * harmonic(c, l, m, x, y, z);
  return sum;
}

std::vector<Complex> random_coefficients(Index count, unsigned seed) {
  std::mt19937 random(seed);
  std::normal_distribution<double> normal;
  std::vector<Complex> c(static_cast<std::size_t>(count));
  for (Complex& v : c) v = normal(random);
  return c;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(conventions)

BOOST_AUTO_TEST_CASE(the_function_stays_the_same_between_any_two_conventions) {
  const int degree = 5;
  const Irreps irreps = spherical_function_irreps(degree);
  const std::vector<Complex> ours = random_coefficients(36, 3);
  double worst = 0;
  for (const Convention& from : all_conventions()) {
    const std::vector<Complex> c = converted(irreps, Convention{}, from, ours);
    for (const Convention& to : all_conventions()) {
      const Complex expected = value(from, degree, c);
      worst =
          std::max(worst, std::abs(value(to, degree, converted(irreps, from, to, c)) - expected));
    }
  }
  BOOST_TEST(worst < 2e-14);
}

BOOST_AUTO_TEST_CASE(there_and_back_is_the_identity_to_degree_64) {
  const Irreps irreps{{{2, {64, 1}}, {1, {0, 1}}, {3, {31, -1}}}};
  const std::vector<Complex> ours = random_coefficients(dimension(irreps), 4);
  for (const Convention& other : all_conventions()) {
    const std::vector<Complex> back =
        converted(irreps, other, Convention{}, converted(irreps, Convention{}, other, ours));
    double worst = 0;
    for (std::size_t i = 0; i < ours.size(); ++i)
      worst = std::max(worst, std::abs(back[i] - ours[i]));
    BOOST_TEST(worst < 1e-13);
  }
}

BOOST_AUTO_TEST_CASE(degree_one_of_e3nn_goes_as_x_y_z) {
  const Irreps irreps{{{1, {1, -1}}}};
  const ConventionConversion conversion(irreps, Convention{}, e3nn_convention);
  const double yzx[] = {2, 3, 1};
  double xyz[3];
  conversion.apply(1, yzx, xyz);
  for (int a = 0; a < 3; ++a)
    BOOST_TEST(xyz[a] * std::sqrt(4 * std::numbers::pi) == a + 1.0,
               boost::test_tools::tolerance(1e-14));
}

BOOST_AUTO_TEST_CASE(wrong_types_and_functions_that_are_not_real_are_refused) {
  const Irreps irreps{{{1, {1, -1}}}};
  const ConventionConversion conversion(irreps, quantum_convention, Convention{});
  const Complex c[] = {1, 0, 1};  // Y_-1 + Y_1 is imaginary
  double out[3];
  Complex complex_out[3];
  BOOST_CHECK_THROW(conversion.apply(1, c, out), std::domain_error);
  BOOST_CHECK_THROW(conversion.apply(1, c, complex_out), std::logic_error);
  BOOST_CHECK_THROW(conversion.apply(1, out, out), std::logic_error);
}

BOOST_AUTO_TEST_CASE(conventions_compare_by_value) {
  BOOST_TEST((Convention{} == Convention{}));
  BOOST_TEST(!(Convention{} == e3nn_convention));
  BOOST_TEST(!(e3nn_convention == quantum_convention));
}

BOOST_AUTO_TEST_SUITE_END()
