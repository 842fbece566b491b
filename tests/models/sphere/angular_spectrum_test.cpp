#include "models/sphere/angular_spectrum.hpp"

#include <cmath>
#include <stdexcept>

#include <boost/test/unit_test.hpp>

using namespace tessera;
using namespace tessera::sphere;

namespace {

constexpr double pi = 3.14159265358979323846;

double variance(const Eigen::VectorXd& c) {
  double sum = 0;
  for (Index l = 0; l < c.size(); ++l) sum += (2 * static_cast<double>(l) + 1) / (4 * pi) * c(l);
  return sum;
}

std::vector<AngularSpectrum> all_kinds() {
  return {AngularSpectrum::matern(1.5, 0.3, 2, {0, 40}),
          AngularSpectrum::matern(0.7, 0.1, 0.5, {3, 60}),
          AngularSpectrum::mixture({{1, 4, 2}, {0.5, 20, 3}}, 1.3, {1, 30}),
          AngularSpectrum::table({5, 4, 3, 2, 1}, 0.7, {1, 3})};
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_kept_degrees_have_the_variance_asked_for) {
  for (const AngularSpectrum& s : all_kinds()) {
    const double sd = s.standard_deviation();
    BOOST_TEST(variance(s.variances()) == sd * sd, boost::test_tools::tolerance(1e-13));
    for (Index l = 0; l < s.degrees().first; ++l) BOOST_TEST(s.variances()(l) == 0);
    BOOST_TEST(s.covariance(Eigen::MatrixXd::Ones(1, 1))(0) == sd * sd,
               boost::test_tools::tolerance(1e-13));
  }
  const AngularSpectrum as_given = AngularSpectrum::table({5, 4, 3}, 0, {0, 2});
  BOOST_TEST(as_given.variances()(2) == 3, boost::test_tools::tolerance(1e-14));
}

BOOST_AUTO_TEST_CASE(legendre_sums_are_those_of_the_library_up_to_both_poles) {
  const AngularSpectrum s = AngularSpectrum::matern(1.5, 0.02, 1, {0, 300});
  for (const double x : {-1.0, -0.999999, -0.3, 0.0, 0.77, 1 - 1e-9, 1.0}) {
    long double sum = 0;
    for (unsigned l = 0; l <= 300; ++l)
      sum += (2.0L * l + 1) / (4 * pi) * s.variances()(l) * std::legendre(l, (long double)x);
    BOOST_TEST(s.covariance(Eigen::MatrixXd::Constant(1, 1, x))(0) == double(sum),
               boost::test_tools::tolerance(1e-11));
  }
  BOOST_CHECK_THROW(s.covariance(Eigen::MatrixXd::Constant(1, 1, 1.1)), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(short_matern_fields_have_the_covariance_of_the_plane) {
  const double length = 0.02;
  const AngularSpectrum s = AngularSpectrum::matern(1.5, length, 1, {0, 1500});
  for (const double r : {0.01, 0.03, 0.06}) {
    const double a = std::sqrt(3.0) * r / length;
    const double plane = (1 + a) * std::exp(-a);
    const double sphere = s.covariance(Eigen::MatrixXd::Constant(1, 1, std::cos(r)))(0);
    BOOST_TEST(sphere == plane, boost::test_tools::tolerance(2e-3));
  }
}

BOOST_AUTO_TEST_CASE(derivatives_are_those_of_central_differences) {
  for (const AngularSpectrum& s : all_kinds()) {
    const Eigen::MatrixXd d = s.derivatives();
    for (std::size_t k = 0; k < s.parameters().size(); ++k) {
      std::vector<double> values;
      for (const KernelParameter& p : s.parameters()) values.push_back(p.value);
      const double h = 1e-5 * values[k], at = values[k];
      values[k] = at + h;
      const Eigen::VectorXd above = s.with_parameters(values).variances();
      values[k] = at - h;
      const Eigen::VectorXd below = s.with_parameters(values).variances();
      const Eigen::VectorXd difference = (above - below) / (2 * h);
      const double scale = d.col(static_cast<Index>(k)).cwiseAbs().maxCoeff();
      BOOST_TEST((difference - d.col(static_cast<Index>(k))).cwiseAbs().maxCoeff() < 1e-7 * scale);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_discarded_share_is_that_of_a_far_longer_series) {
  for (const double smoothness : {0.5, 1.5, 2.5}) {
    const double reported = AngularSpectrum::matern(smoothness, 0.05, 3, {0, 20}).discarded_share();
    const AngularSpectrum longer = AngularSpectrum::matern(smoothness, 0.05, 1, {0, 40000});
    Eigen::VectorXd beyond = longer.variances();
    beyond.head(21).setZero();
    BOOST_TEST(reported == variance(beyond), boost::test_tools::tolerance(1e-2));
  }
  const AngularSpectrum cut = AngularSpectrum::mixture({{1, 10, 4}}, 1, {0, 12});
  Eigen::VectorXd beyond = AngularSpectrum::mixture({{1, 10, 4}}, 1, {0, 100}).variances();
  beyond.head(13).setZero();
  BOOST_TEST(cut.discarded_share() == variance(beyond), boost::test_tools::tolerance(1e-10));
}

BOOST_AUTO_TEST_CASE(spectra_that_are_none_are_refused) {
  BOOST_CHECK_THROW(AngularSpectrum::matern(1.5, 0, 1, {0, 4}), std::invalid_argument);
  BOOST_CHECK_THROW(AngularSpectrum::matern(1.5, 1, 0, {0, 4}), std::invalid_argument);
  BOOST_CHECK_THROW(AngularSpectrum::matern(1.5, 1, 1, {5, 4}), std::invalid_argument);
  BOOST_CHECK_THROW(AngularSpectrum::mixture({}, 1, {0, 4}), std::invalid_argument);
  BOOST_CHECK_THROW(AngularSpectrum::mixture({{1, 90, 1}}, 1, {0, 4}), std::invalid_argument);
  BOOST_CHECK_THROW(AngularSpectrum::table({1, -1}, 1, {0, 4}), std::invalid_argument);
  BOOST_CHECK_THROW(AngularSpectrum::table({1}, 1, {1, 4}), std::invalid_argument);
}
