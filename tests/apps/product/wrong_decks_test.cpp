#include <boost/test/unit_test.hpp>

#include "data/fields/errors.hpp"
#include "tests/apps/product/product_run.hpp"

namespace tessera::product {
namespace {

/// What is wrong with a deck whose data are never reached; places without the folder.
std::string fault_of(const std::string& text) {
  return test::message_of<DeckError>([&] { check_deck(text, ""); });
}

const std::string factors = "Factors: {x: {File: a.h5, Dataset: x}, y: {File: a.h5, Dataset: y}}\n";

BOOST_AUTO_TEST_SUITE(wrong_decks_of_product)

BOOST_AUTO_TEST_CASE(a_deck_without_anything_to_do_is_told) {
  BOOST_TEST(fault_of("") ==
             "deck.yaml  Factors: there is nothing to do: give Factors to multiply, or a "
             "Benchmark.");
}

BOOST_AUTO_TEST_CASE(a_wrong_number_of_factors_is_told) {
  BOOST_TEST(fault_of("Factors: {x: {File: a.h5, Dataset: x}}\n") ==
             "deck.yaml  Factors: found 1, expected two or more.");
  BOOST_TEST(fault_of("Factors: {x: {File: a, Dataset: x}, y: {File: a, Dataset: x}, z: {File: a, "
                      "Dataset: x}}\nProduct: {Coupling: vector}\n") ==
             "deck.yaml  Factors: found 3, expected two; gaunt alone takes more.");
}

BOOST_AUTO_TEST_CASE(irreps_that_are_none_are_told_with_place_and_position) {
  const std::string fault = fault_of(
      "Factors:\n  x: {File: a.h5, Dataset: x, Irreps: 8x0e + 8q1}\n"
      "  y: {File: a.h5, Dataset: y}\n");
  BOOST_TEST(fault.starts_with("deck.yaml:3:39  Factors > x > Irreps: "), fault);
  BOOST_TEST(fault.find("8q1") != std::string::npos, fault);
}

BOOST_AUTO_TEST_CASE(words_of_the_deck_are_suggested) {
  BOOST_TEST(fault_of(factors + "Product: {Coupling: gant}\n") ==
             "deck.yaml:3:21  Product > Coupling: found text \"gant\". Did you mean \"gaunt\"? "
             "Allowed: gaunt, clebsch-gordan, vector.");
}

BOOST_AUTO_TEST_CASE(options_that_belong_to_another_coupling_are_told) {
  BOOST_TEST(fault_of(factors + "Product: {Weights: uuu, Sum Paths: true}\n") ==
             "deck.yaml  Product > Sum Paths: is for clebsch-gordan; gaunt always adds its paths "
             "up.\n"
             "deck.yaml  Product > Weights: `uuu` is for clebsch-gordan; gaunt has `per degree`.\n"
             "deck.yaml  Product > Weights: needs a Weight File and a Weight Dataset.");
  BOOST_TEST(fault_of(factors + "Product: {Coupling: clebsch-gordan, Output Degree: 3, Method: "
                                "grid}\n") ==
             "deck.yaml  Product > Output Degree: speaks of functions and fields; of "
             "clebsch-gordan give Output Irreps.\n"
             "deck.yaml  Product > Method: found grid; clebsch-gordan has: automatic, sparse.");
  BOOST_TEST(fault_of(factors + "Product: {Method: sparse, Method Rule: rule.json}\n") ==
             "deck.yaml:3:40  Product > Method Rule: is read by the method `automatic` only.");
}

BOOST_AUTO_TEST_CASE(series_with_bars_that_do_not_fit_are_told) {
  BOOST_TEST(fault_of("Benchmark: {Series: {a: {Degrees: [1, 2.5], Time Bars: [1]}}}\n") ==
             "deck.yaml  Benchmark > Series > a > Degrees: found 2.5, expected whole numbers.\n"
             "deck.yaml  Benchmark > Series > a > Time Bars: found 1, expected one for each of 2 "
             "degrees.");
  BOOST_TEST(fault_of("Benchmark: {Series: {a: {Couplings: [gaunt], Sum Paths: true}}}\n") ==
             "deck.yaml  Benchmark > Series > a > Couplings: the weights uuu and Sum Paths are for "
             "clebsch-gordan; give the others a series of their own.");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tessera::product
