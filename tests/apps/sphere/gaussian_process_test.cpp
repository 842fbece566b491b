
#include <boost/test/unit_test.hpp>

#include "data/fields/errors.hpp"
#include "tests/apps/sphere/sphere_run.hpp"

namespace tessera::sphere {
namespace {

/// The tracer's deck with the numbers that made its data.
const std::vector<std::string> truth = {
    "prior/terms/tracer/standard deviation=1", "prior/terms/tracer/length scale=0.5",
    "observations/noise=0.1", "output/grid={latitude: 7, longitude: 8, t: 3}"};

std::vector<std::string> with(std::vector<std::string> some, const std::string& more) {
  some.push_back(more);
  return some;
}

std::string message_of(const std::string& deck, const std::vector<std::string>& overrides) {
  try {
    run_shipped(deck, overrides);
  } catch (const Error& error) {
    return error.what();
  }
  return "no fault";
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

BOOST_AUTO_TEST_SUITE(gaussian_process_of_sphere)

BOOST_AUTO_TEST_CASE(a_carried_tracer_is_found_better_than_by_distance_and_with_honest_intervals) {
  const Outcome run = run_shipped("tracer", truth);
  const double rmse = number(run, "validation/model/rmse");
  BOOST_TEST(rmse < 0.8 * number(run, "validation/inverse_distance_2/rmse"));
  BOOST_TEST(number(run, "validation/inverse_distance_2/difference_upper") < 0);
  BOOST_TEST(number(run, "validation/model/coverage_90") > 0.8);
  BOOST_TEST(number(run, "validation/model/coverage_90") < 0.98);
  // The field of the grid is what the saved model says.
  const Field& mean = field(run, "tracer");
  const Grid& grid = mean.grid;
  BOOST_TEST(grid.axes[0].name == "longitude");
  Eigen::MatrixXd point(1, 3);
  point << grid.axes[0].coordinates[3], grid.axes[1].coordinates[2], grid.axes[2].coordinates[1];
  BOOST_REQUIRE(run.predictor != nullptr);
  const Prediction there = run.predictor->predict(point, {0, 0, 0});
  const std::size_t at = 3 + 8 * (2 + 7 * 1);
  BOOST_TEST(there.mean(0) == mean.values[at], boost::test_tools::tolerance(1e-9));
  BOOST_TEST(there.standard_deviation(0) == field(run, "standard_deviation").values[at],
             boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(the_wrong_direction_of_rotation_has_less_evidence) {
  const double right =
      number(run_shipped("tracer", with(truth, "validation/split=none")), "log_evidence");
  const double wrong = number(
      run_shipped("tracer", with(with(truth, "validation/split=none"), "parameters/rotation=-0.5")),
      "log_evidence");
  BOOST_TEST(right > wrong + 50);
}

BOOST_AUTO_TEST_CASE(random_forcing_is_the_prior_that_it_makes_stationary) {
  // Damping alone: forcing of variance s in a unit of time holds s / (2 damping).
  const std::vector<std::string> common = {"validation/split=none", "observations/noise=0.1",
                                           "parameters/diffusivity=0", "parameters/damping=0.5",
                                           "output/grid={latitude: 3, longitude: 4, t: 2}"};
  const std::string spectrum = "Length Scale: 0.5, Degrees: [1, 15]";
  const double by_forcing = number(
      run_shipped("tracer", with(with(common, "random forcing={tracer: {Standard Deviation: 1, " +
                                                  spectrum + "}}"),
                                 "prior/terms={}")),
      "log_evidence");
  const double by_spectrum =
      number(run_shipped("tracer", with(common,
                                        "prior/terms={tracer: {Standard Deviation: 1, Time: "
                                        "equation, " +
                                            spectrum + "}}")),
             "log_evidence");
  BOOST_TEST(by_forcing == by_spectrum, boost::test_tools::tolerance(1e-10));
}

BOOST_AUTO_TEST_CASE(decks_of_measurements_that_are_wrong_are_refused_in_words) {
  BOOST_TEST(contains(message_of("tracer", {"equations=[tracer_t = -tracer^2]"}),
                      "the equation must be linear"));
  BOOST_TEST(contains(message_of("tracer", {"initial conditions={tracer: \"1\"}"}),
                      "for decks without Observations"));
  BOOST_TEST(contains(message_of("tracer", {"prior/terms/tracer/length scale=long"}),
                      "neither a positive number nor `learned`"));
  BOOST_TEST(contains(message_of("tracer", {"model/state=observations"}), "harmonic state"));
  BOOST_TEST(contains(message_of("tracer", {"validation/split=sitegroup*"}), "held-out sites"));
  BOOST_TEST(contains(message_of("tracer", {"observations/column=wind"}), "wind"));
  BOOST_TEST(contains(message_of("tracer", {"observations/missing value=abc"}),
                      "found text \"abc\", expected a number"));
  BOOST_TEST(contains(message_of("tracer", {"output/grid={lat: 5}"}), "no such axis"));
  BOOST_TEST(contains(message_of("tracer", {"axes={sphere: {Degree: 5}, row: {Column: t}}"}),
                      "something else of this name"));
  BOOST_TEST(contains(message_of("tracer", {"output/grid={latitude: 1}"}), "at least 2 points"));
  BOOST_TEST(contains(message_of("tracer", {"prior/terms/tracer/degrees=[0.5, 9]"}),
                      "expected two whole numbers up to 15"));
  BOOST_TEST(contains(message_of("tracer", {"axes/t/range=[0, 5]"}), "times of the measurements"));
  BOOST_TEST(contains(message_of("tracer", {"validation/fraction=0.5", "validation/folds=3"}),
                      "more than all rows"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tessera::sphere
