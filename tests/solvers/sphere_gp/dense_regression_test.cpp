#include "tests/solvers/sphere_gp/dense_regression.hpp"

#include <boost/test/unit_test.hpp>

#include "solvers/sphere_gp/evidence.hpp"
#include "solvers/sphere_gp/posterior.hpp"

using namespace tessera;
using namespace tessera::sphere_gp;

namespace {

AngularSpectrum rough(double length, double sd, int last) {
  return AngularSpectrum::matern(0.8, length, sd, {0, last});
}

/// All kinds of terms that both states know.
SphereModel separable_model(int degree) {
  SphereModel model;
  model.mean_degree = 1;
  model.noise = 0.3;
  model.terms = {dense::term("climate", rough(0.5, 1.5, degree), TimeLaw::constant),
                 dense::term("more", rough(0.2, 0.4, degree), TimeLaw::constant),
                 dense::term("slow", rough(0.7, 0.8, degree), TimeLaw::matern, 1, 2.5),
                 dense::term("fast", rough(0.4, 0.5, degree), TimeLaw::matern, 0, 0.6),
                 dense::term("weather", rough(0.6, 0.7, degree), TimeLaw::white)};
  return model;
}

/// At observed and other places and times, and both at once.
dense::Points targets(const dense::Points& p) {
  dense::Points at = dense::scattered(4, 3, 99);
  const Index n = at.size();
  for (Eigen::VectorXd* v : {&at.latitude, &at.longitude, &at.time}) v->conservativeResize(n + 6);
  for (Index i = 0; i < 6; ++i) {
    at.latitude(n + i) = i % 2 == 0 ? p.latitude(i) : 11.0;
    at.longitude(n + i) = i % 2 == 0 ? p.longitude(i) : 17.0;
    at.time(n + i) =
        i < 3 ? p.time(3 * i + 1) : p.time(p.size() - 1) + 0.7 * static_cast<double>(i);
  }
  return at;
}

void check_against_dense(const SphereModel& model, StateForm form, const dense::Points& p) {
  const Eigen::VectorXd values = dense::draw(model, p, 5);
  const dense::Points at = targets(p);
  const dense::Regression exact = dense::regression(model, p, values, at);
  const SphereData data(p.latitude, p.longitude, p.time, values);
  SilentMonitor monitor;
  BOOST_TEST(log_evidence(model, data, form, nullptr, monitor) == exact.log_evidence,
             boost::test_tools::tolerance(1e-10));
  const TimeSlice slice = posterior_at_points(
      model, data, form, directions(at.latitude, at.longitude), at.time, monitor);
  BOOST_TEST((slice.mean - exact.mean).cwiseAbs().maxCoeff() < 1e-9);
  BOOST_TEST((slice.variance - exact.variance).cwiseAbs().maxCoeff() < 1e-9);
}

}  // namespace

BOOST_AUTO_TEST_CASE(both_states_agree_with_the_whole_covariance_matrix) {
  const dense::Points p = dense::scattered(9, 8, 3);
  for (const int degree : {2, 6}) {
    // Degree 2: nine harmonics; places and harmonics have covariances of any rank.
    check_against_dense(separable_model(degree), StateForm::harmonic, p);
    check_against_dense(separable_model(degree), StateForm::observations, p);
  }
}

BOOST_AUTO_TEST_CASE(high_degrees_independent_places_and_a_zero_mean_agree_as_well) {
  const dense::Points p = dense::scattered(10, 7, 4);
  SphereModel model = separable_model(60);
  SphereTerm site;
  site.name = "site";
  site.place_deviation = 0.9;
  model.terms.push_back(site);
  site.name = "drift";
  site.place_deviation = 0.4;
  site.time = TimeLaw::matern;
  site.matern_order = 2;
  site.time_scale = 3;
  model.terms.push_back(site);
  for (const int mean : {-1, 0, 1}) {
    model.mean_degree = mean;
    check_against_dense(model, StateForm::observations, p);
  }
}

BOOST_AUTO_TEST_CASE(a_field_that_is_heated_damped_and_carried_round_agrees) {
  const dense::Points p = dense::scattered(9, 8, 6);
  SphereModel model;
  model.mean_degree = 0;
  model.noise = 0.2;
  model.terms = {dense::term("tracer", rough(0.6, 1, 5), TimeLaw::flow),
                 dense::term("climate", rough(0.5, 0.6, 4), TimeLaw::constant)};
  model.terms[0].rates = heat_and_rotation(5, 0.8, 2.0, 0.1, 0.7);
  check_against_dense(model, StateForm::harmonic, p);
  // Rotation alone: no forcing, the same pattern for ever.
  model.terms[0].rates = heat_and_rotation(5, 0, 1.0, 0, -0.4);
  check_against_dense(model, StateForm::harmonic, p);
}

BOOST_AUTO_TEST_CASE(static_terms_alone_are_a_dense_process) {
  dense::Points p = dense::scattered(30, 1, 8);
  SphereModel model;
  model.mean_degree = 0;
  model.noise = 0.1;
  model.terms = {dense::term("field", rough(0.3, 1, 80), TimeLaw::constant)};
  check_against_dense(model, StateForm::observations, p);
}

BOOST_AUTO_TEST_CASE(turns_by_360_degrees_and_offsets_of_time_and_value_do_not_change_the_result) {
  const dense::Points p = dense::scattered(6, 5, 12);
  const SphereModel model = separable_model(4);
  const Eigen::VectorXd values = dense::draw(model, p, 5);
  SilentMonitor monitor;
  const SphereData data(p.latitude, p.longitude, p.time, values);
  const SphereData moved(p.latitude, p.longitude.array() + 360, p.time.array() + 1000,
                         values.array() + 1e4);
  const double a = log_evidence(model, data, StateForm::harmonic, nullptr, monitor);
  const double b = log_evidence(model, moved, StateForm::observations, nullptr, monitor);
  BOOST_TEST(a == b, boost::test_tools::tolerance(1e-9));
}
