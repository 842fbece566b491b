#include <cmath>
#include <numbers>
#include <string>

#include <boost/test/unit_test.hpp>

#include "apps/pde/application.hpp"
#include "solvers/gp_pde/solution.hpp"
#include "tests/apps/pde/finished_run.hpp"

namespace tessera::pde {
namespace {

using Eigen::VectorXd;
using namespace test;

/// Largest distance of a field from the predictor's values on the field's grid.
double distance_from_predictor(const Predictor& predictor, const Field& field) {
  const std::vector<int> value(field.grid.axes.size(), 0);
  const VectorXd predicted = predictor.predict(field.grid, value).mean;
  const Eigen::Map<const VectorXd> written(field.values.data(),
                                           static_cast<Index>(field.values.size()));
  return (predicted - written).cwiseAbs().maxCoeff();
}

BOOST_AUTO_TEST_SUITE(outcome)

BOOST_AUTO_TEST_CASE(the_reported_error_is_that_of_the_fields) {
  // Both are root mean squares on 300 equidistant points.
  const Finished run = run_shipped("poisson_1d_single_sin", {"compare=[]"});
  const Field& u = run.field("u");
  double error = 0, size = 0;
  for (std::size_t i = 0; i < u.values.size(); ++i) {
    const double exact = std::sin(100 * u.grid.axes[0].coordinates[i]);
    error += std::pow(u.values[i] - exact, 2);
    size += exact * exact;
    BOOST_TEST(std::abs(run.field("exact").values[i] - exact) < 1e-12);
  }
  const double relative = std::sqrt(error / size);
  BOOST_TEST(relative > run.number("relative_l2_error") / 2);
  BOOST_TEST(relative < run.number("relative_l2_error") * 2);
}

BOOST_AUTO_TEST_CASE(the_heated_plate_is_resolved_without_an_exact_solution) {
  const Finished run = run_shipped("first_steps", {"compare=[]"});
  BOOST_TEST(run.outcome.status == "converged");
  BOOST_TEST(run.find("relative_l2_error") == nullptr);
  BOOST_TEST(run.number("estimated_error") < 1e-8);
  check_eigenvectors(run);
  BOOST_TEST(run.field_names() == "u residual estimated_error ");
  const Field& u = run.field("u");
  BOOST_TEST_REQUIRE(u.grid.axes.size() == 2U);
  BOOST_TEST(u.grid.axes[0].name == "x");
  BOOST_TEST(u.grid.axes[0].units == "m");
  BOOST_TEST_REQUIRE(u.grid.axes[0].coordinates.size() == 201U);
  BOOST_TEST_REQUIRE(u.grid.axes[1].coordinates.size() == 101U);
  BOOST_TEST_REQUIRE(u.values.size() == 201U * 101U);
  double largest = 0;  // distance from the data on the four sides
  for (std::size_t i = 0; i < 201; ++i) {
    const double warm = std::pow(std::sin(std::numbers::pi * u.grid.axes[0].coordinates[i] / 2), 4);
    largest = std::max({largest, std::abs(u.values[i]), std::abs(u.values[i + 201 * 100] - warm)});
  }
  for (std::size_t j = 0; j < 101; ++j)
    largest = std::max({largest, std::abs(u.values[201 * j]), std::abs(u.values[200 + 201 * j])});
  BOOST_TEST(largest < 1e-9);
}

BOOST_AUTO_TEST_CASE(the_saved_predictor_reproduces_the_field) {
  const Finished run = run_shipped("first_steps", {"compare=[]"});
  const Field& u = run.field("u");
  BOOST_TEST(distance_from_predictor(*run.outcome.predictor, u) < 1e-13);
  const auto loaded = gp_pde::Solution::load(run.outcome.predictor->record());
  BOOST_TEST(distance_from_predictor(*loaded, u) < 1e-12);
  BOOST_TEST(loaded->axes()[1].units == "m");
}

BOOST_AUTO_TEST_CASE(overrides_change_the_run) {
  const Finished run = run_shipped(
      "poisson_2d_sin_sin", {"compare=[]", "parameters/k=7", "axes/x/points=80", "axes/y/points=80",
                             "output/grid={x: 11}", "Output/Points=13"});
  BOOST_TEST(run.number("relative_l2_error") <= 1e-10);
  BOOST_TEST(run.number("axes/x/nodes") <= 80);
  const Field& exact = run.field("exact");
  BOOST_TEST_REQUIRE(exact.values.size() == 11U * 13U);
  const double x = exact.grid.axes[0].coordinates[3], y = exact.grid.axes[1].coordinates[5];
  BOOST_TEST(std::abs(exact.values[3 + 11 * 5] - std::sin(7 * x) * std::sin(7 * y)) < 1e-13);
}

BOOST_AUTO_TEST_CASE(rivals_stand_in_the_summary_with_the_errors_that_theory_gives_them) {
  const Finished run =
      run_shipped("poisson_2d_sin_sin", {"parameters/k=3", "axes/x/points=40", "axes/y/points=40",
                                         "output/points=5", "output/grid={x: 5}"});
  for (const char* rival : {"chebyshev", "finite_difference"}) {
    const std::string prefix = std::string("comparators/") + rival;
    BOOST_TEST(run.number(prefix + "/solve_time_s") > 0);
    BOOST_TEST(run.number(prefix + "/unknowns") == 38 * 38);
  }
  BOOST_TEST(run.number("comparators/chebyshev/relative_l2_error") < 1e-12);
  // (k h)^2 / 12 for central differences, h = 2 pi / 39.
  const double expected = std::pow(3 * 2 * std::numbers::pi / 39, 2) / 12;
  const double error = run.number("comparators/finite_difference/relative_l2_error");
  BOOST_TEST(error > 0.7 * expected);
  BOOST_TEST(error < 1.3 * expected);
}

BOOST_AUTO_TEST_CASE(rivals_are_measured_against_the_answer_where_nothing_exact_is_known) {
  const Finished run = run_shipped("first_steps", {});
  // Two methods that share nothing but the problem.
  BOOST_TEST(run.number("comparators/chebyshev/relative_difference") < 1e-8);
  BOOST_TEST(run.number("comparators/finite_difference/relative_difference") < 1e-2);
  BOOST_TEST(run.number("comparators/finite_difference/relative_difference") > 1e-6);
}

BOOST_AUTO_TEST_CASE(too_few_points_are_admitted) {
  const Finished run =
      run_shipped("allen_cahn_2d_mix", {"compare=[]", "axes/x/points=40", "axes/y/points=40"});
  BOOST_TEST(run.outcome.status == "not resolved");
  BOOST_TEST((run.outcome.code == ExitCode::not_converged));
  BOOST_TEST(run.find("estimated_error") == nullptr);
  BOOST_TEST(run.number("relative_l2_error") > 1e-2);
}

BOOST_AUTO_TEST_CASE(the_printed_reference_deck_is_valid_and_runs) {
  const auto application = make_application();
  const std::string text = application->schema().reference_deck();
  load_deck_text(*application, text, "reference.yaml");
  const Finished run = run_application(*application);
  BOOST_TEST(run.outcome.status == "converged");
  BOOST_TEST(run.number("relative_l2_error") < 1e-8);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tessera::pde
