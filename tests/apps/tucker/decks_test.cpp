#include <cstdlib>
#include <filesystem>

#include <boost/test/unit_test.hpp>

#include "data/files/files.hpp"
#include "tests/apps/tucker/deck_reader.hpp"

namespace tessera::tucker {
namespace {

const std::filesystem::path decks = TESSERA_SOURCE_DIR "/apps/tucker/decks";

std::string text_of(const std::string& deck) {
  return read_file(decks / (deck + ".yaml"));
}

DataSet data_of(const std::string& deck) {
  return read_data_set(DeckReader(text_of(deck)).options, decks);
}

struct Present {
  std::string deck;
  boost::test_tools::assertion_result operator()(boost::unit_test::test_unit_id) const {
    const std::string file = DeckReader(text_of(deck)).options.observations.file.value;
    boost::test_tools::assertion_result present(true);
    try {
      find_data_file(file, decks);
    } catch (const DataError& error) {
      present = false;
      present.message() << error.what();
    }
    return present;
  }
};

/// Combinations of coordinates that training and test rows share.
std::size_t shared_combinations(const DataSet& data, const Split& split) {
  const std::vector<Index> number = combination_numbers(data);
  std::vector<bool> trained(number.size(), false);
  for (const Index row : split.train)
    trained[static_cast<std::size_t>(number[static_cast<std::size_t>(row)])] = true;
  std::size_t shared = 0;
  for (const Index row : split.test)
    if (trained[static_cast<std::size_t>(number[static_cast<std::size_t>(row)])]) ++shared;
  return shared;
}

std::vector<Split> splits_of(const std::string& deck, const std::string& split,
                             const DataSet& data) {
  const DeckReader reader(text_of(deck), {"validation/split=" + split});
  return make_splits(reader.options, data, RandomStreams(1), decks);
}

BOOST_AUTO_TEST_SUITE(decks_of_tucker)

BOOST_AUTO_TEST_CASE(all_decks_have_the_same_prior_and_model) {
  const auto common = [](const std::string& deck) {
    const std::string text = text_of(deck);
    const auto start = text.find("Prior:");
    return text.substr(start, text.find("Validation:") - start);
  };
  for (const char* deck : {"us_temp", "synthetic_rank1", "quick_look"})
    BOOST_TEST(common(deck) == common("beijing_pm25"));
}

BOOST_AUTO_TEST_CASE(effective_decks_are_read_again_and_say_the_same) {
  const std::string sections = deck_of_csv(
      {}, "Model: {Sections: {main: {Axes: [a], Rank: 2}, all: {Axes: [a, b], Rank: 3}}}\n");
  const std::string ranks = deck_of_csv({}, "Model: {Format: tucker, Ranks: {a: 2, b: 3}}\n");
  for (const std::string& text : {text_of("us_temp"), text_of("quick_look"), sections, ranks}) {
    const std::string effective = DeckReader(text).deck.yaml;
    BOOST_TEST(DeckReader(effective).deck.yaml == effective);
  }
}

BOOST_AUTO_TEST_CASE(the_quick_look_has_dates_places_and_gaps) {
  const DataSet data = data_of("quick_look");
  BOOST_TEST(data.rows_in_file == 480);
  BOOST_TEST(data.dropped_rows == 6);
  BOOST_TEST(data.axes[2].distinct == 12);
  BOOST_TEST((data.axes[1].type == CoordinateType::date));
}

BOOST_AUTO_TEST_CASE(beijing_has_1461_days_and_splits_that_hold_what_they_say,
                     *boost::unit_test::precondition(Present{"beijing_pm25"})) {
  const DataSet data = data_of("beijing_pm25");
  const Observations& o = data.observations;
  BOOST_CHECK_NO_THROW(require_valid(o));
  BOOST_TEST(o.values.size() == 16965);
  BOOST_TEST(data.axes[0].distinct == 428);
  BOOST_TEST(data.axes[1].distinct == 501);
  BOOST_TEST(data.axes[2].distinct == 1461);
  BOOST_TEST(o.coordinates.col(2).minCoeff() == 15765);  // 2013-03-01
  BOOST_TEST(o.coordinates.col(2).maxCoeff() == 17225);  // 2017-02-28
  BOOST_TEST(std::abs(o.coordinates.col(0).minCoeff() + 15.7) < 1e-9);
  BOOST_TEST(o.value_units == "ug/m^3");
  BOOST_TEST(std::abs(data.stored_scale - 69.567469) < 1e-6);
  BOOST_TEST(std::abs(o.values.mean() - data.stored_offset) < 1e-9);
  const auto disjoint = splits_of("beijing_pm25", "disjoint*", data);
  BOOST_TEST(disjoint.size() == 5U);
  for (const Split& split : disjoint) BOOST_TEST(shared_combinations(data, split) == 0U);
  const Split fold = splits_of("beijing_pm25", "fold0", data).front();
  BOOST_TEST(fold.train.size() == 13572U);
  BOOST_TEST(fold.test.size() == 3393U);
  const auto share = static_cast<double>(shared_combinations(data, fold)) / 3393;
  BOOST_TEST((share > 0.38 && share < 0.43));  // 40 % of the test rows repeat training rows
}

BOOST_AUTO_TEST_CASE(us_temperatures_are_at_97_sites_and_mostly_repeated,
                     *boost::unit_test::precondition(Present{"us_temp"})) {
  const DataSet data = data_of("us_temp");
  BOOST_TEST(data.observations.values.size() == 55944);
  BOOST_TEST(data.axes[0].distinct == 97);
  BOOST_TEST(data.axes[1].distinct == 267);
  BOOST_TEST(data.repeated_rows == 55944 - 22257);
  BOOST_TEST(data.repeated_values == data.repeated_rows);
  const Split fold = splits_of("us_temp", "fold0", data).front();
  const auto share = static_cast<double>(shared_combinations(data, fold)) / 11189;
  BOOST_TEST((share > 0.755 && share < 0.766));
  const auto groups = splits_of("us_temp", "sitegroup*", data);
  BOOST_TEST(groups.size() == 5U);
  const std::vector<Index> site = distinct_numbers(data, 0);
  std::vector<int> held_out(97, 0);
  for (const Split& split : groups) {
    std::vector<int> here(97, 0);
    for (const Index row : split.test)
      here[static_cast<std::size_t>(site[static_cast<std::size_t>(row)])] = 1;
    for (const Index row : split.train)
      BOOST_REQUIRE(here[static_cast<std::size_t>(site[static_cast<std::size_t>(row)])] == 0);
    for (std::size_t s = 0; s < 97; ++s) held_out[s] += here[s];
  }
  BOOST_TEST((held_out == std::vector<int>(97, 1)));
  // The inner split of held-out sites holds out sites, too.
  const Options options = DeckReader(text_of("us_temp")).options;
  const Split inner = make_inner_split(options, data, groups[0], RandomStreams(1));
  std::vector<bool> trained(97, false);
  for (const Index row : inner.train)
    trained[static_cast<std::size_t>(site[static_cast<std::size_t>(row)])] = true;
  for (const Index row : inner.test)
    BOOST_REQUIRE(!trained[static_cast<std::size_t>(site[static_cast<std::size_t>(row)])]);
}

BOOST_AUTO_TEST_CASE(synthetic_data_have_the_files_split,
                     *boost::unit_test::precondition(Present{"synthetic_rank1"})) {
  const DataSet data = data_of("synthetic_rank1");
  BOOST_TEST(data.observations.values.size() == 1350);
  const Split split = splits_of("synthetic_rank1", "fold0", data).front();
  BOOST_TEST(split.train.size() == 675U);
  BOOST_TEST(split.test.size() == 675U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tessera::tucker
