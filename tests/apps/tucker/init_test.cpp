#include <boost/test/unit_test.hpp>

#include "apps/common/units.hpp"
#include "apps/tucker/application.hpp"
#include "apps/tucker/guess_deck.hpp"
#include "data/fields/errors.hpp"
#include "tests/apps/common/program.hpp"
#include "tests/apps/tucker/deck_reader.hpp"
#include "tests/data/scratch.hpp"

namespace tessera::tucker {
namespace {

using test::message_of;
using test::Scratch;

const std::string program = TESSERA_BINARY_DIR "/bin/tessera-tucker ";
const std::string quick_look = TESSERA_SOURCE_DIR "/apps/tucker/decks/quick_look.csv";

/// The options of the deck guessed for a CSV file; the deck and its data must be valid.
Options guessed(const std::string& csv, const std::string& column = {}) {
  const Scratch scratch;
  const std::string deck = guess_deck(scratch.put("data.csv", csv), column);
  BOOST_TEST_INFO(deck);
  BOOST_CHECK_NO_THROW(load_deck_text(*make_application(), deck, "deck.yaml"));
  return DeckReader(deck).options;
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

BOOST_AUTO_TEST_SUITE(first_decks)

BOOST_AUTO_TEST_CASE(dates_places_units_and_the_value_are_found) {
  const Options o = guessed(
      "id,when,lat,lon,temp_degC,name,constant,ozone (ug/m3)\n"
      "1,2013-03-01,40,-100,1.5,x,7,10\n2,2013-03-02,41,-101,2.5,y,7,20\n"
      "3,2013-03-03,42,-101,2.5,z,7,\n4,2013-03-03,40,-100,2.5,z,7,21\n");
  BOOST_REQUIRE(o.axes.size() == 3U);
  BOOST_TEST(o.axes[0].first == "when");
  BOOST_TEST(o.axes[0].second.kind == "time");
  BOOST_TEST(o.axes[1].first == "place");
  BOOST_TEST(o.axes[1].second.columns.size() == 2U);
  BOOST_TEST(o.axes[1].second.geometry == "great circle");
  BOOST_TEST(o.axes[2].first == "temp");
  BOOST_TEST(o.axes[2].second.units[0].value == "degC");
  BOOST_TEST(o.observations.column.value == "ozone (ug/m3)");
  BOOST_TEST(o.observations.units.value == "ug/m^3");
}

BOOST_AUTO_TEST_CASE(what_is_left_out_is_said) {
  const Scratch scratch;
  const std::string deck =
      guess_deck(scratch.put("data.csv", "id,a,b,text,same,v\n1,1,2,x,7,1\n2,2,1,y,7,2\n"), "");
  BOOST_TEST(contains(deck, "# left out: id (a row number)\n"));
  BOOST_TEST(contains(deck, "# left out: text (text)\n"));
  BOOST_TEST(contains(deck, "# left out: same (constant)\n"));
}

BOOST_AUTO_TEST_CASE(error_bars_and_marks_of_missing_values_are_found) {
  const Options o = guessed("a,b,v,v_sd\n1,1,-999,0.5\n2,1,2,0.5\n1,2,3,0.25\n2,2,4,1\n");
  BOOST_TEST(o.observations.column.value == "v");
  BOOST_TEST(o.observations.noise.value == "v_sd");
  BOOST_TEST(o.observations.missing_value.value == "-999");
}

BOOST_AUTO_TEST_CASE(the_value_can_be_named) {
  const std::string csv = "a,b,c\n1,1,5\n2,1,6\n1,2,7\n";
  BOOST_TEST(guessed(csv).observations.column.value == "c");
  const Options o = guessed(csv, "a");
  BOOST_TEST(o.observations.column.value == "a");
  BOOST_TEST(o.axes[1].first == "c");
}

BOOST_AUTO_TEST_CASE(strange_names_become_axes_and_quoted_texts) {
  const Options o = guessed("\"2nd: {x}, #1\",\"a \"\"b\"\"\",true,v\n1,1,1,5\n2,2,2,6\n3,3,3,4\n");
  BOOST_REQUIRE(o.axes.size() == 3U);
  BOOST_TEST(o.axes[0].second.column.value == "2nd: {x}, #1");
  BOOST_TEST(o.axes[1].second.column.value == "a \"b\"");
  BOOST_TEST(o.axes[2].second.column.value == "true");
}

BOOST_AUTO_TEST_CASE(a_file_with_too_little_is_refused) {
  const Scratch scratch;
  const auto file = scratch.put("data.csv", "t,name,v\n1,x,1\n2,y,2\n");
  BOOST_TEST(
      message_of<DataError>([&] { guess_deck(file, ""); }) ==
      file.string() +
          ": the measured values are \"v\", and only \"t\" is left for axes; two are needed. "
          "Name another column of values with --column. Columns: t, name, v.");
  const auto text = scratch.put("text.csv", "name\nx\ny\n");
  BOOST_TEST(message_of<DataError>([&] { guess_deck(text, ""); }) ==
             text.string() +
                 ": no column of numbers can be the measured values; name one with --column. "
                 "Columns: name.");
  BOOST_TEST(message_of<DataError>([&] { guess_deck(file, "nane"); }) ==
             file.string() +
                 ": there is no column 'nane'. Did you mean 'name'? Columns: t, name, v.");
}

BOOST_AUTO_TEST_CASE(the_program_prints_a_deck_that_validates) {
  const Scratch scratch;
  const ProgramResult result =
      run_program(scratch.folder(), program + "init " + quick_look + " > deck.yaml && " + program +
                                        "deck.yaml --validate");
  BOOST_TEST_CONTEXT(result.output) {
    BOOST_TEST(result.code == 0);
    BOOST_TEST(contains(result.output, "deck.yaml: valid\n"));
  }
  const ProgramResult missing = run_program(scratch.folder(), program + "init absent.csv");
  BOOST_TEST(missing.code == 3);
  BOOST_TEST(missing.output == "error: there is no file absent.csv\n");
  const ProgramResult bare = run_program(scratch.folder(), program + "init");
  BOOST_TEST(bare.code == 2);
  BOOST_TEST(bare.output ==
             "tessera-tucker init: a data file is needed: tessera-tucker init data.csv > "
             "deck.yaml\n");
  BOOST_TEST(run_program(scratch.folder(), program + "init --help").code == 0);
}

BOOST_AUTO_TEST_CASE(units_are_compared_by_meaning) {
  for (const auto& [a, b] :
       std::vector<std::pair<std::string, std::string>>{{"degC", "Celsius"},
                                                        {"degree north", "degrees_north"},
                                                        {"degree Fahrenheit", "degF"},
                                                        {"calendar year", "year"},
                                                        {"hPa", "mbar"},
                                                        {"ug/m3", "ug m-3"},
                                                        {"furlong", "Furlong"}})
    BOOST_TEST(is_same_unit(a, b), a << " and " << b);
  BOOST_TEST(!is_same_unit("degC", "degF"));
  BOOST_TEST(!is_same_unit("furlong", "m"));
  BOOST_TEST(!is_same_unit("degrees_east", "degrees_west"));
  BOOST_TEST(unit_in_name("temp_degC") == "degC");
  BOOST_TEST(unit_in_name("Pressure [hPa]") == "hPa");
  BOOST_TEST(unit_in_name("day_of_year") == "year");
  BOOST_TEST(unit_in_name("site_d").empty());
  BOOST_TEST(unit_in_name("ozone").empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tessera::tucker
