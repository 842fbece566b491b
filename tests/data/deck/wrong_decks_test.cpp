#include "tests/data/deck/wrong_decks.hpp"

#include <algorithm>

#include <boost/test/unit_test.hpp>

using namespace tessera;

BOOST_AUTO_TEST_SUITE(wrong_decks)

BOOST_AUTO_TEST_CASE(an_unknown_key_names_the_nearest_and_the_allowed_ones) {
  BOOST_TEST(fault_of_deck("Application: sample\nUnknowns: [u]\nAxes:\n  x:\n    Range: [0, 1]\n"
                           "    Pionts: 3\n") ==
             "deck.yaml:6:5  Axes > x > Pionts: unknown key. Did you mean \"Points\"? Allowed: "
             "Range, Points, Kind.");
  BOOST_TEST(fault_of_deck(with_lines("Prior: {Colour: red}")) ==
             "deck.yaml:4:9  Prior > Colour: unknown key. Allowed: Kernel, Length Scale.");
}

BOOST_AUTO_TEST_CASE(keys_in_the_wrong_case_are_told_the_rule) {
  BOOST_TEST(fault_of_deck("Application: sample\nUnknowns: [u]\nAxes: {x: {range: [0, 1]}}\n") ==
             "deck.yaml:3:12  Axes > x > range: unknown key. Keys are written in Title Case: "
             "\"Range\".");
  BOOST_TEST(fault_of_deck(with_lines("Solver: {Verbose: true, verbose: true}")) ==
             "deck.yaml:4:25  Solver > verbose: unknown key. Keys are written in Title Case: "
             "\"Verbose\", which is given at deck.yaml:4:10 already.");
  BOOST_TEST(fault_of_deck(with_lines("Prior: {LengthScale: 1}")) ==
             "deck.yaml:4:9  Prior > LengthScale: unknown key. Keys are written in Title Case: "
             "\"Length Scale\".");
}

BOOST_AUTO_TEST_CASE(a_deck_for_another_executable_says_which) {
  BOOST_TEST(fault_of_deck("Application: tucker\nNonsense: 1\n") ==
             "deck.yaml:1:14  Application: found \"tucker\", expected \"sample\"; this deck is for "
             "tessera-tucker.");
  BOOST_TEST(fault_of_deck("Application: smaple\n") ==
             "deck.yaml:1:14  Application: found \"smaple\", expected \"sample\". Did you mean "
             "\"sample\"?");
  BOOST_TEST(fault_of_deck("Unknowns: [u]\nAxes: {x: {Range: [0, 1]}}\n") ==
             "deck.yaml:1:1  required key \"Application\" is missing, for example \"Application: "
             "sample\".");
  BOOST_TEST(fault_of_deck("Unknowns: [u]\nAxes: {x: {Range: [0, 1]}}\nApplication: sample\n") ==
             "deck.yaml:3:1  Application: must be the first key of the deck.");
}

BOOST_AUTO_TEST_CASE(missing_required_keys_name_their_section) {
  BOOST_TEST(fault_of_deck("Application: sample\n") ==
             "deck.yaml:1:1  required key \"Axes\" is missing, for example \"Axes: {x: {Range: [0, "
             "1]}, y: {Range: [-1, 1], Points: 2^5}}\".\n"
             "deck.yaml:1:1  required key \"Unknowns\" is missing, for example \"Unknowns: [u]\".");
  BOOST_TEST(fault_of_deck("Application: sample\nUnknowns: [u]\nAxes:\n  x: {Points: 3}\n") ==
             "deck.yaml:4:3  Axes > x: required key \"Range\" is missing, for example \"Range: [0, "
             "2*pi]\".");
  BOOST_TEST(fault_of_deck(with_lines("Data: {Level: 1}")) ==
             "deck.yaml:4:1  Data: required key \"Noise\" is missing, for example \"Noise: "
             "0.1*u\".");
  BOOST_TEST(fault_of_deck("Application: sample\nUnknowns: []\nAxes: {}\n") ==
             "deck.yaml:2:11  Unknowns: is required and must not be empty.\n"
             "deck.yaml:3:7  Axes: is required and must not be empty.");
}

BOOST_AUTO_TEST_CASE(wrong_types_say_what_was_found) {
  const auto axis = [](const std::string& points) {
    return "Application: sample\nUnknowns: [u]\nAxes: {x: {Range: [0, 1], Points: " + points +
           "}}\n";
  };
  const std::string place = "deck.yaml:3:35  Axes > x > Points: ";
  const std::string expected = ", expected an integer between 1 and 1000000";
  BOOST_TEST(fault_of_deck(axis("abc")) == place + "found text \"abc\"" + expected + ".");
  BOOST_TEST(fault_of_deck(axis("2.5")) == place + "found 2.5" + expected + ".");
  BOOST_TEST(fault_of_deck(axis("0")) == place + "found 0" + expected + ".");
  BOOST_TEST(fault_of_deck(axis("2 - 3")) == place + "found 2 - 3 (= -1)" + expected + ".");
  BOOST_TEST(fault_of_deck(axis("[1, 2]")) == place + "found a list" + expected + ".");
  BOOST_TEST(fault_of_deck(axis("{a: 1}")) == place + "found a map" + expected + ".");
  BOOST_TEST(fault_of_deck(axis("10^10^10")) ==
             place + "found text \"10^10^10\"" + expected +
                 ": the result of \"^\" is not a finite number at position 3.");
  BOOST_TEST(fault_of_deck(axis("2^x")) ==
             place + "found text \"2^x\"" + expected + ": unknown name \"x\" at position 3.");
  BOOST_TEST(fault_of_deck(axis(std::string(1000, '(') + "1" + std::string(1000, ')'))) ==
             place + "found text \"" + std::string(60, '(') + "...\"" + expected +
                 ": nested deeper than 200 levels at position 201.");
  BOOST_TEST(fault_of_deck(with_lines("Solver: {Maximum Iterations: 2^53 + 2}")) ==
             "deck.yaml:4:30  Solver > Maximum Iterations: found 2^53 + 2 (= 9007199254740994), "
             "expected an integer of at least 0; the largest is 2^53.");
}

BOOST_AUTO_TEST_CASE(reals_outside_their_bounds_say_the_bounds) {
  BOOST_TEST(fault_of_deck(with_lines("Solver: {Relative Tolerance: -1e-3}")) ==
             "deck.yaml:4:30  Solver > Relative Tolerance: found -1e-3 (= -0.001), expected a "
             "number between 0 and 1.");
  BOOST_TEST(fault_of_deck(with_lines("Weights: [1, -2]")) ==
             "deck.yaml:4:14  Weights > item 2: found -2, expected a number of at least 0.");
  BOOST_TEST(fault_of_deck(with_lines("Prior: {Length Scale: true}")) ==
             "deck.yaml:4:23  Prior > Length Scale: found true, expected a number between 0.001 "
             "and 1000.");
}

BOOST_AUTO_TEST_CASE(choices_name_the_nearest_and_the_allowed_ones) {
  BOOST_TEST(fault_of_deck(with_lines("Prior: {Kernel: matern 32}")) ==
             "deck.yaml:4:17  Prior > Kernel: found text \"matern 32\". Did you mean \"matern "
             "3/2\"? Allowed: spectral mixture, matern 3/2, matern 5/2.");
  BOOST_TEST(fault_of_deck(with_lines("Compare: [spline]")) ==
             "deck.yaml:4:11  Compare > item 1: found text \"spline\". Allowed: chebyshev, finite "
             "difference.");
  BOOST_TEST(fault_of_deck(with_lines("Compare: [chebyshev, Chebyshev]")) ==
             "deck.yaml:4:22  Compare > item 2: \"chebyshev\" stands in the list already.");
  BOOST_TEST(fault_of_deck(with_lines("Prior: {Kernel: [matern 3/2]}")) ==
             "deck.yaml:4:17  Prior > Kernel: found a list, expected one of: spectral mixture, "
             "matern 3/2, matern 5/2.");
  BOOST_TEST(fault_of_deck(with_lines("Solver: {Verbose: yes}")) ==
             "deck.yaml:4:19  Solver > Verbose: found text \"yes\", expected true or false.");
}

BOOST_AUTO_TEST_CASE(ranges_lists_and_maps_say_their_form) {
  const auto axis = [](const std::string& range) {
    return "Application: sample\nUnknowns: [u]\nAxes: {x: {Range: " + range + "}}\n";
  };
  const std::string place = "deck.yaml:3:19  Axes > x > Range: found ";
  const std::string expected = ", expected [first, last] with first < last.";
  BOOST_TEST(fault_of_deck(axis("[1, 0]")) == place + "[1, 0]" + expected);
  BOOST_TEST(fault_of_deck(axis("[0, 1, 2]")) == place + "a list of 3" + expected);
  BOOST_TEST(fault_of_deck(axis("1")) == place + "1" + expected);
  BOOST_TEST(fault_of_deck(axis("[0, one]")) ==
             "deck.yaml:3:23  Axes > x > Range > last: found text \"one\", expected a number.");
  BOOST_TEST(fault_of_deck(with_lines("Equations: u = 1")) ==
             "deck.yaml:4:12  Equations: found text \"u = 1\", expected a list [u = 1].");
  BOOST_TEST(
      fault_of_deck(with_lines("Equations: [{u: 1}]")) ==
      "deck.yaml:4:13  Equations > item 1: found a map, expected text. Put text with \": \", "
      "brackets or braces in quotes.");
  BOOST_TEST(fault_of_deck(with_lines("Parameters: 3")) ==
             "deck.yaml:4:13  Parameters: found 3, expected a map {name: value}.");
  BOOST_TEST(fault_of_deck(with_lines("Solver: fast")) ==
             "deck.yaml:4:9  Solver: found text \"fast\", expected a map with the keys Relative "
             "Tolerance, Maximum Iterations, Verbose.");
  BOOST_TEST(fault_of_deck("Application: sample\nUnknowns: [u]\nAxes: [x, y]\n") ==
             "deck.yaml:3:7  Axes: found a list, expected a map {name: {key: value}}.");
}

BOOST_AUTO_TEST_CASE(empty_values_are_refused) {
  BOOST_TEST(fault_of_deck("Application: sample\nUnknowns: [u]\nAxes:\n") ==
             "deck.yaml:3:1  Axes: empty value.");
  BOOST_TEST(fault_of_deck(with_lines("Prior: {Kernel: ~}\nParameters: {k}")) ==
             "deck.yaml:4:9  Prior > Kernel: empty value.\n"
             "deck.yaml:5:14  Parameters > k: empty value.");
  BOOST_TEST(fault_of_deck(with_lines("Equations: [\"\"]")) ==
             "deck.yaml:4:13  Equations > item 1: empty text.");
  BOOST_TEST(fault_of_deck(with_lines("Prior: {Length Scale: \"\"}")) ==
             "deck.yaml:4:23  Prior > Length Scale: found text \"\", expected a number between "
             "0.001 and 1000.");
}

BOOST_AUTO_TEST_CASE(user_names_are_identifiers) {
  BOOST_TEST(fault_of_deck(with_lines("Parameters: {2k: 1}")) ==
             "deck.yaml:4:14  Parameters > 2k: not a name. Names are made of letters, digits and "
             "_, and start with a letter.");
  BOOST_TEST(fault_of_deck(with_lines("Parameters: {k:1}")) ==
             "deck.yaml:4:14  Parameters > k:1: a space is missing after \":\".");
  BOOST_TEST(fault_of_deck(with_lines("Prior: {Length Scale:1}")) ==
             "deck.yaml:4:9  Prior > Length Scale:1: a space is missing after \":\".");
  BOOST_TEST(fault_of_deck(with_lines("Parameters: {" + std::string(101, 'k') + ": 1}")) ==
             "deck.yaml:4:14  Parameters > " + std::string(60, 'k') +
                 "...: a name has at most 100 characters.");
}

BOOST_AUTO_TEST_CASE(all_faults_are_reported_in_the_order_of_the_deck) {
  BOOST_TEST(
      fault_of_deck("Application: sample\nSolver: {Verbose: 1}\nUnknowns: u\nAxes:\n"
                    "  x: {Range: [0, 1], Points: -1}\n  y: {Rnage: [0, 1]}\nExtra: 1\n") ==
      "deck.yaml:2:19  Solver > Verbose: found 1, expected true or false.\n"
      "deck.yaml:3:11  Unknowns: found text \"u\", expected a list [u].\n"
      "deck.yaml:5:30  Axes > x > Points: found -1, expected an integer between 1 and "
      "1000000.\n"
      "deck.yaml:6:7  Axes > y > Rnage: unknown key. Did you mean \"Range\"? Allowed: Range, "
      "Points, Kind.\n"
      "deck.yaml:7:1  Extra: unknown key. Allowed: Application, Title, Axes, Parameters, "
      "Unknowns, Equations, Sources, Prior, Solver, Compare, Weights, Output, Data.");
}

BOOST_AUTO_TEST_CASE(after_a_hundred_faults_the_others_are_counted) {
  std::string lines = "Parameters:\n";
  for (int i = 0; i < 250; ++i) lines += "  p" + std::to_string(i) + ": wrong\n";
  const std::string message = fault_of_deck(with_lines(lines));
  BOOST_TEST(std::count(message.begin(), message.end(), '\n') == 100);
  BOOST_TEST(message.substr(message.rfind('\n')) == "\nand 150 more faults.");
}

BOOST_AUTO_TEST_CASE(nearest_names_are_plausible_slips_only) {
  const std::vector<std::string> names = {"Relative Tolerance", "Points", "Range"};
  BOOST_TEST(nearest_name("points", names) == "Points");
  BOOST_TEST(nearest_name("relativetolerence", names) == "Relative Tolerance");
  BOOST_TEST(nearest_name("Rnage", names) == "Range");
  BOOST_TEST(nearest_name("Colour", names) == "");
  BOOST_TEST(nearest_name("", names) == "");
  BOOST_TEST(nearest_name("x", {"y"}) == "");
  BOOST_TEST(nearest_name(std::string(100000, 'a'), names) == "");
}

BOOST_AUTO_TEST_SUITE_END()
