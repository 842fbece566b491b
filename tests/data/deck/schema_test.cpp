#include "data/deck/schema.hpp"

#include <numbers>
#include <string>

#include <boost/test/unit_test.hpp>

#include "data/fields/errors.hpp"
#include "tests/data/deck/sample_schema.hpp"
#include "tests/data/deck/wrong_decks.hpp"

using namespace tessera;

BOOST_AUTO_TEST_SUITE(schema)

BOOST_AUTO_TEST_CASE(a_deck_fills_the_bound_variables) {
  SampleApplication application;
  const Deck deck = application.schema.read(parse_deck(sample_deck, "deck.yaml"), {}, "deck.yaml");
  BOOST_TEST(deck.application == "sample");
  BOOST_TEST(deck.title == "Waves, \"many\" of them");
  BOOST_REQUIRE(application.axes.size() == 2U);
  BOOST_TEST(application.axes[0].first == "x");
  BOOST_TEST(application.axes[0].second.range.second == 2 * std::numbers::pi);
  BOOST_TEST(application.axes[0].second.points == 256);
  BOOST_TEST(application.axes[1].second.points == 400);
  BOOST_TEST(application.axes[1].second.kind == "periodic");
  BOOST_REQUIRE(application.parameters.size() == 2U);
  BOOST_TEST(application.parameters[1].first == "K");
  BOOST_TEST(application.parameters[1].second.value == 1e-3 / 5);
  BOOST_TEST(application.parameters[1].second.path == "Parameters > K");
  BOOST_TEST(to_string(application.parameters[1].second.where) == "deck.yaml:8:25");
  BOOST_TEST(application.equations.at(0).value == "u_xx + u_yy + u*(u^2 - 1) = f");
  BOOST_TEST(application.equations.at(0).path == "Equations > item 1");
  BOOST_TEST(to_string(application.equations.at(0).where) == "deck.yaml:10:13");
  BOOST_TEST(application.sources.at(0).second.value == "from exact solution");
  BOOST_TEST(application.kernel == "matern 3/2");
  BOOST_TEST(application.length_scale == 0.5);
  BOOST_TEST(application.tolerance == 1e-10);
  BOOST_TEST(application.verbose);
  BOOST_TEST(application.compare == (std::vector<std::string>{"chebyshev", "finite difference"}),
             boost::test_tools::per_element());
  BOOST_TEST(application.weights == (std::vector<double>{1, 5.0 / 3}),
             boost::test_tools::per_element());
  BOOST_TEST(application.grid.at(1).second.value == 300);
}

BOOST_AUTO_TEST_CASE(reading_again_starts_from_the_defaults) {
  SampleApplication application;
  application.schema.read(parse_deck(sample_deck, "deck.yaml"), {}, "deck.yaml");
  application.schema.read(parse_deck(with_lines(""), "deck.yaml"), {}, "deck.yaml");
  BOOST_TEST(application.axes.size() == 1U);
  BOOST_TEST(application.parameters.empty());
  BOOST_TEST(application.kernel == "spectral mixture");
  BOOST_TEST(application.tolerance == 1e-12);
  BOOST_TEST(!application.verbose);
  BOOST_TEST(application.weights.at(1) == 2.5);
  BOOST_TEST(application.grid.empty());
}

BOOST_AUTO_TEST_CASE(the_effective_deck_is_complete_and_in_the_order_of_the_schema) {
  SampleApplication application;
  const Deck deck = application.schema.read(
      parse_deck("Application: Sample\nUnknowns: [u]\nAxes: {t: {Range: [0, 1e-3]}}\n", "d"), {},
      "d");
  BOOST_TEST(deck.yaml ==
             "Application: sample\n"
             "Axes:\n"
             "  t:\n"
             "    Range: [0.0, 0.001]\n"
             "    Points: 400\n"
             "    Kind: interval\n"
             "Unknowns: [u]\n"
             "Prior:\n"
             "  Kernel: spectral mixture\n"
             "  Length Scale: 0.5\n"
             "Solver:\n"
             "  Relative Tolerance: 1.0e-12\n"
             "  Maximum Iterations: 20\n"
             "  Verbose: false\n"
             "Weights: [1.0, 2.5]\n");
}

BOOST_AUTO_TEST_CASE(the_effective_deck_reads_back_as_the_same_deck) {
  const std::vector<std::string> titles = {"plain words",
                                           "true",
                                           "null",
                                           "~",
                                           "12",
                                           "1e5",
                                           "-",
                                           "- x",
                                           "a: b",
                                           "a #b",
                                           "# a",
                                           "[a",
                                           "{",
                                           "quote \" and \\ backslash",
                                           "it's",
                                           " trimmed? ",
                                           "*x",
                                           "&x",
                                           "!x",
                                           "%x",
                                           "@x",
                                           "`x",
                                           "a, b",
                                           "two\nlines",
                                           "tab\there",
                                           "\xC3\xBC\xE2\x82\xAC\xF0\x9F\x98\x80",
                                           "yes",
                                           "a:",
                                           "?",
                                           "? a",
                                           "---",
                                           "...",
                                           "<<",
                                           "=",
                                           "u_xx = f",
                                           "a  b",
                                           std::string(5000, 'x'),
                                           ""};
  for (const std::string& title : titles) {
    SampleApplication application;
    DeckNode root = parse_deck(sample_deck, "deck.yaml");
    DeckNode& value = root.entries.at(1).value;
    value.text = title;
    const Deck deck = application.schema.read(root, {}, "deck.yaml");
    const Deck again = application.schema.read(parse_deck(deck.yaml, "again.yaml"), {}, "again");
    BOOST_TEST(again.yaml == deck.yaml);
    BOOST_TEST(again.json == deck.json);
    BOOST_TEST(again.title == deck.title);
    BOOST_TEST(application.axes.at(0).second.range.second == 2 * std::numbers::pi);
  }
}

BOOST_AUTO_TEST_CASE(user_names_that_yaml_takes_for_other_things_survive) {
  SampleApplication application;
  const Deck deck = application.schema.read(
      parse_deck(with_lines("Parameters: {\"null\": 1, yes: 2, e: 3, \"true\": 4}"), "d"), {}, "d");
  const Deck again = application.schema.read(parse_deck(deck.yaml, "d"), {}, "d");
  BOOST_TEST(again.yaml == deck.yaml);
  BOOST_TEST(application.parameters.at(0).first == "null");
  BOOST_TEST(application.parameters.at(3).second.value == 4.0);
}

BOOST_AUTO_TEST_CASE(json_has_typed_values) {
  SampleApplication application;
  const Deck deck = application.schema.read(
      parse_deck("Application: sample\nTitle: 12\nUnknowns: [\"1\"]\n"
                 "Axes: {x: {Range: [0, 1/4], Points: 2^4}}\nSolver: {Verbose: TRUE}\n",
                 "d"),
      {}, "d");
  const auto contains = [&](const std::string& part) {
    return deck.json.find(part) != std::string::npos;
  };
  BOOST_TEST(contains("\"Title\": \"12\""));
  BOOST_TEST(contains("\"Unknowns\": [\n    \"1\"\n  ]"));
  BOOST_TEST(contains("\"Range\": [\n        0.0,\n        0.25\n      ]"));
  BOOST_TEST(contains("\"Points\": 16,"));
  BOOST_TEST(contains("\"Verbose\": true"));
  BOOST_TEST(contains("\"Relative Tolerance\": 1e-12"));
}

BOOST_AUTO_TEST_CASE(an_optional_section_asks_for_its_required_keys_only_where_it_stands) {
  BOOST_TEST(fault_of_deck(with_lines("")) == "no fault");
  BOOST_TEST(fault_of_deck(with_lines("Data: {Noise: 0.1}")) == "no fault");
  Schema schema("sample", "A required section");
  double value = 1;
  schema.root().section("Must", "Needed").required().real("Value", value, "A number");
  try {
    schema.read(parse_deck("Application: sample\n", "d"), {}, "d");
    BOOST_ERROR("the missing section was not reported");
  } catch (const DeckError& error) {
    BOOST_TEST(error.what() == std::string("d:1:1  required key \"Must\" is missing."));
  }
}

BOOST_AUTO_TEST_CASE(declaring_a_key_twice_is_an_error_of_the_program) {
  Section section;
  double value = 0;
  section.real("Key", value, "doc");
  BOOST_CHECK_THROW(section.real("Key", value, "doc"), std::logic_error);
}

BOOST_AUTO_TEST_CASE(the_reference_deck_validates_and_means_the_defaults) {
  SampleApplication application;
  const std::string reference = application.schema.reference_deck();
  const Deck deck = application.schema.read(parse_deck(reference, "reference"), {}, "reference");
  BOOST_TEST(application.kernel == "spectral mixture");
  BOOST_TEST(application.length_scale == 0.5);
  BOOST_TEST(application.tolerance == 1e-12);
  BOOST_TEST(application.axes.size() == 2U);
  BOOST_TEST(application.axes.at(1).second.points == 32);
  BOOST_TEST(application.level == 0.0);
  // Printing it does not disturb what was read.
  application.schema.reference_deck();
  BOOST_TEST(application.axes.size() == 2U);
}

BOOST_AUTO_TEST_CASE(the_references_document_every_key) {
  SampleApplication application;
  const std::string deck = application.schema.reference_deck();
  const std::string table = application.schema.reference_markdown();
  for (const char* key : {"Application",
                          "Title",
                          "Axes",
                          "Range",
                          "Points",
                          "Kind",
                          "Parameters",
                          "Unknowns",
                          "Equations",
                          "Sources",
                          "Prior",
                          "Kernel",
                          "Length Scale",
                          "Solver",
                          "Relative Tolerance",
                          "Maximum Iterations",
                          "Verbose",
                          "Compare",
                          "Weights",
                          "Output",
                          "Grid",
                          "Data",
                          "Noise",
                          "Level"}) {
    BOOST_TEST(deck.find(std::string(key) + ":") != std::string::npos, key);
    BOOST_TEST(table.find(std::string(key) + "` |") != std::string::npos, key);
  }
  BOOST_TEST(deck.find("    # Cap on the evaluations. Integer between 1 and 1000000; default 400.\n"
                       "    Points: 400\n") != std::string::npos);
  BOOST_TEST(deck.find("  # Of the kernel. Number between 0.001 and 1000, in m; default 0.5.\n"
                       "  Length Scale: 0.5\n") != std::string::npos);
  BOOST_TEST(table.find("| `Axes > NAME > Range` | [first, last], in m | required | Interval. |") !=
             std::string::npos);
}

struct Integral {
  std::string density, rate;
};

void describe_integral(Section& s, Integral& i) {
  s.text("Density", i.density, "What is integrated").required().shorthand();
  s.text("Rate", i.rate, "What changes it");
}

BOOST_AUTO_TEST_CASE(a_scalar_stands_for_a_section_with_a_shorthand) {
  std::vector<std::pair<std::string, Integral>> integrals;
  Schema grammar("sample", "Shorthand");
  grammar.root().named_sections("Integrals", integrals, describe_integral, "name", "Integrals");
  const std::string text =
      "Application: sample\nIntegrals: {mass: h, energy: {Density: h^2, Rate: q}}\n";
  const Deck deck = grammar.read(parse_deck(text, "deck.yaml"), {}, "deck.yaml");
  BOOST_REQUIRE(integrals.size() == 2U);
  BOOST_TEST(integrals[0].second.density == "h");
  BOOST_TEST(integrals[0].second.rate.empty());
  BOOST_TEST(integrals[1].second.density == "h^2");
  BOOST_TEST(integrals[1].second.rate == "q");
  BOOST_TEST(deck.yaml.find("    Density: h\n") != std::string::npos, deck.yaml);
  grammar.read(parse_deck(text, "deck.yaml"), {parse_override("integrals/mass/rate=p")},
               "deck.yaml");
  BOOST_TEST(integrals[0].second.density == "h");
  BOOST_TEST(integrals[0].second.rate == "p");
}

BOOST_AUTO_TEST_SUITE_END()
