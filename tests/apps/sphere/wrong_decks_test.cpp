#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "apps/sphere/application.hpp"
#include "data/fields/errors.hpp"

namespace tessera::sphere {
namespace {

/// A correct deck. Wrong ones are made from it.
const std::string base_deck =
    "Application: sphere\n"
    "Axes:\n"
    "  sphere: {Degree: 15}\n"
    "  t: {Range: [0, 1], Units: s}\n"
    "Parameters: {epsilon: 0.1}\n"
    "Unknowns: [u]\n"
    "Definitions: {chemical: \"u - u^3\"}\n"
    "Equations: [\"u_t = epsilon^2*lap(u) + chemical\"]\n"
    "Random Fields: {noise: {Length Scale: 0.3, Standard Deviation: 0.1}}\n"
    "Initial Conditions: {u: \"noise\"}\n"
    "Solver: {Time Step: 0.1}\n"
    "Output: {Grid: {latitude: 9, longitude: 12, t: 3}, Fields: {slope: \"lap(u)\"}, Budgets: "
    "{mean: \"u\"}}\n";

/// A replacement in the deck (an empty first text: added at the end), and the whole message.
struct WrongDeck {
  std::string from, to, message;
};

std::string changed(const WrongDeck& wrong) {
  if (wrong.from.empty()) return base_deck + wrong.to;
  std::string text = base_deck;
  const std::size_t place = text.find(wrong.from);
  if (place == std::string::npos || text.find(wrong.from, place + 1) != std::string::npos)
    throw std::logic_error("not exactly once in the deck: " + wrong.from);
  return text.replace(place, wrong.from.size(), wrong.to);
}

std::string message_about(const std::string& text) {
  try {
    load_deck_text(*make_application(), text, "deck.yaml");
  } catch (const Error& error) {
    return error.what();
  }
  return "no fault";
}

void check(const std::vector<WrongDeck>& decks) {
  for (const WrongDeck& wrong : decks) BOOST_TEST_CONTEXT(wrong.to) {
      BOOST_TEST(message_about(changed(wrong)) == wrong.message);
    }
}

BOOST_AUTO_TEST_SUITE(wrong_decks_of_sphere)

BOOST_AUTO_TEST_CASE(the_deck_they_are_made_from_is_correct) {
  BOOST_TEST(message_about(base_deck) == "no fault");
}

BOOST_AUTO_TEST_CASE(axes_that_are_no_sphere_and_time_are_told) {
  check({
      {"{Degree: 15}", "{Radius: 1}",
       "deck.yaml  Axes: no axis has a Degree, as in \"sphere: {Degree: 31}\"."},
      {"Range: [0, 1], ", "",
       "deck.yaml  Axes > t > Range: is required for time, as in \"Range: [0, 1]\"."},
      {"Range: [0, 1]", "Degree: 3",
       "deck.yaml  Axes > t > Degree: there is one sphere, sphere; the other axis is time."},
      {"  t: {Range: [0, 1], Units: s}\n", "",
       "deck.yaml  Axes: found 1 axes, expected two: the sphere and time, as in \"t: {Range: [0, "
       "1]}\"."},
      {"Degree: 15", "Degree: 15, Range: [0, 1]",
       "deck.yaml  Axes > sphere > Range: is for time, not for the sphere."},
      {"Degree: 15", "Degree: 5000",
       "deck.yaml:3:20  Axes > sphere > Degree: found 5000, expected an integer between 1 and "
       "1023."},
  });
}

BOOST_AUTO_TEST_CASE(faults_in_expressions_are_told_with_a_caret_where_they_stand) {
  check({
      {"+ chemical\"", "+ chemicl\"",
       "deck.yaml:8:13  Equations > item 1: \"chemicl\" is not defined. Did you mean "
       "\"chemical\"? Else define it under Parameters: {chemicl: ...} or Definitions: {chemicl: "
       "\"...\"}.\n"
       "    u_t = epsilon^2*lap(u) + chemicl\n"
       "                             ^"},
      {"\"u - u^3\"", "\"u - exp(u)\"",
       "deck.yaml:7:25  Definitions > chemical: u is an unknown, and exp of a field is not a "
       "polynomial: fields are added, multiplied and raised to whole powers only.\n"
       "    u - exp(u)\n"
       "            ^"},
      {"\"u - u^3\"", "\"u - chemical\"",
       "deck.yaml:7:25  Definitions > chemical: The definition of chemical goes round in a circle: "
       "chemical -> chemical.\n"
       "    u - chemical\n"
       "        ^"},
      {"[u]", "[u, v]",
       "deck.yaml:8:13  Equations > item 1: There is no equation for v: write \"v_t = ...\"."},
      {"\"noise\"", "\"u\"",
       "deck.yaml:10:25  Initial Conditions > u: \"u\" is unknown before the start: initial "
       "conditions are made of known fields.\n"
       "    u\n"
       "    ^"},
      {"+ chemical\"", "+ noise\"",
       "deck.yaml:8:13  Equations > item 1: \"noise\" is a random field, which only Initial "
       "Conditions may use.\n"
       "    u_t = epsilon^2*lap(u) + noise\n"
       "                             ^"},
      {"\"lap(u)\"", "\"grad(u)\"",
       "deck.yaml:12:68  Output > Fields > slope: This is a vector; a scalar must stand here. "
       "Scalars of a vector v are div(v), curl(v) and dot(v, v).\n"
       "    grad(u)\n"
       "    ^"},
      {"mean: \"u\"", "mean: \"u +\"",
       "deck.yaml:12:95  Output > Budgets > mean > Density: Something is missing at the end.\n"
       "    u +\n"
       "       ^"},
      {"", "Exact Solution: {u: \"lap(sin(latitude))\"}\n",
       "deck.yaml:13:21  Exact Solution > u: lap is an operator on fields; only functions of "
       "latitude, longitude, t and parameters may stand here.\n"
       "    lap(sin(latitude))\n"
       "    ^"},
  });
}

BOOST_AUTO_TEST_CASE(names_that_mean_nothing_or_two_things_are_told) {
  check({
      {"Initial Conditions: {u:", "Initial Conditions: {w:",
       "deck.yaml:10:25  Initial Conditions > w: there is no unknown w. Unknowns: u."},
      {"longitude: 12", "lon: 12",
       "deck.yaml:12:35  Output > Grid > lon: there is no such axis of the output. Axes: latitude, "
       "longitude, t."},
      {"longitude: 12", "longitud: 12",
       "deck.yaml:12:40  Output > Grid > longitud: there is no such axis of the output. Did you "
       "mean \"longitude\"? Axes: latitude, longitude, t."},
      {"latitude: 9", "latitude: 1",
       "deck.yaml:12:27  Output > Grid > latitude: found 1, expected at least 2 points."},
      {"{epsilon: 0.1}", "{epsilon: 0.1, lap: 2}",
       "deck.yaml:5:33  Parameters > lap: the name \"lap\" has a meaning in expressions; choose "
       "another one."},
      {"{epsilon: 0.1}", "{epsilon: 0.1, noise: 2}",
       "deck.yaml  Random Fields > noise: the name \"noise\" is taken already, by Parameters > "
       "noise."},
      {"slope: ", "u_error: ",
       "deck.yaml:12:70  Output > Fields > u_error: the name is taken already: axes and unknowns, "
       "with their coefficients and errors, are written in any case."},
      {"mean: \"u\"", "t: \"u\"",
       "deck.yaml:12:92  Output > Budgets > t: the table of budgets has a column \"t\" already "
       "(time, and the rate of a budget are columns too); choose another name."},
      {"mean: \"u\"", "mean: {Density: \"u\", Rate: \"u\"}, mean_rate: \"u\"",
       "deck.yaml:12:133  Output > Budgets > mean_rate: the table of budgets has a column "
       "\"mean_rate\" already (time, and the rate of a budget are columns too); choose another "
       "name."},
      {"slope: ", "history: ",
       "deck.yaml:12:70  Output > Fields > history: the name is taken already: axes and unknowns, "
       "with their coefficients and errors, are written in any case."},
      {"", "Hyperdiffusion: {v: {Order: 4, Time: 1}}\n",
       "deck.yaml  Hyperdiffusion > v: there is no unknown v. Unknowns: u."},
  });
}

BOOST_AUTO_TEST_CASE(sections_that_contradict_each_other_are_told) {
  check({
      {"Equations: [\"u_t = epsilon^2*lap(u) + chemical\"]\n", "",
       "deck.yaml  Equations: there is nothing to do: give Equations to integrate in time, or "
       "Observations."},
      {"Time Step: 0.1", "Time Step: 0.1, Relative Tolerance: 1e-6",
       "deck.yaml  Solver > Time Step: give Time Step or Relative Tolerance, not both."},
      {"Solver: {Time Step: 0.1}", "Random Forcing: {u: {Length Scale: 1}}",
       "deck.yaml  Solver > Time Step: is required with Random Forcing: noise has no error "
       "estimate to choose steps by."},
      {"Time Step: 0.1", "Time Step: 3",
       "deck.yaml  Solver > Time Step: found 3, longer than the whole range of time, 1."},
      {"", "Observations: {Column: temperature}\n",
       "deck.yaml  Observations > File: is required: the file of the measurements."},
      {"", "Validation: {Split: random}\n",
       "deck.yaml:13:21  Validation > Split: is for decks with Observations."},
      {"Length Scale: 0.3, ", "",
       "deck.yaml  Random Fields > noise > Length Scale: is required for the spectrum `matern`."},
      {"Length Scale: 0.3", "Length Scale: 0.3, Degrees: [2, 40]",
       "deck.yaml  Random Fields > noise > Degrees: the sphere has degrees up to 15 only."},
      {"", "Hyperdiffusion: {u: {Order: 3, Time: 1}}\n",
       "deck.yaml  Hyperdiffusion > u > Order: found 3, expected an even number."},
      {"", "Compare: [kriging]\n",
       "deck.yaml  Compare: `kriging` is for Observations; Equations have: pseudo-spectral, "
       "aliased."},
      {"", "Arrays: {b: {File: none.h5, Dataset: x}}\n",
       "deck.yaml:13:20  Arrays > b: none.h5: there is no such file."},
  });
}

BOOST_AUTO_TEST_CASE(time_has_no_name_that_the_result_uses_otherwise) {
  for (const std::string name : {"member", "harmonic", "degree"}) {
    const std::string text = "Application: sphere\nAxes: {sphere: {Degree: 3}, " + name +
                             ": {Range: [0, 1]}}\nUnknowns: [u]\nEquations: [\"u_" + name +
                             " = -u\"]\n";
    BOOST_TEST(message_about(text) == "deck.yaml  Axes > " + name +
                                          ": the result has something else of the name \"" + name +
                                          "\"; choose another one.");
  }
}

BOOST_AUTO_TEST_CASE(the_printed_schema_is_a_correct_deck) {
  BOOST_TEST(message_about(make_application()->schema().reference_deck()) == "no fault");
}

BOOST_AUTO_TEST_CASE(a_method_beyond_its_degrees_is_refused) {
  const std::string text =
      changed({"Degree: 15", "Degree: 40", ""}) + "Products: {Method: sparse}\n";
  BOOST_TEST(message_about(text) ==
             "deck.yaml  Products > Method: `sparse` has degrees up to 32; the sphere has 40. "
             "`transform` has no such limit.");
}

BOOST_AUTO_TEST_CASE(faults_of_several_expressions_are_told_together) {
  std::string text = changed({"\"lap(u)\"", "\"lap(uu)\"", ""});
  text.replace(text.find("mean: \"u\""), 9, "mean: \"2*\"");
  const std::string message = message_about(text);
  BOOST_TEST(message.find("Output > Fields > slope: \"uu\" is not defined.") != std::string::npos,
             message);
  BOOST_TEST(message.find("Output > Budgets > mean > Density: ") != std::string::npos, message);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tessera::sphere
