#include "apps/tucker/data_set.hpp"

#include <cstdlib>

#include <boost/test/unit_test.hpp>

#include "data/fields/errors.hpp"
#include "tests/apps/tucker/deck_reader.hpp"
#include "tests/data/scratch.hpp"

namespace tessera::tucker {
namespace {

using test::message_of;
using test::Scratch;

DataSet data_of(const std::string& csv, const std::string& deck = deck_of_csv()) {
  const Scratch scratch;
  scratch.put("data.csv", csv);
  return read_data_set(DeckReader(deck).options, scratch.folder());
}

/// The complaint about a file, without the folder's name.
std::string fault_of(const std::string& csv, const std::string& deck = deck_of_csv()) {
  const Scratch scratch;
  scratch.put("data.csv", csv);
  const Options options = DeckReader(deck).options;
  std::string message = message_of<DataError>([&] { read_data_set(options, scratch.folder()); });
  const std::string folder = scratch.folder().string() + "/";
  for (auto at = message.find(folder); at != std::string::npos; at = message.find(folder))
    message.erase(at, folder.size());
  return message;
}

BOOST_AUTO_TEST_SUITE(data_set)

BOOST_AUTO_TEST_CASE(columns_become_observations_in_raw_units) {
  const DataSet data = data_of("b,v,a\n1,10,5\n2,20,6\n", deck_of_csv("Units: K"));
  const Observations& o = data.observations;
  BOOST_CHECK_NO_THROW(require_valid(o));
  BOOST_TEST((o.coordinates == (Eigen::Matrix2d() << 5, 1, 6, 2).finished()));
  BOOST_TEST((o.values == Eigen::Vector2d(10, 20)));
  BOOST_TEST(o.value_units == "K");
  BOOST_TEST(o.noise_learned);
  BOOST_TEST(data.stored_scale == 1);
  BOOST_TEST(data.stored_offset == 0);
  BOOST_TEST(data.axes[0].distinct == 2);
  BOOST_TEST(!data.axes[0].is_time);
}

BOOST_AUTO_TEST_CASE(rows_with_missing_values_are_left_out_and_counted) {
  const DataSet data =
      data_of("a,b,v\n1,1,1\nNA,2,\n3,3,3\n4,4,-999\n5,5,5\n", deck_of_csv("Missing Value: -999"));
  BOOST_TEST(data.rows_in_file == 5);
  BOOST_TEST(data.dropped_rows == 2);
  BOOST_TEST(data.missing_values == 3);
  BOOST_TEST((data.observations.values == Eigen::Vector3d(1, 3, 5)));
  BOOST_TEST((data.observations.row_ids == std::vector<std::int64_t>{0, 2, 4}));
}

BOOST_AUTO_TEST_CASE(too_many_missing_rows_are_an_error_that_counts_them) {
  const std::string csv = "a,b,v\n1,1,1\n2,2,\n,3,NA\n4,4,nan\n";
  BOOST_TEST(fault_of(csv) ==
             "data.csv: 3 of 4 rows have a missing value (v: 3, a: 1), more than the share 0.5 "
             "that Observations > Maximum Missing Share allows");
  BOOST_TEST(fault_of(csv, deck_of_csv("Maximum Missing Share: 0.75")) ==
             "data.csv: all 1 rows have a = 1: an axis needs two distinct coordinates at least. "
             "Leave \"a\" out of Axes.");
}

BOOST_AUTO_TEST_CASE(repeated_coordinates_are_counted_with_their_values) {
  const DataSet data = data_of("a,b,v\n1,1,1\n2,1,2\n1,1,1\n1,1,9\n2,1,2\n3,2,0\n");
  BOOST_TEST(data.repeated_rows == 3);
  BOOST_TEST(data.repeated_values == 2);
  BOOST_TEST((combination_numbers(data) == std::vector<Index>{0, 1, 0, 0, 1, 2}));
}

BOOST_AUTO_TEST_CASE(dates_become_days_and_a_time_axis) {
  const DataSet data = data_of("a,b,v\n2013-03-01,1,1\n2013-03-02T12:00,2,2\n");
  BOOST_TEST((data.axes[0].type == CoordinateType::date));
  BOOST_TEST(data.axes[0].is_time);
  BOOST_TEST(data.observations.axes[0].units[0] == "days since 1970-01-01");
  BOOST_TEST((data.observations.coordinates.col(0) == Eigen::Vector2d(15765, 15766.5)));
}

BOOST_AUTO_TEST_CASE(places_have_two_columns_and_count_once) {
  const std::string axes =
      "  place: {Columns: [a, b], Units: [degrees_north, degrees_west], Geometry: great circle}\n"
      "  t: {Kind: time}\n";
  const std::string deck = deck_of_csv({}, {}, axes);
  const DataSet data = data_of("a,b,t,v\n1,2,1,0\n1,3,2,0\n1,2,3,0\n", deck);
  BOOST_TEST(data.axes[0].has_two_columns);
  BOOST_TEST((data.axes[0].geometry == Geometry::great_circle));
  BOOST_TEST(data.axes[0].distinct == 2);
  BOOST_TEST(data.axes[1].first_column == 2);
  BOOST_TEST(data.axes[1].is_time);
  BOOST_TEST((distinct_numbers(data, 0) == std::vector<Index>{0, 1, 0}));
  BOOST_TEST(fault_of("a,b,t,v\n1,2,1,0\n91,3,2,0\n", deck) ==
             "data.csv:3: place = (91, 3) is no latitude and longitude in degrees");
}

BOOST_AUTO_TEST_CASE(noise_is_learned_a_number_or_a_column) {
  const std::string csv = "a,b,v,sd\n1,1,1,0.5\n2,2,2,0.25\n";
  BOOST_TEST(data_of(csv, deck_of_csv("Noise: 1/4")).observations.noise[0] == 0.25);
  const Observations o = data_of(csv, deck_of_csv("Noise: sd")).observations;
  BOOST_TEST((o.noise == Eigen::Vector2d(0.5, 0.25)));
  BOOST_TEST(!o.noise_learned);
  BOOST_TEST(fault_of("a,b,v,sd\n1,1,1,0.5\n2,2,2,0\n", deck_of_csv("Noise: sd")) ==
             "data.csv:3: column 'sd': a standard deviation must be positive");
  BOOST_TEST(fault_of(csv, deck_of_csv("Noise: sdd")) ==
             "data.csv: there is no column 'sdd'. Did you mean 'sd'? Columns: a, b, v, sd.");
}

BOOST_AUTO_TEST_CASE(text_and_dates_where_numbers_are_needed_are_refused) {
  BOOST_TEST(fault_of("a,b,v\n1,1,1\n2,two,2\n") ==
             "data.csv:3: column 'b': 'two' is not a number");
  BOOST_TEST(fault_of("a,b,v\n1,1,2013-03-01\n") ==
             "data.csv: column 'v' holds dates, numbers are needed");
  BOOST_TEST(fault_of("a,b,v\n") == "data.csv: there are no rows below the header");
}

BOOST_AUTO_TEST_CASE(units_that_disagree_are_told_with_both_places) {
  const std::string axes = "  a: {Units: s}\n  b: {}\n";
  BOOST_TEST(fault_of("a,b,v\n2013-03-01,1,1\n2013-03-02,2,1\n", deck_of_csv({}, {}, axes)) ==
             "data.csv: column 'a' is in \"days since 1970-01-01\", but the deck says \"s\" "
             "(deck.yaml:3:14  Axes > a > Units). Units are not converted: change the deck or the "
             "data.");
}

BOOST_AUTO_TEST_CASE(more_functions_than_coordinates_are_refused) {
  const DataSet data = data_of("a,b,v\n1,1,1\n2,1,2\n3,2,2\n");
  BOOST_CHECK_NO_THROW(require_enough_coordinates(data, {0, 1, 2}, {3, 2}));
  const std::string message = message_of<DataError>([&] {
    require_enough_coordinates(data, {0, 1}, {2, 2});
  });
  BOOST_TEST(message.ends_with(
      "data.csv: the model has 2 functions along b, but the training rows have 1 distinct "
      "coordinates there. Lower the ranks of the deck to 1 at most, or take \"Rank: automatic\"."));
}

BOOST_AUTO_TEST_CASE(data_are_sought_beside_the_deck_and_in_the_data_folder) {
  const Scratch deck_folder;
  const Scratch data_folder;
  const char* const former = std::getenv("TESSERA_DATA");
  const std::string kept = former != nullptr ? former : "";
  ::unsetenv("TESSERA_DATA");
  const std::string beside = (deck_folder / "data.csv").string();
  const auto fault = [&] {
    return message_of<DataError>([&] { find_data_file("data.csv", deck_folder.folder()); });
  };
  BOOST_TEST(fault() == "there is no file " + beside +
                            ", and the environment variable TESSERA_DATA names no folder to look "
                            "in");
  ::setenv("TESSERA_DATA", data_folder.folder().c_str(), 1);
  BOOST_TEST(fault() == "there is no file " + beside + " nor " +
                            (data_folder / "data.csv").string() + " (TESSERA_DATA)");
  data_folder.put("data.csv", "a\n1\n");
  BOOST_TEST(find_data_file("data.csv", deck_folder.folder()) == data_folder / "data.csv");
  // A deck that names a folder of its own machine finds the file by its name.
  BOOST_TEST(find_data_file("../there/data.csv", deck_folder.folder()) == data_folder / "data.csv");
  deck_folder.put("data.csv", "a\n1\n");
  BOOST_TEST(find_data_file("data.csv", deck_folder.folder()) == deck_folder / "data.csv");
  if (former != nullptr)
    ::setenv("TESSERA_DATA", kept.c_str(), 1);
  else
    ::unsetenv("TESSERA_DATA");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tessera::tucker
