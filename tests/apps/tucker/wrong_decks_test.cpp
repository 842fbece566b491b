#include <boost/test/unit_test.hpp>

#include "apps/tucker/application.hpp"
#include "data/fields/errors.hpp"
#include "tests/apps/tucker/deck_reader.hpp"
#include "tests/data/scratch.hpp"

namespace tessera::tucker {
namespace {

/// What is wrong with a deck of the columns a, b and v.
std::string fault_of(const std::string& more, const std::string& observations = {},
                     const std::string& axes = "  a: {}\n  b: {}\n") {
  return test::message_of<DeckError>(
      [&] { DeckReader reader(deck_of_csv(observations, more, axes)); });
}

BOOST_AUTO_TEST_SUITE(wrong_decks)

BOOST_AUTO_TEST_CASE(the_deck_they_are_made_from_is_correct) {
  BOOST_TEST(fault_of("") == "(nothing was thrown)");
}

BOOST_AUTO_TEST_CASE(axes_that_make_no_sense_are_told) {
  BOOST_TEST(fault_of("", "", "  a: {}\n") ==
             "deck.yaml  Axes: found 1, expected two to six. On one axis nothing is multiplied.");
  BOOST_TEST(fault_of("", "", "  a: {Column: x, Columns: [x, y]}\n  b: {Columns: [p, q, r]}\n") ==
             "deck.yaml:3:15  Axes > a > Column: an axis has a Column or Columns, not both.\n"
             "deck.yaml:4:17  Axes > b > Columns: found 3, expected two: [latitude, longitude], or "
             "[x, y]. An axis of one coordinate has a Column.");
  BOOST_TEST(fault_of("", "", "  a: {Units: [m, s]}\n  b: {Geometry: great circle}\n") ==
             "deck.yaml:3:15  Axes > a > Units: found 2 for 1 column.\n"
             "deck.yaml  Axes > b > Geometry: `great circle` needs \"Columns: [latitude, "
             "longitude]\".");
  BOOST_TEST(fault_of("", "", "  a: {Columns: [lon, lat], Geometry: great circle}\n  b: {}\n") ==
             "deck.yaml:3:17  Axes > a > Columns: the latitude comes first, then the longitude.");
  BOOST_TEST(fault_of("", "", "  a: {}\n  b: {Column: a}\n") ==
             "deck.yaml:4:15  Axes > b: the column \"a\" is taken already, by the axis a.");
  BOOST_TEST(fault_of("", "", "  a: {}\n  b: {Column: v}\n") ==
             "deck.yaml:5:40  Observations > Column: the column \"v\" is that of the axis b; the "
             "measured values are another one.");
}

BOOST_AUTO_TEST_CASE(observations_that_make_no_sense_are_told) {
  BOOST_TEST(
      fault_of("", "Noise: -1, Missing Value: none") ==
      "deck.yaml:5:50  Observations > Noise: found -1, expected a positive standard "
      "deviation, the name of a column, or `learned`.\n"
      "deck.yaml:5:69  Observations > Missing Value: found text \"none\", expected a number. "
      "Empty cells, NA and nan are always missing.");
}

BOOST_AUTO_TEST_CASE(priors_that_make_no_sense_are_told) {
  BOOST_TEST(fault_of("Prior: {All Axes: {Kernel: mattern 3/2, Length Scale: 0}}\n") ==
             "deck.yaml:6:28  Prior > All Axes > Kernel: there is no kernel \"mattern 3/2\". Did "
             "you mean \"matern 3/2\"? Allowed: matern 1/2, matern 3/2, matern 5/2, periodic. Sums "
             "are written with +.\n"
             "deck.yaml:6:55  Prior > All Axes > Length Scale: found 0, expected `learned` or a "
             "positive number.");
  BOOST_TEST(fault_of("Prior: {Axes: {a: {Kernel: matern 1/2 + periodic}}}\n") ==
             "deck.yaml:6:28  Prior > Axes > a > Kernel: `periodic` needs a Period for the axis a, "
             "in units of the axis.");
  BOOST_TEST(fault_of("Prior: {Axes: {aa: {Kernel: matern 1/2}}}\n") ==
             "deck.yaml:6:29  Prior > Axes > aa: there is no axis \"aa\". Allowed: a, b.");
  BOOST_TEST(fault_of("Prior: {Axes: {a: {Kernel: matern 1/2, Period: 3}}}\n") ==
             "deck.yaml:6:28  Prior > Axes > a > Period: is read by the kernel `periodic` only.");
}

BOOST_AUTO_TEST_CASE(models_that_contradict_themselves_are_told) {
  BOOST_TEST(fault_of("Model: {Rank: many}\n") ==
             "deck.yaml:6:15  Model > Rank: found many, expected `automatic` or a whole number up "
             "to 1000.");
  BOOST_TEST(fault_of("Model: {Format: tucker, Rank: 2, Ranks: {a: 3, c: 1}}\n") ==
             "deck.yaml:6:31  Model > Rank: give Rank or Ranks, not both.\n"
             "deck.yaml:6:45  Model > Ranks > a: Ranks says nothing about the axis b.\n"
             "deck.yaml:6:51  Model > Ranks > c: there is no axis \"c\". Allowed: a, b.");
  BOOST_TEST(fault_of("Model: {Ranks: {a: 3, b: 1}}\n") ==
             "deck.yaml:6:20  Model > Ranks > a: the format cp has one rank for all axes: give "
             "Rank, or \"Format: tucker\".");
  BOOST_TEST(fault_of("Model: {Format: tucker, Rank: 40}\n") ==
             "deck.yaml:6:31  Model > Rank: the core has 1600 weights, more than Solver > Maximum "
             "Core, 1024. Their covariance would take 20.5 MB; lower the ranks, take \"Format: "
             "cp\", or raise the limit.");
}

BOOST_AUTO_TEST_CASE(sections_that_make_no_sense_are_told) {
  BOOST_TEST(fault_of("Model: {Rank: 3, Pairs: 0, Sections: {all: {Axes: [a, b], Rank: 2}}}\n") ==
             "deck.yaml:6:15  Model > Rank: is replaced by Sections; leave one of them out.\n"
             "deck.yaml  Model > Pairs: is replaced by Sections; leave one of them out.");
  BOOST_TEST(fault_of("Model: {Sections: {s: {Axes: [a, c, a]}}}\n") ==
             "deck.yaml:6:31  Model > Sections > s: needs a Rank.\n"
             "deck.yaml:6:34  Model > Sections > s > Axes > item 2: there is no axis \"c\". "
             "Allowed: a, b.\n"
             "deck.yaml:6:37  Model > Sections > s > Axes > item 3: the axis a stands in the list "
             "already.");
  BOOST_TEST(fault_of("Model: {Sections: {s: {Axes: [a], Format: tucker, Ranks: {b: 2}}}}\n") ==
             "deck.yaml:6:62  Model > Sections > s > Ranks > b: the axis is not one of this "
             "section's. Axes: a.\n"
             "deck.yaml:6:62  Model > Sections > s > Ranks > b: Ranks says nothing about the axis "
             "a.");
}

BOOST_AUTO_TEST_CASE(the_published_model_takes_fixed_ranks_and_simple_axes) {
  BOOST_TEST(fault_of("Model: {Reference Compatible: true, Reference: {Variance: [1, 2, 3]}}\n") ==
             "deck.yaml  Model > Reference Compatible: the published model has a fixed rank: give "
             "\"Rank: NUMBER\".\n"
             "deck.yaml  Model > Reference > Variance: found 3 numbers, expected one or 2, the "
             "number of axes.");
}

BOOST_AUTO_TEST_CASE(splits_that_do_not_fit_are_told) {
  BOOST_TEST(fault_of("Validation: {Split: random, Fraction: 0.3, Folds: 5, Fold: 5}\n") ==
             "deck.yaml  Validation > Folds: 5 folds of the share 0.3 do not fit without overlap; "
             "lower Folds or Fraction.\n"
             "deck.yaml  Validation > Fold: found 5, but there are 5 folds, counted from 0.");
  BOOST_TEST(fault_of("Validation: {Split: part*, Folds: 5}\n") ==
             "deck.yaml  Validation > Folds: folds are made by the splits random, distinct "
             "coordinates, leading block and held-out sites only; name groups of the data file "
             "under Split.");
  BOOST_TEST(fault_of("Validation: {Split: rows, Axis: x}\n") ==
             "deck.yaml:6:21  Validation > Split: `rows` needs a CSV file of row numbers: add "
             "\"Rows: FILE\" to Validation.\n"
             "deck.yaml:6:33  Validation > Axis: there is no axis \"x\". Allowed: a, b.");
}

BOOST_AUTO_TEST_CASE(outputs_that_do_not_fit_are_told) {
  const std::string axes = "  a: {}\n  b: {Columns: [x, y]}\n";
  BOOST_TEST(
      fault_of("Output: {Grid: {aa: 5, b: 7}, Derivatives: {a: 2}}\n", "", axes) ==
      "deck.yaml:6:21  Output > Grid > aa: there is no axis \"aa\". Allowed: a, b.\n"
      "deck.yaml:6:27  Output > Grid > b: is an axis of places (Columns); give the points of "
      "each of its columns: x, y.\n"
      "deck.yaml:6:48  Output > Derivatives > a: found 2, but functions of the kernel "
      "\"matern 3/2\" have one derivative only.");
}

BOOST_AUTO_TEST_CASE(a_misspelt_axis_is_told_with_the_nearest_name) {
  const std::string axes = "  latitude: {}\n  year: {}\n";
  BOOST_TEST(fault_of("Output: {Grid: {lattitude: 5}}\n", "", axes) ==
             "deck.yaml:6:28  Output > Grid > lattitude: there is no axis \"lattitude\". Did you "
             "mean \"latitude\"? Allowed: latitude, year.");
}

BOOST_AUTO_TEST_CASE(a_file_without_a_marked_value_needs_a_column) {
  const test::Scratch scratch;
  scratch.put("data.csv", "a,b,v\n1,1,1\n2,2,2\n");
  const Options options =
      DeckReader("Application: tucker\nAxes: {a: {}, b: {}}\nObservations: {File: data.csv}\n")
          .options;
  BOOST_TEST(test::message_of<DeckError>([&] { read_data_set(options, scratch.folder()); }) ==
             "deck.yaml:3:22  Observations > File: measurements need a Column too: the one that "
             "holds their values. Columns of " +
                 (scratch / "data.csv").string() + ": a, b, v.");
}

BOOST_AUTO_TEST_CASE(data_are_read_with_the_deck_so_that_validation_speaks_of_them) {
  const test::Scratch scratch;
  const auto deck = scratch.put("deck.yaml", deck_of_csv());
  const auto application = make_application();
  BOOST_CHECK_THROW(load_deck(*application, deck, {}), DataError);
  scratch.put("data.csv", "a,b,v\n1,1,1\n2,2,2\n");
  BOOST_CHECK_NO_THROW(load_deck(*application, deck, {}));
}

BOOST_AUTO_TEST_CASE(the_printed_schema_is_a_deck_but_for_its_data) {
  BOOST_CHECK_NO_THROW(DeckReader(make_application()->schema().reference_deck()));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tessera::tucker
