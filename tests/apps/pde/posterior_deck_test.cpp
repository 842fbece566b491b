#include <cmath>
#include <filesystem>
#include <fstream>
#include <random>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "data/fields/errors.hpp"
#include "solvers/gp_pde/posterior_field.hpp"
#include "tests/apps/pde/finished_run.hpp"

// Whole decks with measurements, from text and files to fields.
using namespace tessera;
using namespace tessera::pde;
using namespace tessera::pde::test;

namespace {

using Eigen::VectorXd;

/// A folder of its own for the files of one test case.
class Folder {
 public:
  explicit Folder(const std::string& name)
      : path_(std::filesystem::path(TESSERA_BINARY_DIR) / "posterior_decks" / name) {
    std::filesystem::create_directories(path_);
  }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name) << text;
  }
  Finished run(const std::string& deck) const {
    write("deck.yaml", deck);
    const auto application = make_application();
    load_deck(*application, path_ / "deck.yaml", {});
    SilentMonitor monitor;
    const auto communicator = serial_communicator();
    RunContext context;
    context.communicator = communicator.get();
    context.monitor = &monitor;
    context.deck_folder = path_;
    return {application->run(context)};
  }
  /// The message of the error that the deck ends in.
  std::string error(const std::string& deck) const {
    try {
      run(deck);
    } catch (const Error& e) {
      return e.what();
    }
    return "no error";
  }

 private:
  std::filesystem::path path_;
};

double value_of(const std::string& name, double x) {
  if (name == "slope") return -(1 + x) * 3 * std::cos(3 * x);  // -a u_x, a = 1 + x
  return std::sin(3 * x) + 1;
}

/// u = 1 + sin 3x on [0, 2] at `count` places; every fifth off by `outlier`.
std::string sensors(Index count, double noise, double outlier = 0,
                    const std::string& what = "value") {
  std::mt19937_64 generator(5);
  std::string csv = "x,value,sigma\n";
  for (Index i = 0; i < count; ++i) {
    const double x = 2 * (static_cast<double>(i) + 0.5) / static_cast<double>(count);
    double error = 0;  // a sum of twelve uniform numbers: the same on every platform
    for (int k = 0; k < 12; ++k)
      error += static_cast<double>(generator() >> 11) / 9007199254740992.0 - 0.5;
    const double off = i % 5 == 2 ? outlier : 0;
    csv += fmt::format("{:.12f},{:.12f},{}\n", x, value_of(what, x) + noise * error + off, noise);
  }
  return csv;
}

std::string deck(const std::string& observations, const std::string& rest = "") {
  return "Application: pde\n"
         "Axes:\n  x: {Range: [0, 2], Points: 60}\n"
         "Unknowns: [u]\n"
         "Equations: [\"u_xx + a*u_x = f\"]\n"
         "Sources: {f: from exact solution, a: \"1 + x\"}\n"
         "Exact Solution: {u: \"sin(3*x) + 1\"}\n" +
         observations + rest;
}

const std::string output = "Output: {Points: 40}\n";

double rms(const std::vector<double>& v) {
  double sum = 0;
  for (const double x : v) sum += x * x;
  return std::sqrt(sum / static_cast<double>(v.size()));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(decks_with_measurements)

BOOST_AUTO_TEST_CASE(sixty_sensors_replace_the_sides_of_a_plate) {
  const Finished run = run_shipped("plate_60_sensors", {"output/grid={x: 30, y: 30}"});
  BOOST_TEST(run.outcome.status == "converged");
  const double rms_error = rms(run.field("error").values);
  BOOST_TEST(rms_error < 0.03);
  const double deviation = rms(run.field("standard_deviation").values);
  BOOST_TEST(deviation < 0.06);
  BOOST_TEST(rms_error < 2 * deviation);
  BOOST_TEST(run.number("noise/1") > 0.01);
  BOOST_TEST(run.number("noise/1") < 0.04);
  BOOST_TEST(run.number("coverage_95_percent") > 0.8);
  BOOST_TEST(run.field("flux").values.size() == 900U);
  BOOST_TEST(rms(run.field("flux_standard_deviation").values) > deviation);
  bool found = false;
  for (const Table& t : run.outcome.tables) {
    if (t.name != "history/prior") continue;
    found = true;
    BOOST_TEST(t.columns.at(0).name == "waves_x");
    BOOST_TEST(t.columns.at(0).values.size() > 5U);
  }
  BOOST_TEST(found);
}

BOOST_AUTO_TEST_CASE(known_noise_as_number_and_as_column_gives_the_same_posterior) {
  const Folder folder("known_noise");
  folder.write("s.csv", sensors(20, 0.05));
  const Finished a =
      folder.run(deck("Observations: {File: s.csv, Column: value, Noise: 0.05}\n", output));
  const Finished b =
      folder.run(deck("Observations: {File: s.csv, Column: value, Noise: sigma}\n", output));
  BOOST_TEST(a.number("noise/1") == 0.05);
  BOOST_TEST(a.number("relative_l2_error") < 0.05);
  BOOST_TEST(a.field("u").values == b.field("u").values, boost::test_tools::per_element());
  // An exact equation of second order leaves two numbers to `count` measurements: leverages sum
  // to 2.
  const double expected = 0.05 * std::sqrt(2.0 / 20);
  BOOST_TEST(rms(a.field("standard_deviation").values) == expected,
             boost::test_tools::tolerance(0.1));
}

BOOST_AUTO_TEST_CASE(outliers_do_not_bend_a_field_with_student_t_noise) {
  const Folder folder("outliers");
  folder.write("s.csv", sensors(25, 0.05, 4));
  const Finished normal = folder.run(deck("Observations: {File: s.csv, Column: value}\n", output));
  const Finished heavy = folder.run(
      deck("Observations: {File: s.csv, Column: value, Noise Model: student-t}\n", output));
  BOOST_TEST(heavy.number("relative_l2_error") < 0.06);
  BOOST_TEST(normal.number("relative_l2_error") > 5 * heavy.number("relative_l2_error"));
}

BOOST_AUTO_TEST_CASE(an_expression_with_a_source_can_be_what_was_measured) {
  const Folder folder("expression");
  folder.write("s.csv", sensors(4, 0.01));
  folder.write("slopes.csv", sensors(12, 0.02, 0, "slope"));
  const Finished run = folder.run(
      deck("Observations: {File: s.csv, Column: value, Noise: 0.01}\n"
           "Further Observations:\n"
           "  slopes: {File: slopes.csv, Column: value, Expression: \"-a*u_x\", Noise: 0.02}\n",
           "Output: {Points: 40, Expressions: {flux: \"-a*u_x\", square: \"u^2\"}}\n"));
  BOOST_TEST(run.number("relative_l2_error") < 0.01);
  const Field& flux = run.field("flux");
  for (std::size_t i = 0; i < flux.values.size(); ++i)
    BOOST_TEST(std::abs(flux.values[i] - value_of("slope", flux.grid.axes[0].coordinates[i])) <
               0.03);
  BOOST_TEST(rms(run.field("flux_standard_deviation").values) < 0.03);
  BOOST_TEST(run.field_names().find("square_standard_deviation") == std::string::npos);
  BOOST_TEST(
      folder
          .error(deck("Observations: {File: s.csv, Column: value, Expression: \"u^2\"}\n", output))
          .find("must be linear in u") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(standard_deviations_without_measurements_come_from_equation_and_sides) {
  const Folder folder("sides");
  const std::string sides = "Boundary Conditions: {All Sides: from exact solution}\n";
  const Finished run =
      folder.run(deck(sides, "Output: {Points: 40, Standard Deviation: true, Samples: 1}\n"));
  BOOST_TEST(run.number("relative_l2_error") < 1e-6);
  BOOST_TEST(rms(run.field("standard_deviation").values) < 1e-3);
  BOOST_TEST(run.field("u_sample_1").values.size() == 40U);
}

BOOST_AUTO_TEST_CASE(a_matern_prior_covers_the_truth) {
  const Folder folder("matern");
  folder.write("s.csv", sensors(20, 0.05));
  const Finished run =
      folder.run(deck("Observations: {File: s.csv, Column: value, Noise: 0.05}\n",
                      "Prior: {Kernel: matern 5/2, Length Scale: 0.5}\n" + output));
  BOOST_TEST(run.number("relative_l2_error") < 0.05);
  BOOST_TEST(run.number("coverage_95_percent") > 0.8);
}

BOOST_AUTO_TEST_CASE(a_prior_without_the_derivatives_of_the_equation_is_refused) {
  const Folder folder("rough");
  folder.write("s.csv", sensors(20, 0.05));
  const std::string text =
      folder.error(deck("Observations: {File: s.csv, Column: value, Noise: 0.05}\n",
                        "Prior: {Kernel: matern 3/2, Length Scale: 0.5}\n" + output));
  BOOST_TEST(text.find("Choose `matern 5/2` or a smoother kernel") != std::string::npos, text);
}

BOOST_AUTO_TEST_CASE(a_nonlinear_equation_takes_measurements) {
  const Folder folder("nonlinear");
  folder.write("s.csv", sensors(12, 0.02));
  std::string text = deck("Observations: {File: s.csv, Column: value, Noise: 0.02}\n", output);
  text.replace(text.find("u_xx + a*u_x = f"), 16, "u_xx + a*u_x + u^3 = f");
  const Finished run = folder.run(text);
  BOOST_TEST(run.outcome.status == "converged");
  BOOST_TEST(run.number("relative_l2_error") < 0.03);
}

BOOST_AUTO_TEST_CASE(a_saved_posterior_gives_back_mean_and_standard_deviation) {
  const Folder folder("saved");
  folder.write("s.csv", sensors(20, 0.05));
  const Finished run =
      folder.run(deck("Observations: {File: s.csv, Column: value, Noise: 0.05}\n", output));
  const auto loaded = gp_pde::PosteriorField::load(run.outcome.predictor->record());
  const Field& u = run.field("u");
  const Prediction again = loaded->predict(u.grid, {0});
  for (std::size_t i = 0; i < u.values.size(); ++i) {
    BOOST_TEST(std::abs(again.mean[static_cast<Index>(i)] - u.values[i]) < 1e-12);
    BOOST_TEST(std::abs(again.standard_deviation[static_cast<Index>(i)] -
                        run.field("standard_deviation").values[i]) < 1e-12);
  }
}

BOOST_AUTO_TEST_CASE(wrong_files_of_measurements_are_named_with_line_and_remedy) {
  const Folder folder("wrong_files");
  folder.write("good.csv", sensors(5, 0.05));
  folder.write("outside.csv", "x,value\n0.5,1\n2.5,1\n");
  folder.write("noise.csv", "x,value,sigma\n0.5,1,0.1\n0.7,1,0\n");
  const auto error = [&](const std::string& observations) {
    return folder.error(deck("Observations: {" + observations + "}\n", output));
  };
  const auto contains = [](const std::string& text, const std::string& part) {
    BOOST_TEST(text.find(part) != std::string::npos, text << " lacks " << part);
  };
  std::string text = error("File: good.csv, Column: vlaue");
  contains(text, "vlaue");
  contains(text, "value");
  text = error("File: outside.csv, Column: value");
  contains(text, "outside.csv:3: x = 2.5 lies outside the axis, [0, 2]");
  text = error("File: noise.csv, Column: value, Noise: sigma");
  contains(text, "noise.csv:3");
  contains(text, "not positive");
  contains(error("File: good.csv, Column: value, Noise: -0.1"), "positive standard deviation");
  contains(error("File: missing.csv, Column: value"), "missing.csv");
  contains(error("File: good.csv"), "Column");
}

BOOST_AUTO_TEST_CASE(periodic_axes_are_refused_with_measurements) {
  const Folder folder("periodic");
  folder.write("s.csv", sensors(5, 0.05));
  std::string text = deck("Observations: {File: s.csv, Column: value, Noise: 0.05}\n", output);
  text.replace(text.find("Points: 60"), 10, "Points: 60, Kind: periodic");
  text.replace(text.find("sin(3*x) + 1"), 12, "sin(pi*x) + 1");
  BOOST_TEST(folder.error(text).find("periodic") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
