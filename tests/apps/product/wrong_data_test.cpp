#include <limits>

#include <boost/test/unit_test.hpp>

#include "apps/product/method_rule_file.hpp"
#include "data/fields/errors.hpp"
#include "tests/apps/product/product_run.hpp"

namespace tessera::product {
namespace {

/// A folder with data.h5: functions of degree 1 and 2, others that do not fit.
struct Data : test::Scratch {
  Data() {
    std::vector<double> gap(8, 1.0);
    gap[5] = std::numeric_limits<double>::quiet_NaN();
    write_arrays(*this / "data.h5", {{"function", {2, 4}, std::vector<double>(8, 1.0)},
                                     {"larger", {2, 9}, std::vector<double>(18, 1.0)},
                                     {"three_samples", {3, 4}, std::vector<double>(12, 1.0)},
                                     {"no_square", {2, 5}, std::vector<double>(10, 1.0)},
                                     {"line", {4}, std::vector<double>(4, 1.0)},
                                     {"gap", {2, 4}, gap}});
  }

  /// The message about a deck whose second factor is this; places without the folder.
  template <class Expected>
  std::string fault_of(const std::string& second, const std::string& more = {}) const {
    std::string message = test::message_of<Expected>([&] {
      check_deck(
          "Factors:\n  x: {File: data.h5, Dataset: function}\n  y: {" + second + "}\n" + more,
          folder());
    });
    const std::string prefix = folder().string() + "/";
    for (std::size_t at; (at = message.find(prefix)) != std::string::npos;)
      message.erase(at, prefix.size());
    return message;
  }
};

const std::string function = "File: data.h5, Dataset: function";

BOOST_FIXTURE_TEST_SUITE(wrong_data_of_product, Data)

BOOST_AUTO_TEST_CASE(the_deck_they_are_made_from_is_correct) {
  BOOST_TEST(fault_of<Error>(function) == "(nothing was thrown)");
}

BOOST_AUTO_TEST_CASE(a_missing_file_or_dataset_is_told_with_the_nearest_name) {
  BOOST_TEST(fault_of<DataError>("File: data.h5, Dataset: functoin") ==
             "deck.yaml:4:31  Factors > y > Dataset: data.h5 has no array \"functoin\". Did you "
             "mean \"function\"? It has: function, larger, three_samples, no_square, line, gap.");
  const std::string fault = fault_of<DataError>("File: none.h5, Dataset: x");
  BOOST_TEST(fault.starts_with("deck.yaml:4:13  Factors > y > File: none.h5: "), fault);
}

BOOST_AUTO_TEST_CASE(arrays_of_a_wrong_shape_are_told) {
  BOOST_TEST(fault_of<DataError>("File: data.h5, Dataset: line") ==
             "deck.yaml:4:31  Factors > y > Dataset: found an array [4], expected "
             "[samples][coefficients] in the convention \"real, orthonormal, no Condon-Shortley "
             "phase, polar axis z\".");
  BOOST_TEST(fault_of<DataError>("File: data.h5, Dataset: no_square") ==
             "deck.yaml:4:31  Factors > y > Dataset: a sample has 5 numbers, but a function of "
             "degree L in 1 channel has 1 (L + 1)^2. Give its Irreps, or the number of Channels.");
  BOOST_TEST(fault_of<DataError>("File: data.h5, Dataset: larger, Irreps: 2x0e + 2x1o") ==
             "deck.yaml:4:31  Factors > y > Dataset: a sample has 9 numbers, but the irreps 2x0e "
             "+ 2x1o have 8.");
  BOOST_TEST(fault_of<DeckError>("File: data.h5, Dataset: larger, Irreps: 3x0e + 2x1o") ==
             "deck.yaml:4:47  Factors > y > Irreps: found the multiplicities 3 and 2; a product "
             "runs over channels, so all are equal.");
  BOOST_TEST(fault_of<DataError>("File: data.h5, Dataset: three_samples") ==
             "deck.yaml:4:31  Factors > y: has 3 samples, but x has 2. Both have the same number, "
             "or one of them 1.");
}

BOOST_AUTO_TEST_CASE(values_that_are_not_finite_are_told_with_their_place) {
  BOOST_TEST(fault_of<DataError>("File: data.h5, Dataset: gap") ==
             "deck.yaml:4:31  Factors > y > Dataset: data.h5: \"gap\" has no finite value at "
             "[1][1], counted from 0; found nan.");
}

BOOST_AUTO_TEST_CASE(an_odd_path_asked_of_gaunt_names_vector) {
  const std::string fault = fault_of<DeckError>(function, "Product: {Output Irreps: 1e}\n");
  BOOST_TEST(fault.starts_with("deck.yaml:5:26  Product > Output Irreps: "), fault);
  BOOST_TEST(fault.find("`vector`") != std::string::npos, fault);
  BOOST_TEST(fault.find("`clebsch-gordan`") != std::string::npos, fault);
}

BOOST_AUTO_TEST_CASE(irreps_that_are_no_function_are_told_at_their_factor) {
  const std::string fault =
      fault_of<DeckError>("File: data.h5, Dataset: function, Irreps: 1x0e + 1x1e");
  BOOST_TEST(fault.starts_with("deck.yaml:4:49  Factors > y > Irreps: "), fault);
  BOOST_TEST(fault.find("is not a function on the sphere") != std::string::npos, fault);
}

BOOST_AUTO_TEST_CASE(weights_of_a_wrong_shape_are_told) {
  BOOST_TEST(fault_of<DataError>(function,
                                 "Product: {Weights: per degree, Weight File: data.h5, Weight "
                                 "Dataset: larger}\n") ==
             "deck.yaml:5:70  Product > Weight Dataset: found an array [2][9], expected "
             "[channels][weights] = [1][7], or [samples][channels][weights] = [2][1][7].");
}

BOOST_AUTO_TEST_CASE(a_method_rule_is_read_as_it_was_written) {
  MethodRule rule;
  rule.float_costs.sparse = {1.5, 0.25};
  rule.double_costs.grid = {1e-3, 7};
  put("rule.json", method_rule_json(rule));
  LocatedText file;
  file.value = "rule.json";
  const MethodRule read = read_method_rule(file, folder());
  BOOST_TEST(read.float_costs.sparse.fixed == 1.5);
  BOOST_TEST(read.float_costs.sparse.per_operation == 0.25);
  BOOST_TEST(read.double_costs.grid.fixed == 1e-3);
  BOOST_TEST(read.double_costs.grid.per_operation == 7);
  put("broken.json", "{\"float\": {}}");
  const std::string fault = fault_of<DataError>(function, "Product: {Method Rule: broken.json}\n");
  BOOST_TEST(fault.starts_with("deck.yaml:5:24  Product > Method Rule: broken.json: this is no "
                               "method rule"),
             fault);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tessera::product
