#include <cmath>
#include <numbers>
#include <random>

#include <boost/test/unit_test.hpp>

#include "apps/product/method_rule_file.hpp"
#include "tests/apps/product/product_run.hpp"

namespace tessera::product {
namespace {

std::vector<double> random_numbers(std::size_t count, unsigned seed = 1) {
  std::mt19937 generator(seed);
  std::normal_distribution<double> normal;
  std::vector<double> values(count);
  for (double& value : values) value = normal(generator);
  return values;
}

void check_close(const std::vector<double>& found, const std::vector<double>& expected,
                 double tolerance) {
  BOOST_REQUIRE(found.size() == expected.size());
  for (std::size_t i = 0; i < found.size(); ++i)
    BOOST_TEST(std::abs(found[i] - expected[i]) < tolerance, "number " << i << ": " << found[i]);
}

const std::string e3nn = ", Convention: {Preset: e3nn}}";

BOOST_FIXTURE_TEST_SUITE(multiplication_of_product, test::Scratch)

BOOST_AUTO_TEST_CASE(two_functions_as_e3nn_stores_them_give_what_definitions_say) {
  // e3nn, component: Y_0 = 1, Y_1 = sqrt 3 (x, y, z), first of Y_2 = sqrt 15 x z:
  // sqrt 3 x times 2 + sqrt 3 z is 2 sqrt 3 x + 3 x z.
  write_arrays(*this / "a.h5", {{"f", {1, 4}, {0, 1, 0, 0}}, {"g", {1, 4}, {2, 0, 0, 1}}});
  const Outcome o = run_deck("Factors:\n  f: {File: a.h5, Dataset: f" + e3nn +
                                 "\n  g: {File: a.h5, Dataset: g" + e3nn + "\n",
                             folder());
  check_close(values_of(o, "product"), {0, 2, 0, 0, std::sqrt(0.6), 0, 0, 0, 0}, 1e-15);
  BOOST_TEST(figure<std::string>(o, "output_irreps") == "1x0e + 1x1o + 1x2e");
  BOOST_TEST(figure<double>(o, "reference_error") < 1e-15);
}

BOOST_AUTO_TEST_CASE(clebsch_gordan_in_the_convention_of_e3nn_is_the_cross_product_over_root_6) {
  write_arrays(*this / "a.h5", {{"f", {1, 3}, {1, 0, 0}}, {"g", {1, 3}, {0, 1, 0}}});
  const Outcome o = run_deck("Factors:\n  f: {File: a.h5, Dataset: f, Irreps: 1o" + e3nn +
                                 "\n  g: {File: a.h5, Dataset: g, Irreps: 1o" + e3nn +
                                 "\nProduct: {Coupling: clebsch-gordan, Output Irreps: 1e}\n",
                             folder());
  check_close(values_of(o, "product"), {0, 0, 1 / std::sqrt(6.0)}, 1e-15);
}

BOOST_AUTO_TEST_CASE(conventions_there_and_back_are_the_identity) {
  const std::vector<double> x = random_numbers(3 * 25);
  const double one = std::sqrt(4 * std::numbers::pi);  // the function 1
  write_arrays(*this / "a.h5", {{"x", {3, 25}, x}, {"one", {1, 1}, {one}}});
  const std::string with_one = "  one: {File: a.h5, Dataset: one}\n";
  for (const std::string convention :
       {"{Preset: quantum}", "{Preset: e3nn}", "{Polar Axis: y, Phase: condon-shortley}",
        "{Basis: complex, Normalisation: norm}"}) {
    const Outcome there = run_deck("Factors:\n  x: {File: a.h5, Dataset: x}\n" + with_one +
                                       "Output: {Convention: " + convention + "}\n",
                                   folder());
    const std::vector<double>& converted = values_of(there, "product");
    std::vector<std::size_t> extents{3, 25};
    if (converted.size() == 2 * x.size()) extents.push_back(2);
    std::filesystem::remove(*this / "b.h5");
    write_arrays(*this / "b.h5", {{"x", extents, converted}});
    const Outcome back =
        run_deck("Factors:\n  x: {File: b.h5, Dataset: x, Convention: " + convention + "}\n" +
                     with_one + "Output: {Convention: {Preset: tessera}}\n",
                 folder());
    check_close(values_of(back, "product"), x, 1e-13);
  }
}

BOOST_AUTO_TEST_CASE(one_sample_and_one_channel_serve_all) {
  const std::vector<double> x = random_numbers(2 * 3 * 4), f = random_numbers(4, 2);
  std::vector<double> copied;  // blocks 0e and 1o of f, each three times, in both samples
  for (int s = 0; s < 2; ++s) {
    copied.insert(copied.end(), 3, f[0]);
    for (int c = 0; c < 3; ++c) copied.insert(copied.end(), f.begin() + 1, f.end());
  }
  write_arrays(*this / "a.h5", {{"x", {2, 12}, x}, {"f", {1, 4}, f}, {"copied", {2, 12}, copied}});
  const std::string first =
      "Factors:\n  x: {File: a.h5, Dataset: x, Channels: 3}\n  f: {File: a.h5, ";
  const Outcome shared = run_deck(first + "Dataset: f}\n", folder());
  const Outcome own = run_deck(first + "Dataset: copied, Channels: 3}\n", folder());
  BOOST_TEST(values_of(shared, "product") == values_of(own, "product"));
  BOOST_TEST(values_of(own, "product").size() == 2U * 3U * 9U);
  BOOST_TEST(figure<Index>(own, "channels") == 3);
}

BOOST_AUTO_TEST_CASE(weighted_products_agree_with_the_reference_product) {
  write_arrays(*this / "a.h5", {{"x", {2, 12}, random_numbers(24)},
                                {"y", {2, 8}, random_numbers(16, 2)},
                                {"z", {2, 12}, random_numbers(24, 3)},
                                {"per_degree", {3, 7}, random_numbers(21, 4)},
                                {"uuu", {2, 3, 6}, random_numbers(36, 5)},
                                {"uvu", {3, 12}, random_numbers(36, 6)}});
  const auto error = [&](const std::string& second, const std::string& product) {
    return figure<double>(
        run_deck("Factors:\n  x: {File: a.h5, Dataset: x, Channels: 3}\n  y: {File: a.h5, " +
                     second + "}\nProduct: {Weight File: a.h5, " + product + "}\n",
                 folder()),
        "reference_error");
  };
  const std::string same = "Dataset: z, Channels: 3", tensors = "Coupling: clebsch-gordan, ";
  BOOST_TEST(error(same, "Weights: per degree, Weight Dataset: per_degree") < 1e-14);
  BOOST_TEST(error(same, tensors + "Weights: uuu, Weight Dataset: uuu, Sum Paths: true") < 1e-14);
  BOOST_TEST(error("Dataset: y, Channels: 2",
                   tensors + "Weights: uvu, Weight Dataset: uvu, Precision: float") < 1e-6);
}

BOOST_AUTO_TEST_CASE(a_vector_product_reaches_odd_paths) {
  write_arrays(*this / "a.h5",
               {{"f", {1, 4}, random_numbers(4)}, {"wind", {1, 12}, random_numbers(12, 2)}});
  const Outcome o = run_deck(
      "Factors: {f: {File: a.h5, Dataset: f}, wind: {File: a.h5, Dataset: wind}}\n"
      "Product: {Coupling: vector}\n",
      folder());
  BOOST_TEST(figure<double>(o, "reference_error") < 1e-14);
  BOOST_TEST(values_of(o, "product").size() == 27U);
}

BOOST_AUTO_TEST_CASE(the_method_is_chosen_by_the_rule_that_the_deck_names) {
  write_arrays(*this / "a.h5", {{"x", {1, 25}, random_numbers(25)}});
  for (const bool wants_grid : {false, true}) {
    MethodRule rule;
    (wants_grid ? rule.double_costs.sparse : rule.double_costs.grid).fixed = 1e9;
    put("rule.json", method_rule_json(rule));
    const Outcome o = run_deck(
        "Factors: {x: {File: a.h5, Dataset: x}, y: {File: a.h5, Dataset: x}}\n"
        "Product: {Method Rule: rule.json}\n",
        folder());
    BOOST_TEST(figure<std::string>(o, "method") == (wants_grid ? "grid" : "sparse"));
    BOOST_TEST(figure<std::string>(o, "method_rule") == "rule.json");
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tessera::product
