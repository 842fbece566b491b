#include <cmath>
#include <numbers>
#include <string>
#include <variant>

#include <boost/test/unit_test.hpp>

#include "apps/pde/application.hpp"
#include "data/deck/scalars.hpp"
#include "tests/apps/common/scratch_folder.hpp"
#include "tests/apps/pde/decks_as_arrays.hpp"

namespace tessera::pde {
namespace {

Outcome run_deck_in(const ScratchFolder& folder) {
  const auto application = make_application();
  load_deck(*application, folder / "deck.yaml", {});
  SilentMonitor monitor;
  const auto communicator = serial_communicator();
  RunContext context;
  context.communicator = communicator.get();
  context.monitor = &monitor;
  return application->run(context);
}

double number(const Outcome& outcome, const std::string& key) {
  for (const auto& [name, value] : outcome.summary)
    if (name == key) return std::get<double>(value);
  BOOST_FAIL("no figure " + key);
  return 0;
}

struct Gate {
  const char* deck;
  std::vector<std::string> overrides;
  std::vector<std::string> as_arrays;  ///< besides the manufactured source and the sides
  double density = 1;                  ///< points of the arrays over those of the deck
};

constexpr double gate_for_arrays = 1e-8;

BOOST_AUTO_TEST_SUITE(arrays)

BOOST_AUTO_TEST_CASE(decks_keep_their_accuracy_when_source_coefficients_and_sides_are_arrays) {
  // The source of allen_cahn_1d_single_sin has a tone of 300/(2 pi), beyond what 400 points carry.
  const Gate gates[] = {{"poisson_1d_single_sin", {}, {}},
                        {"allen_cahn_1d_single_sin", {}, {}, 3},
                        {"allen_cahn_2d_mix", {}, {}},
                        {"advection_sin", {}, {}},
                        {"diffusion_2d_strong", {"axes/x/points=200", "axes/y/points=240"}, {"a"}},
                        {"biharmonic_2d", {}, {}}};
  for (const Gate& gate : gates) BOOST_TEST_CONTEXT(gate.deck) {
      const ScratchFolder folder;
      write_as_arrays(gate.deck, gate.overrides, gate.as_arrays, folder.path(), gate.density);
      const Outcome outcome = run_deck_in(folder);
      BOOST_TEST(number(outcome, "relative_l2_error") <= gate_for_arrays);
      BOOST_TEST((outcome.code == ExitCode::success));
    }
}

BOOST_AUTO_TEST_CASE(an_array_is_a_function_with_derivatives_and_may_lie_on_one_axis) {
  // (a u_x)_x + u_yy = f with a(x) from a table and sides and source written with the array.
  const ScratchFolder folder;
  std::string table = "a,x\n";
  for (int i = 60; i >= 0; --i) {
    const double x = i / 60.0;
    table += shortest(2 + std::sin(3 * x)) + "," + shortest(x) + "\n";
  }
  write_lines(folder / "a.csv", table);
  write_lines(folder / "deck.yaml",
              "Application: pde\n"
              "Axes:\n"
              "  x: {Range: [0, 1], Points: 60}\n"
              "  y: {Range: [0, 1], Points: 60}\n"
              "Unknowns: [u]\n"
              "Equations: [\"a*u_xx + a_x*u_x + u_yy = f\"]\n"
              "Arrays: {a: {File: a.csv, Dataset: a}}\n"
              "Exact Solution: {u: \"(2 + sin(3*x))*exp(y)\"}\n"
              "Sources: {f: \"exp(y)*(a*a_xx + a_x^2 + a)\"}\n"
              "Boundary Conditions: {All Sides: \"a*exp(y)\"}\n"
              "Compare: [chebyshev]\n");
  const Outcome outcome = run_deck_in(folder);
  BOOST_TEST(number(outcome, "relative_l2_error") < 1e-10);
  BOOST_TEST(number(outcome, "arrays/a/residual") < 1e-12);
  BOOST_TEST(number(outcome, "arrays/a/estimated_error") < 1e-10);
  BOOST_TEST(number(outcome, "comparators/chebyshev/relative_l2_error") < 1e-9);
}

BOOST_AUTO_TEST_CASE(a_periodic_axis_takes_arrays_with_and_without_the_repeated_end) {
  for (const int points : {40, 41}) {
    const ScratchFolder folder;
    std::string table = "x,f\n";
    for (int i = 0; i < points; ++i)
      table += shortest(i / 40.0) + "," +
               shortest(std::exp(std::sin(2 * std::numbers::pi * i / 40.0))) + "\n";
    write_lines(folder / "f.csv", table);
    write_lines(folder / "deck.yaml",
                "Application: pde\n"
                "Axes:\n"
                "  x: {Range: [0, 1], Points: 60, Kind: periodic}\n"
                "Unknowns: [u]\n"
                "Equations: [\"u_xx - u = f_xx - f\"]\n"
                "Arrays: {f: {File: f.csv, Dataset: f}}\n"
                "Exact Solution: {u: \"exp(sin(2*pi*x))\"}\n");
    BOOST_TEST(number(run_deck_in(folder), "relative_l2_error") < 1e-9);
  }
}

BOOST_AUTO_TEST_SUITE_END()

// Every shipped deck with a known solution, for a look at all figures.
BOOST_AUTO_TEST_SUITE(arrays_everywhere, *boost::unit_test::disabled())

BOOST_AUTO_TEST_CASE(all_decks) {
  for (const auto& entry :
       std::filesystem::directory_iterator(TESSERA_SOURCE_DIR "/apps/pde/decks")) {
    const std::string deck = entry.path().stem();
    if (deck == "first_steps" || deck.ends_with("_gram")) continue;
    const ScratchFolder folder;
    try {
      write_as_arrays(deck, {}, {"a"}, folder.path());
      const Outcome outcome = run_deck_in(folder);
      BOOST_TEST_MESSAGE(deck << ": " << outcome.headline);
      for (const auto& line : outcome.report)
        if (line.starts_with("array")) BOOST_TEST_MESSAGE(line);
    } catch (const std::exception& error) {
      BOOST_TEST_MESSAGE(deck << ": " << error.what());
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tessera::pde
