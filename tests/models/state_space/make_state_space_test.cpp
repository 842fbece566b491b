#include "models/state_space/make_state_space.hpp"

#include <cmath>

#include <boost/test/unit_test.hpp>

#include "data/fields/errors.hpp"
#include "models/kernels/make_kernel.hpp"

using namespace tessera;

namespace {

std::string message(const std::string& kernel, const std::map<std::string, double>& values) {
  try {
    make_state_space(kernel, values);
  } catch (const DeckError& error) {
    return error.what();
  }
  return "";
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// H exp(F r) P_inf H^T.
double covariance_of_states(const StateSpace& s, double r) {
  return (s.observation() * s.transition(r, Direction::forward).a * s.stationary_covariance() *
          s.observation().transpose())(0);
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_covariance_of_a_process_is_the_kernel_of_its_name) {
  for (const char* name : {"matern 1/2", "matern 3/2", "matern 5/2", "periodic"}) {
    std::map<std::string, double> values = {{"variance", 1.8}, {"length_scale", 0.7}};
    if (std::string(name) == "periodic") values["period"] = 1.9;
    const auto process = make_state_space(name, values);
    const auto kernel = make_kernel(name, values);
    BOOST_TEST(process->name() == kernel->name());
    for (const double r : {0.0, 1e-7, 0.1, 0.95, 1.9, 7.3, 500.0}) {
      BOOST_TEST(std::abs(process->covariance(r) - kernel->value(r)) < 4e-14);
      BOOST_TEST(std::abs(process->covariance(-r) - kernel->value(r)) < 4e-14);
      BOOST_TEST(std::abs(covariance_of_states(*process, r) - kernel->value(r)) < 4e-14);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_sum_adds_the_covariances_and_takes_prefixed_parameters) {
  const auto sum = make_state_space(
      "matern 3/2 + periodic",
      {{"matern 3/2/length_scale", 0.4}, {"matern 3/2/variance", 0.3}, {"periodic/period", 2.5}});
  BOOST_TEST(sum->name() == "matern 3/2 + periodic");
  const auto matern = make_kernel("matern 3/2", {{"length_scale", 0.4}, {"variance", 0.3}});
  const auto periodic = make_kernel("periodic", {{"variance", 0.5}, {"period", 2.5}});
  for (const double r : {0.0, 0.2, 2.5, 11.0}) {
    BOOST_TEST(std::abs(sum->covariance(r) - matern->value(r) - periodic->value(r)) < 1e-14);
    BOOST_TEST(std::abs(covariance_of_states(*sum, r) - sum->covariance(r)) < 1e-14);
  }
  const auto parameters = sum->parameters();
  BOOST_REQUIRE(parameters.size() == 5u);
  BOOST_TEST(parameters[1].name == "matern 3/2/length_scale");
  BOOST_TEST(parameters[4].name == "periodic/period");
  const auto changed = sum->with_parameters({1, 0.9, 0.2, 1, 3});
  BOOST_TEST(changed->parameters()[4].value == 3);
  BOOST_TEST(changed->covariance(0) == 1.2, boost::test_tools::tolerance(1e-14));
  BOOST_CHECK_THROW(sum->with_parameters({1, 2}), std::invalid_argument);
  const auto twice = make_state_space("matern 1/2 + matern 1/2", {{"matern 1/2 #2/variance", 3}});
  BOOST_TEST(twice->covariance(0) == 3.5);
}

BOOST_AUTO_TEST_CASE(a_periodic_process_keeps_its_order_down_to_its_smallest_length_scale) {
  const auto process = make_state_space("periodic", {{"length_scale", 1.4}, {"period", 3}});
  const double minimum = process->parameters()[1].minimum;
  BOOST_TEST(minimum < 0.7);
  for (const double length_scale : {minimum, 0.9, 1.4, 40.0, 1e5}) {
    const auto changed = process->with_parameters({1, length_scale, 3});
    const auto kernel = make_kernel("periodic", {{"length_scale", length_scale}, {"period", 3}});
    BOOST_TEST(changed->order() == process->order());
    const double allowed = length_scale < 1.4 ? 2.1e-6 : 3e-14;
    for (const double r : {0.0, 0.4, 1.5, 2.9})
      BOOST_TEST(std::abs(changed->covariance(r) - kernel->value(r)) < allowed);
  }
  BOOST_CHECK_THROW(process->with_parameters({1, 0.9 * minimum, 3}), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(wrong_names_and_values_are_refused_with_what_is_allowed) {
  const std::string kernel = message("matern 3/3", {});
  BOOST_TEST(contains(kernel, "matern 3/3"));
  BOOST_TEST(contains(kernel, "matern 1/2, matern 3/2, matern 5/2, periodic"));
  BOOST_TEST(contains(kernel, "Did you mean \"matern 3/2\"?"));
  BOOST_TEST(contains(message("matern 1/2 + perodic", {}), "Did you mean \"periodic\"?"));
  BOOST_TEST(contains(message("matern 1/2", {{"lenght_scale", 2}}), "\"length_scale\"?"));
  BOOST_TEST(contains(message("matern 1/2 + periodic", {{"period", 2}}), "periodic/period"));
  BOOST_TEST(contains(message("matern 1/2", {{"length_scale", -2}}), "length_scale"));
  BOOST_TEST(contains(message("periodic", {{"length_scale", 0.01}}), "length_scale"));
}
