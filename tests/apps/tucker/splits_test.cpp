#include "apps/tucker/splits.hpp"

#include <algorithm>
#include <set>

#include <boost/test/unit_test.hpp>

#include "data/fields/errors.hpp"
#include "tests/apps/tucker/deck_reader.hpp"
#include "tests/data/scratch.hpp"

namespace tessera::tucker {
namespace {

using test::message_of;
using test::Scratch;

/// 200 rows at 10 places (a, b) and 7 times; combinations repeat.
DataSet sample() {
  DataSet data;
  constexpr Index rows = 200;
  Observations& o = data.observations;
  o.axes = {{"place", {"a", "b"}, {"", ""}}, {"t", {"t"}, {""}}};
  o.coordinates.resize(rows, 3);
  o.values.setZero(rows);
  for (Index i = 0; i < rows; ++i) {
    const Index place = (i * 7 + i / 11) % 10;
    o.coordinates.row(i) << static_cast<double>(place % 3), static_cast<double>(place),
        static_cast<double>((i * 5 + i / 13) % 7);
    o.row_ids.push_back(i);
  }
  o.source = "data.csv";
  data.rows_in_file = rows;
  data.axes.resize(2);
  data.axes[0].has_two_columns = true;
  data.axes[0].distinct = 10;
  data.axes[1].first_column = 2;
  data.axes[1].is_time = true;
  data.axes[1].distinct = 7;
  return data;
}

Options options_with(const std::string& validation) {
  return DeckReader(deck_of_csv({}, "Validation: {" + validation + "}\n",
                                "  place: {Columns: [a, b]}\n  t: {Kind: time}\n"))
      .options;
}

std::vector<Split> splits_of(const std::string& validation, const DataSet& data = sample(),
                             std::uint64_t seed = 1) {
  return make_splits(options_with(validation), data, RandomStreams(seed), {});
}

/// Numbers of the rows along an axis; of all axes for axis 2.
std::set<Index> numbers(const DataSet& data, std::size_t axis, const std::vector<Index>& rows) {
  const auto all = axis == 2 ? combination_numbers(data) : distinct_numbers(data, axis);
  std::set<Index> result;
  for (const Index row : rows) result.insert(all[static_cast<std::size_t>(row)]);
  return result;
}

bool are_disjoint(const std::set<Index>& a, const std::set<Index>& b) {
  return std::none_of(a.begin(), a.end(), [&](Index x) { return b.contains(x); });
}

BOOST_AUTO_TEST_SUITE(splits)

BOOST_AUTO_TEST_CASE(without_a_split_all_rows_train) {
  const auto splits = splits_of("Fraction: 0.2");
  BOOST_TEST(splits.size() == 1U);
  BOOST_TEST(splits[0].name == "none");
  BOOST_TEST(splits[0].train.size() == 200U);
  BOOST_TEST(splits[0].test.empty());
}

BOOST_AUTO_TEST_CASE(folds_of_drawn_splits_hold_out_every_row_once) {
  for (const char* kind : {"random", "distinct coordinates", "held-out sites"})
    BOOST_TEST_CONTEXT(kind) {
      const auto splits = splits_of(std::string("Split: ") + kind + ", Fraction: 0.2, Folds: 5");
      BOOST_REQUIRE(splits.size() == 5U);
      std::vector<int> held_out(200, 0);
      for (const Split& split : splits) {
        BOOST_TEST(split.train.size() + split.test.size() == 200U);
        BOOST_TEST(std::is_sorted(split.train.begin(), split.train.end()));
        for (const Index row : split.test) ++held_out[static_cast<std::size_t>(row)];
      }
      BOOST_TEST((held_out == std::vector<int>(200, 1)));
    }
}

BOOST_AUTO_TEST_CASE(one_fold_alone_is_that_of_all_folds) {
  const auto all = splits_of("Split: random, Folds: 5");
  const auto one = splits_of("Split: random, Folds: 5, Fold: 3");
  BOOST_REQUIRE(one.size() == 1U);
  BOOST_TEST(one[0].name == "random 3");
  BOOST_TEST((one[0].test == all[3].test));
}

BOOST_AUTO_TEST_CASE(no_combination_of_coordinates_is_in_train_and_test) {
  const DataSet data = sample();
  for (const Split& split : splits_of("Split: distinct coordinates, Folds: 5"))
    BOOST_TEST(are_disjoint(numbers(data, 2, split.train), numbers(data, 2, split.test)));
  // Random rows do share them here, so that the test above says something.
  const Split random = splits_of("Split: random").front();
  BOOST_TEST(!are_disjoint(numbers(data, 2, random.train), numbers(data, 2, random.test)));
}

BOOST_AUTO_TEST_CASE(repeats_can_be_left_out) {
  const DataSet data = sample();
  const Split split = splits_of("Split: distinct coordinates, Repeats: first").front();
  std::vector<Index> rows = split.train;
  rows.insert(rows.end(), split.test.begin(), split.test.end());
  BOOST_TEST(numbers(data, 2, rows).size() == rows.size());
  std::vector<Index> all(200);
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<Index>(i);
  BOOST_TEST(numbers(data, 2, all).size() == rows.size());
}

BOOST_AUTO_TEST_CASE(a_leading_block_lies_after_all_training_rows) {
  const DataSet data = sample();
  const auto splits = splits_of("Split: leading block, Fraction: 0.28, Folds: 2");
  BOOST_REQUIRE(splits.size() == 2U);
  for (const Split& split : splits)
    BOOST_TEST(*numbers(data, 1, split.train).rbegin() < *numbers(data, 1, split.test).begin());
  // Two of the seven times each; the second fold ends where the first one starts.
  BOOST_TEST((numbers(data, 1, splits[0].test) == std::set<Index>{5, 6}));
  BOOST_TEST((numbers(data, 1, splits[1].test) == std::set<Index>{3, 4}));
  BOOST_TEST((numbers(data, 1, splits[1].train) == std::set<Index>{0, 1, 2}));
}

BOOST_AUTO_TEST_CASE(held_out_sites_are_never_trained_on) {
  const DataSet data = sample();
  const Split split = splits_of("Split: held-out sites, Fraction: 0.3").front();
  BOOST_TEST(are_disjoint(numbers(data, 0, split.train), numbers(data, 0, split.test)));
  BOOST_TEST(numbers(data, 0, split.test).size() == 3U);
}

BOOST_AUTO_TEST_CASE(splits_depend_on_the_seed_only) {
  const auto a = splits_of("Split: random");
  BOOST_TEST((splits_of("Split: random").front().test == a.front().test));
  BOOST_TEST((splits_of("Split: random", sample(), 2).front().test != a.front().test));
  BOOST_TEST((splits_of("Split: [held-out sites, random]").back().test == a.front().test));
}

BOOST_AUTO_TEST_CASE(groups_of_the_file_are_found_by_name_pattern_and_list) {
  DataSet data = sample();
  data.splits = {{"part0", {1, 0, 2}, {3}}, {"part1", {3, 2}, {0, 1}}, {"late", {5}, {6}}};
  const auto one = splits_of("Split: part1", data);
  BOOST_REQUIRE(one.size() == 1U);
  BOOST_TEST((one[0].train == std::vector<Index>{2, 3}));
  BOOST_TEST((one[0].test == std::vector<Index>{0, 1}));
  BOOST_TEST(splits_of("Split: part*", data).size() == 2U);
  const auto list = splits_of("Split: [late, random, part0]", data);
  BOOST_REQUIRE(list.size() == 3U);
  BOOST_TEST(list[0].name == "late");
  BOOST_TEST(list[2].name == "part0");
}

BOOST_AUTO_TEST_CASE(row_numbers_are_those_of_the_file_before_rows_were_left_out) {
  DataSet data = sample();
  data.rows_in_file = 400;
  for (auto& id : data.observations.row_ids) id *= 2;
  data.splits = {{"part", {0, 1, 2}, {4, 399}}};
  const Split split = splits_of("Split: part", data).front();
  BOOST_TEST((split.train == std::vector<Index>{0, 1}));
  BOOST_TEST((split.test == std::vector<Index>{2}));
}

BOOST_AUTO_TEST_CASE(row_numbers_are_read_from_a_csv_file) {
  const Scratch scratch;
  scratch.put("ids.csv", "row,part\n5,train\n6,test\n4,train\n");
  const auto of_file = [&] {
    return make_splits(options_with("Split: rows, Rows: ids.csv"), sample(), RandomStreams(1),
                       scratch.folder())
        .front();
  };
  BOOST_TEST((of_file().train == std::vector<Index>{4, 5}));
  BOOST_TEST((of_file().test == std::vector<Index>{6}));
  scratch.put("ids.csv", "row\n5\n6\n");
  BOOST_TEST((of_file().test == std::vector<Index>{5, 6}));
  BOOST_TEST(of_file().train.size() == 198U);
  const std::string name = (scratch / "ids.csv").string();
  scratch.put("ids.csv", "row\n5\n200\n");
  BOOST_TEST(message_of<DataError>(of_file) ==
             name + ":3: row 200 is not in data.csv, whose 200 rows are counted from 0");
  scratch.put("ids.csv", "row,part\n5,tset\n");
  BOOST_TEST(message_of<DataError>(of_file) ==
             name + ":2: column 'part': 'tset' is neither train nor test");
}

BOOST_AUTO_TEST_CASE(wrong_splits_are_told) {
  DataSet data = sample();
  data.splits = {{"part0", {0}, {1}}, {"both", {0, 1}, {1}}, {"no_test", {0}, {}}};
  const auto deck_fault = [&](const std::string& validation) {
    return message_of<DeckError>([&] { splits_of(validation, data); });
  };
  BOOST_TEST(deck_fault("Split: prat0") ==
             "deck.yaml:6:21  Validation > Split: there is no split \"prat0\" in data.csv. Did you "
             "mean \"part0\"? Allowed: none, random, distinct coordinates, leading block, held-out "
             "sites, rows, part0, both, no_test.");
  const auto data_fault = [&](const std::string& validation) {
    return message_of<DataError>([&] { splits_of(validation, data); });
  };
  BOOST_TEST(data_fault("Split: both") ==
             "data.csv: the split both has row 1 both in training and in test");
  BOOST_TEST(data_fault("Split: no_test") == "data.csv: the split no_test holds out no row");
  BOOST_TEST(data_fault("Split: held-out sites, Fraction: 0.01") ==
             "data.csv: the split held-out sites holds out no row");
  data.axes[1].is_time = false;
  BOOST_TEST(
      deck_fault("Split: leading block") ==
      "deck.yaml:6:21  Validation > Split: \"leading block\" needs an axis, and none of them "
      "is one of dates or of \"Kind: time\". Add \"Axis: NAME\" to Validation. Axes: place, "
      "t.");
}

BOOST_AUTO_TEST_CASE(the_inner_split_holds_out_as_the_outer_one_does) {
  const DataSet data = sample();
  const Options options = options_with("Inner Fraction: 0.25");
  const auto inner_of = [&](const std::string& validation) {
    const Split outer = splits_of(validation).front();
    const Split inner = make_inner_split(options, data, outer, RandomStreams(1));
    std::vector<Index> both = inner.train;
    both.insert(both.end(), inner.test.begin(), inner.test.end());
    std::sort(both.begin(), both.end());
    BOOST_TEST((both == outer.train));
    return inner;
  };
  const Split late = inner_of("Split: leading block");
  BOOST_TEST(*numbers(data, 1, late.train).rbegin() < *numbers(data, 1, late.test).begin());
  const Split sites = inner_of("Split: held-out sites");
  BOOST_TEST(are_disjoint(numbers(data, 0, sites.train), numbers(data, 0, sites.test)));
  const Split distinct = inner_of("Split: distinct coordinates");
  BOOST_TEST(are_disjoint(numbers(data, 2, distinct.train), numbers(data, 2, distinct.test)));
  BOOST_TEST(!are_disjoint(numbers(data, 0, distinct.train), numbers(data, 0, distinct.test)));
  const Split random = inner_of("Split: random");
  BOOST_TEST(!are_disjoint(numbers(data, 2, random.train), numbers(data, 2, random.test)));
  const Split none = inner_of("Split: none");
  BOOST_TEST(are_disjoint(numbers(data, 2, none.train), numbers(data, 2, none.test)));
}

BOOST_AUTO_TEST_CASE(of_many_training_rows_some_are_drawn_for_the_inner_split) {
  const DataSet data = sample();
  Options options = options_with("Inner Fraction: 0.25");
  options.validation.inner_rows = 100;
  for (const std::string validation : {"Split: leading block", "Split: none"}) {
    const Split outer = splits_of(validation).front();
    const Split inner = make_inner_split(options, data, outer, RandomStreams(1));
    std::vector<Index> both = inner.train;
    both.insert(both.end(), inner.test.begin(), inner.test.end());
    std::sort(both.begin(), both.end());
    BOOST_TEST(both.size() > 70);
    BOOST_TEST(both.size() < 130);
    BOOST_TEST(std::includes(outer.train.begin(), outer.train.end(), both.begin(), both.end()));
    // Rows of one combination are drawn together.
    std::vector<Index> rest;
    std::set_difference(outer.train.begin(), outer.train.end(), both.begin(), both.end(),
                        std::back_inserter(rest));
    BOOST_TEST(are_disjoint(numbers(data, 2, both), numbers(data, 2, rest)));
    if (validation == "Split: leading block")
      BOOST_TEST(*numbers(data, 1, inner.train).rbegin() < *numbers(data, 1, inner.test).begin());
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tessera::tucker
