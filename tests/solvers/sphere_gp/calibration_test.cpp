#include <boost/test/unit_test.hpp>

#include "solvers/sphere_gp/posterior.hpp"
#include "tests/solvers/sphere_gp/dense_regression.hpp"

using namespace tessera;
using namespace tessera::sphere_gp;

BOOST_AUTO_TEST_CASE(draws_of_the_prior_lie_in_the_intervals_as_often_as_they_say) {
  // Values at all points are drawn together; every fourth row is held out, places never all.
  SphereModel model;
  model.mean_degree = 0;
  model.noise = 0.3;
  model.terms = {
      dense::term("climate", AngularSpectrum::matern(1.5, 0.4, 1, {0, 30}), TimeLaw::constant),
      dense::term("slow", AngularSpectrum::matern(1.5, 0.6, 0.7, {0, 30}), TimeLaw::matern, 1, 3),
      dense::term("weather", AngularSpectrum::matern(1.5, 0.6, 0.5, {0, 30}), TimeLaw::white)};
  const dense::Points p = dense::scattered(12, 8, 51);
  std::vector<Index> kept, held_out;
  for (Index i = 0; i < p.size(); ++i) (i % 4 == 0 ? held_out : kept).push_back(i);
  double inside_half = 0, inside_ninety = 0, count = 0;
  SilentMonitor monitor;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const Eigen::VectorXd values = dense::draw(model, p, 100 + seed);
    const SphereData data(p.latitude(kept), p.longitude(kept), p.time(kept), values(kept));
    const TimeSlice slice = posterior_at_points(
        model, data, StateForm::observations,
        directions(p.latitude(held_out), p.longitude(held_out)), p.time(held_out), monitor);
    const Eigen::ArrayXd z = (values(held_out) - slice.mean).array().abs() /
                             (slice.variance.array() + model.noise * model.noise).sqrt();
    inside_half += static_cast<double>((z < 0.6744898).count());
    inside_ninety += static_cast<double>((z < 1.6448536).count());
    count += static_cast<double>(z.size());
  }
  BOOST_TEST(inside_half / count == 0.5, boost::test_tools::tolerance(0.08));
  BOOST_TEST(inside_ninety / count == 0.9, boost::test_tools::tolerance(0.03));
}
