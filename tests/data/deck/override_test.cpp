#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "data/fields/errors.hpp"
#include "tests/data/deck/sample_schema.hpp"
#include "tests/data/deck/wrong_decks.hpp"

using namespace tessera;

namespace {

void read_with(SampleApplication& application, const std::string& text,
               const std::vector<std::string>& overrides) {
  std::vector<Override> parsed;
  for (const std::string& one : overrides) parsed.push_back(parse_override(one));
  application.schema.read(parse_deck(text, "deck.yaml"), parsed, "deck.yaml");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(overrides)

BOOST_AUTO_TEST_CASE(keys_match_without_case_and_spaces) {
  SampleApplication application;
  read_with(application, sample_deck,
            {"axes/x/points=2^3", "AXES/Y/ range =[0, pi]", "solver/relativetolerance=1e-3",
             "Prior / Length Scale = 5/2", "compare=[chebyshev]", "parameters/k=7",
             "solver/verbose=false", "title=With = sign, and comma"});
  BOOST_TEST(application.axes.at(0).second.points == 8);
  BOOST_TEST(application.axes.at(1).second.range.first == 0.0);
  BOOST_TEST(application.tolerance == 1e-3);
  BOOST_TEST(application.length_scale == 2.5);
  BOOST_TEST(application.compare.size() == 1U);
  // Of the user's names k and K the one of that spelling.
  BOOST_TEST(application.parameters.at(0).second.value == 7.0);
  BOOST_TEST(application.parameters.at(1).second.value == 1e-3 / 5);
  BOOST_TEST(!application.verbose);
}

BOOST_AUTO_TEST_CASE(keys_and_sections_that_the_deck_lacks_are_added) {
  SampleApplication application;
  read_with(application, "Title: nothing else\n",
            {"application=sample", "unknowns=[u]", "axes/x/range=[0, 1]", "axes/x/points=5",
             "output/grid/x=30", "prior={Kernel: matern 5/2}", "prior/lengthscale=2"});
  BOOST_TEST(application.axes.at(0).second.points == 5);
  BOOST_TEST(application.grid.at(0).first == "x");
  BOOST_TEST(application.kernel == "matern 5/2");
  BOOST_TEST(application.length_scale == 2.0);
}

BOOST_AUTO_TEST_CASE(the_later_override_wins) {
  SampleApplication application;
  read_with(application, sample_deck, {"axes/x/points=5", "axes/x/points=6"});
  BOOST_TEST(application.axes.at(0).second.points == 6);
}

BOOST_AUTO_TEST_CASE(faults_name_the_override) {
  BOOST_TEST(fault_of_deck(sample_deck, {"axes/x/points=abc"}) ==
             "--set axes/x/points=abc  Axes > x > Points: found text \"abc\", expected an integer "
             "between 1 and 1000000.");
  BOOST_TEST(fault_of_deck(sample_deck, {"axes/x/pionts=4"}) ==
             "--set axes/x/pionts=4  Axes > x > pionts: unknown key. Did you mean \"Points\"? "
             "Allowed: Range, Points, Kind.");
  BOOST_TEST(fault_of_deck(sample_deck, {"sovler/verbose=true"}) ==
             "--set sovler/verbose=true  sovler: unknown key. Did you mean \"Solver\"? Allowed: "
             "Application, Title, Axes, Parameters, Unknowns, Equations, Sources, Prior, Solver, "
             "Compare, Weights, Output, Data.");
  BOOST_TEST(fault_of_deck(sample_deck, {"title/x=1"}) ==
             "--set title/x=1  Title: is a value, not a map.");
  BOOST_TEST(fault_of_deck(sample_deck, {"parameters/k/x=1"}) ==
             "--set parameters/k/x=1  Parameters > k: is a value, not a map.");
  BOOST_TEST(fault_of_deck(sample_deck, {"axes/z/points=4"}) ==
             "--set axes/z/points=4  Axes > z: required key \"Range\" is missing, for example "
             "\"Range: [0, 2*pi]\".");
  BOOST_TEST(fault_of_deck(sample_deck, {"solver/verbose=~"}) ==
             "--set solver/verbose=~  Solver > Verbose: empty value.");
  BOOST_TEST(fault_of_deck(sample_deck, {"compare=[chebyshev"}) ==
             "--set compare=[chebyshev  the value is not YAML. Put text with special characters "
             "in quotes.");
  BOOST_TEST(fault_of_deck(with_lines("Parameters: {ab: 1, AB: 2}"), {"parameters/Ab=3"}) ==
             "--set parameters/Ab=3  Parameters > Ab: can mean \"ab\" or \"AB\".");
}

BOOST_AUTO_TEST_CASE(overrides_of_the_wrong_form_are_refused) {
  BOOST_TEST(fault_of_deck(sample_deck, {"axes/x/points"}) ==
             "--set axes/x/points  \"=\" is missing. Write --set path=value.");
  BOOST_TEST(fault_of_deck(sample_deck, {"=3"}) == "--set =3  the path before \"=\" is empty.");
  BOOST_TEST(fault_of_deck(sample_deck, {"title="}) ==
             "--set title=  the value after \"=\" is empty.");
  BOOST_TEST(fault_of_deck(sample_deck, {"axes//points=3"}) ==
             "--set axes//points=3  a name is missing in the path \"axes//points\".");
  BOOST_TEST(fault_of_deck(sample_deck, {"title=\"\""}) == "no fault");
}

BOOST_AUTO_TEST_CASE(a_wrong_kind_in_the_deck_is_reported_there) {
  BOOST_TEST(fault_of_deck(with_lines("Solver: 3"), {"solver/verbose=true"}) ==
             "deck.yaml:4:9  Solver: found 3, expected a map with the keys Relative Tolerance, "
             "Maximum Iterations, Verbose.");
}

BOOST_AUTO_TEST_SUITE_END()
