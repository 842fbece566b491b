#include "solvers/tucker/predictive_law.hpp"

#include <cmath>

#include <boost/test/unit_test.hpp>

using tessera::tucker::PredictiveLaw;

BOOST_AUTO_TEST_SUITE(predictive_law)

BOOST_AUTO_TEST_CASE(densities_have_unit_mass_and_the_variance_they_state) {
  for (const double nu : {0.0, 5.0, 30.0}) {
    const PredictiveLaw law{nu};
    double mass = 0, variance = 0, inside = 0;
    const double step = 1e-3, half_width = law.half_width_90() * 1.3;
    for (double x = -400; x < 400; x += step) {
      const double p = std::exp(-law.negative_log_density(x, 1.3 * 1.3)) * step;
      mass += p;
      variance += p * x * x;
      if (std::abs(x) < half_width) inside += p;
    }
    BOOST_TEST(mass == 1, boost::test_tools::tolerance(1e-6));
    BOOST_TEST(variance == 1.69, boost::test_tools::tolerance(1e-4));
    BOOST_TEST(inside == 0.9, boost::test_tools::tolerance(1e-3));
  }
}

BOOST_AUTO_TEST_CASE(many_degrees_of_freedom_are_the_normal_law) {
  BOOST_TEST(PredictiveLaw{1e7}.half_width_90() == PredictiveLaw{}.half_width_90(),
             boost::test_tools::tolerance(1e-5));
  BOOST_TEST(PredictiveLaw{1e6}.negative_log_density(0.7, 2) ==
                 PredictiveLaw{}.negative_log_density(0.7, 2),
             boost::test_tools::tolerance(1e-5));
}

BOOST_AUTO_TEST_SUITE_END()
