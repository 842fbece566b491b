#include <array>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "solvers/tensor_product/lanes.hpp"
#include "solvers/tensor_product/tensor_product.h"
#include "solvers/tensor_product/tensor_product_plan.hpp"

using namespace tessera;

BOOST_AUTO_TEST_CASE(c_entry_points_give_the_bits_of_the_class) {
  const std::array<const char*, 2> texts{"0e + 1o + 2e", "0e + 1o"};
  tessera_product_options options{};
  options.coupling = TESSERA_GAUNT;
  options.factors = texts.data();
  options.factor_count = texts.size();
  tessera_product* product = nullptr;
  std::array<char, 200> message{};
  BOOST_REQUIRE(tessera_product_create(&options, &product, message.data(), message.size()) == 0);

  const TensorProductPlan<double> plan(
      {.factors = {parse_irreps(texts[0]), parse_irreps(texts[1])}});
  BOOST_TEST(tessera_product_out_irreps(product) == to_string(plan.out()));
  BOOST_TEST(tessera_product_out_dimension(product) == 16);
  BOOST_TEST(tessera_product_factor_dimension(product, 1) == 4);
  BOOST_TEST(tessera_product_weight_count(product) == 0);

  std::vector<double> plain(2 * 3 * 9);
  for (std::size_t i = 0; i < plain.size(); ++i) plain[i] = 1.0 / static_cast<double>(i + 1);
  std::vector<double> x(tessera_lanes_size_double(2, 3, 9)), y(tessera_lanes_size_double(2, 3, 4));
  tessera_lanes_pack_double(2, 3, 9, plain.data(), x.data());
  tessera_lanes_pack_double(2, 3, 4, plain.data(), y.data());
  std::vector<std::byte> workspace(tessera_product_workspace_bytes(product, 1));
  std::vector<double> z(tessera_lanes_size_double(2, 3, 16)), expected(z.size());
  const std::array<const double*, 2> both{x.data(), y.data()};
  BOOST_TEST(tessera_product_execute_double(product, 2, 3, 1, both.data(), nullptr, z.data(),
                                            workspace.data()) == 0);
  plan.execute({2, 3, 1}, x.data(), y.data(), expected.data(), workspace.data());
  BOOST_TEST((z == expected));

  std::vector<double> x_bar(x.size()), expected_bar(x.size());
  const std::array<double*, 2> bars{x_bar.data(), nullptr},
      expected_bars{expected_bar.data(), nullptr};
  BOOST_TEST(tessera_product_adjoint_double(product, 2, 3, 1, both.data(), nullptr, z.data(),
                                            bars.data(), nullptr, workspace.data()) == 0);
  plan.adjoint({2, 3, 1}, both.data(), nullptr, z.data(), expected_bars.data(), nullptr,
               workspace.data());
  BOOST_TEST((x_bar == expected_bar));

  // The other precision is refused.
  BOOST_TEST(tessera_product_execute_float(product, 2, 3, 1, nullptr, nullptr, nullptr, nullptr) ==
             1);
  tessera_product_destroy(product);
}

BOOST_AUTO_TEST_CASE(c_entry_points_say_why_a_product_is_refused) {
  const std::array<const char*, 2> texts{"0e + 1o", "0e + 1x"};
  tessera_product_options options{};
  options.factors = texts.data();
  options.factor_count = texts.size();
  tessera_product* product = nullptr;
  std::array<char, 60> message{};
  BOOST_TEST(tessera_product_create(&options, &product, message.data(), message.size()) == 1);
  BOOST_TEST(product == nullptr);
  BOOST_TEST(std::string(message.data()).size() > 10U);
  options.coupling = 17;
  BOOST_TEST(tessera_product_create(&options, &product, nullptr, 0) == 1);
}
