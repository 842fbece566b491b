#include "models/kernels/make_kernel.hpp"

#include <map>
#include <stdexcept>
#include <string>

#include <boost/test/unit_test.hpp>

#include "data/fields/errors.hpp"

using namespace tessera;

namespace {

std::string message_of(const std::string& name, const std::map<std::string, double>& values) {
  try {
    make_kernel(name, values);
  } catch (const DeckError& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_name_makes_the_kernel_of_that_name) {
  BOOST_TEST(kernel_names().size() == 11U);
  for (const std::string& name : kernel_names()) {
    const auto kernel = make_kernel(name);
    BOOST_TEST(kernel->name() == name);
    BOOST_TEST(kernel->value(0) == 1.0, boost::test_tools::tolerance(1e-14));
    std::map<std::string, double> values;
    for (const KernelParameter& p : kernel->parameters()) values[p.name] = p.value + 0.5;
    const auto changed = make_kernel(name, values);
    for (const KernelParameter& p : changed->parameters()) BOOST_TEST(p.value == values[p.name]);
  }
}

BOOST_AUTO_TEST_CASE(values_go_to_the_parameters_of_their_names) {
  const auto matern = make_kernel("matern 5/2", {{"length_scale", 0.3}});
  BOOST_TEST(matern->value(0.2) == half_integer_matern_kernel(2.5, 1, 0.3)->value(0.2));
  const auto general = make_kernel("matern", {{"smoothness", 1.2}, {"variance", 3}});
  BOOST_TEST(general->value(0.2) == matern_kernel(3, 1, 1.2)->value(0.2));
  const auto mixture = make_kernel("student-t mixture",
                                   {{"weight_2", 0.4}, {"frequency_2", 7}, {"smoothness", 3.5}});
  BOOST_TEST(mixture->value(0.2) ==
             student_t_mixture_kernel({{1, 0, 1}, {0.4, 7, 1}}, 3.5)->value(0.2));
  BOOST_TEST(mixture->derivatives_at_zero() == 6);
}

BOOST_AUTO_TEST_CASE(unknown_kernels_are_refused_with_all_names_and_the_nearest) {
  const std::string message = message_of("matern 5/3", {});
  for (const std::string& name : kernel_names())
    BOOST_TEST(message.find(name) != std::string::npos);
  BOOST_TEST(message.find("There is no kernel \"matern 5/3\"") == 0U);
  BOOST_TEST(message.find("Did you mean \"matern 5/2\"?") != std::string::npos);
  BOOST_TEST(message_of("squared exponental", {}).find("Did you mean \"squared exponential\"?") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(unknown_parameters_are_refused_with_all_names_and_the_nearest) {
  const std::string message = message_of("periodic", {{"lenght_scale", 1}});
  BOOST_TEST(message ==
             "The kernel \"periodic\" has no parameter \"lenght_scale\"; known are variance, "
             "length_scale, period. Did you mean \"length_scale\"?");
}

BOOST_AUTO_TEST_CASE(values_out_of_bounds_are_refused_by_name) {
  BOOST_TEST(message_of("matern 3/2", {{"length_scale", -1}}).find("length_scale = -1") !=
             std::string::npos);
  BOOST_TEST(message_of("matern", {{"smoothness", 0}}).find("smoothness = 0") != std::string::npos);
  BOOST_TEST(message_of("student-t mixture", {{"smoothness", 2}}).find("allowed are 1/2") !=
             std::string::npos);
  BOOST_TEST(message_of("periodic", {{"length_scale", 1e-9}}).find("0.001") != std::string::npos);
  BOOST_CHECK_THROW(half_integer_matern_kernel(2, 1, 1), std::invalid_argument);
  BOOST_CHECK_THROW(student_t_mixture_kernel({}), std::invalid_argument);
}
