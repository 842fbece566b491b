#include "solvers/sphere_gp/evidence.hpp"

#include <stdexcept>

#include <boost/test/unit_test.hpp>

#include "data/fields/errors.hpp"
#include "solvers/sphere_gp/learn.hpp"
#include "tests/solvers/sphere_gp/dense_regression.hpp"

using namespace tessera;
using namespace tessera::sphere_gp;

namespace {

SphereModel model_of_all_terms(int degree) {
  SphereModel model;
  model.mean_degree = 1;
  model.noise = 0.3;
  const auto matern = [&](double length, double sd) {
    return AngularSpectrum::matern(0.8, length, sd, {0, degree});
  };
  model.terms = {
      dense::term("climate", matern(0.5, 1.5), TimeLaw::constant),
      dense::term("slow", AngularSpectrum::mixture({{1, 1, 2}, {0.5, 4, 1}}, 0.8, {0, degree}),
                  TimeLaw::matern, 1, 2.5),
      dense::term("fast", matern(0.4, 0.5), TimeLaw::matern, 0, 0.6),
      dense::term("weather", matern(0.6, 0.7), TimeLaw::white)};
  return model;
}

void check_gradient(const SphereModel& model, StateForm form) {
  const dense::Points p = dense::scattered(8, 7, 21);
  const SphereData data(p.latitude, p.longitude, p.time, dense::draw(model, p, 22));
  SilentMonitor monitor;
  Eigen::VectorXd gradient;
  log_evidence(model, data, form, &gradient, monitor);
  std::vector<double> values;
  for (const KernelParameter& q : parameters(model)) values.push_back(q.value);
  BOOST_REQUIRE(gradient.size() == static_cast<Index>(values.size()));
  for (std::size_t k = 0; k < values.size(); ++k) {
    const auto at = [&](double shift) {
      std::vector<double> moved = values;
      moved[k] += shift;
      return log_evidence(with_parameters(model, moved), data, form, nullptr, monitor);
    };
    const double h = 1e-3 * values[k];
    const double difference = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
    BOOST_TEST_CONTEXT(parameters(model)[k].name)
    BOOST_TEST(std::abs(gradient(static_cast<Index>(k)) - difference) <
               1e-6 * (1 + std::abs(difference)));
  }
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_gradient_of_the_evidence_is_that_of_differences_in_both_states) {
  check_gradient(model_of_all_terms(5), StateForm::harmonic);
  SphereModel model = model_of_all_terms(40);
  SphereTerm site;
  site.name = "site";
  site.place_deviation = 0.7;
  model.terms.push_back(site);
  check_gradient(model, StateForm::observations);
  model.terms.clear();
  model.terms = {
      dense::term("tracer", AngularSpectrum::matern(0.8, 0.5, 1, {0, 5}), TimeLaw::flow)};
  model.terms[0].rates = heat_and_rotation(5, 0.8, 2.0, 0.1, 0.7);
  check_gradient(model, StateForm::harmonic);
}

BOOST_AUTO_TEST_CASE(learning_ends_where_no_parameter_raises_the_evidence) {
  const dense::Points p = dense::scattered(12, 14, 31);
  SphereModel truth;
  truth.mean_degree = 0;
  truth.noise = 0.2;
  truth.terms = {
      dense::term("field", AngularSpectrum::matern(1.5, 0.5, 1.2, {0, 8}), TimeLaw::matern, 1, 2)};
  truth.learned = {"field/standard_deviation", "field/length_scale", "field/time_scale", "noise"};
  const SphereData data(p.latitude, p.longitude, p.time, dense::draw(truth, p, 32));
  SilentMonitor monitor;
  LearnOptions options;
  options.form = StateForm::observations;
  options.relative_decrease = 1e-10;
  const LearnResult found = learn(with_start_values(truth, data), data, options, monitor);
  BOOST_TEST(found.log_evidence >
             log_evidence(truth, data, StateForm::observations, nullptr, monitor));
  Eigen::VectorXd gradient;
  log_evidence(found.model, data, StateForm::observations, &gradient, monitor);
  const std::vector<KernelParameter> values = parameters(found.model);
  for (const std::size_t k : {0, 1, 3, 4})
    BOOST_TEST(std::abs(values[k].value * gradient(static_cast<Index>(k))) < 0.05);
  BOOST_TEST(values[2].value == 1.5);  // the smoothness was not to be learned
  BOOST_TEST(found.model.noise == 0.2, boost::test_tools::tolerance(0.5));
  BOOST_TEST(found.evidence_of_start.size() == 2u);
}

BOOST_AUTO_TEST_CASE(models_that_a_state_cannot_hold_are_refused) {
  SphereModel model = model_of_all_terms(40);
  BOOST_CHECK_THROW(state_count(model, 10, StateForm::harmonic), std::invalid_argument);
  BOOST_CHECK(automatic_form(model, 10) == StateForm::observations);
  BOOST_CHECK(automatic_form(model_of_all_terms(2), 10) == StateForm::harmonic);
  model.terms = {
      dense::term("tracer", AngularSpectrum::matern(0.8, 0.5, 1, {0, 5}), TimeLaw::flow)};
  model.terms[0].rates = heat_and_rotation(5, 1, 1, 0, 0);
  BOOST_CHECK_THROW(state_count(model, 10, StateForm::observations), std::invalid_argument);
  model.terms[0].rates = heat_and_rotation(5, -1, 1, 0, 0);
  BOOST_CHECK_THROW(require_valid(model), std::invalid_argument);
  model = model_of_all_terms(5);
  model.terms[1].name = "climate";
  BOOST_CHECK_THROW(require_valid(model), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(places_that_do_not_determine_the_mean_are_an_error_in_words) {
  SphereModel model = model_of_all_terms(5);
  model.mean_degree = 2;
  const dense::Points p = dense::scattered(4, 5, 41);
  const SphereData data(p.latitude, p.longitude, p.time, Eigen::VectorXd::Ones(p.size()));
  SilentMonitor monitor;
  BOOST_CHECK_THROW(log_evidence(model, data, StateForm::observations, nullptr, monitor),
                    DataError);
}
