#include "solvers/tensor_product/method_rule.hpp"
//
#include <limits>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace tessera;

namespace {

TensorProductMethod chosen(const std::vector<int>& degrees, int out, bool double_precision,
                           const MethodRule& rule = shipped_method_rule()) {
  return choose_method(degrees, out, double_precision, rule);
}

MethodRule rule_of(const MethodRule::Costs& costs) {
  return {costs, costs};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(method_rule)

BOOST_AUTO_TEST_CASE(operations_of_small_products_are_those_counted_by_hand) {
  const std::vector<int> constants{0, 0};
  // One multiply-add and as much for the product; on the grid one node, three Legendre terms and 4
  // for order 0.
  BOOST_TEST(sparse_gaunt_operations(constants, 0) == 2);
  BOOST_TEST(grid_operations(constants, 0) == 7);
  // Of pairs (0, 0), (0, 1) and (1, 0), (1, 1): products times outputs plus one, twice for orders
  // that have a sine.
  BOOST_TEST(sparse_gaunt_operations(std::vector<int>{1, 1}, 2) ==
             2 + 2 * (2 + 2 * 2) + 2 * 3 + 2 * 2 * 2 + 2 * 2);
  // A constant times degree 1: order 0 of l = 0, 1 and order 1, each with one product to one output
  // that go through memory.
  BOOST_TEST(sparse_gaunt_operations(std::vector<int>{0, 1}, 1) == (1 + 4 + 6) * (1 + 1 + 2));
}

BOOST_AUTO_TEST_CASE(more_degrees_take_more_operations) {
  double sparse = 0, grid = 0;
  for (int degree = 0; degree <= 20; ++degree) {
    const std::vector<int> degrees{degree, degree};
    BOOST_TEST(sparse_gaunt_operations(degrees, 2 * degree) > sparse);
    BOOST_TEST(grid_operations(degrees, 2 * degree) > grid);
    sparse = sparse_gaunt_operations(degrees, 2 * degree);
    grid = grid_operations(degrees, 2 * degree);
    // Truncated products are never written out as a whole.
    if (degree == 0 || degree > 4) BOOST_TEST(sparse_gaunt_operations(degrees, degree) <= sparse);
    BOOST_TEST(grid_operations(degrees, degree) <= grid);
  }
}

BOOST_AUTO_TEST_CASE(small_degrees_are_summed_directly_and_large_ones_go_over_the_grid) {
  for (const bool double_precision : {false, true}) {
    BOOST_CHECK(chosen({1, 1}, 2, double_precision) == TensorProductMethod::sparse);
    BOOST_CHECK(chosen({10, 10}, 20, double_precision) == TensorProductMethod::grid);
    BOOST_CHECK(chosen({64, 64}, 128, double_precision) == TensorProductMethod::grid);
  }
}

// Cases where one method took at most 70 % of the other's time on an AVX-512 processor.
BOOST_AUTO_TEST_CASE(unequal_and_truncated_products_take_the_method_that_was_measured_faster) {
  struct Case {
    std::vector<int> degrees;
    int out;
    TensorProductMethod faster;
  };
  constexpr auto sparse = TensorProductMethod::sparse, grid = TensorProductMethod::grid;
  for (const Case& c : {Case{{4, 4}, 8, sparse}, Case{{3, 3}, 6, sparse}, Case{{2, 2}, 2, sparse},
                        Case{{1, 3}, 4, sparse}, Case{{4, 1}, 5, sparse}, Case{{4, 4}, 1, sparse},
                        Case{{8, 8}, 1, sparse}, Case{{6, 3}, 9, grid}, Case{{8, 2}, 8, grid},
                        Case{{4, 3}, 4, grid}, Case{{4, 4}, 4, grid}, Case{{6, 6}, 6, grid},
                        Case{{3, 6}, 9, grid}, Case{{10, 5}, 15, grid}})
    for (const bool double_precision : {false, true})
      BOOST_TEST((chosen(c.degrees, c.out, double_precision) == c.faster),
                 c.degrees[0] << " x " << c.degrees[1] << " to " << c.out);
}

BOOST_AUTO_TEST_CASE(more_than_two_factors_never_take_sparse) {
  const MethodRule rule = rule_of({{0, 0}, {1000, 1000}});
  BOOST_CHECK(chosen({1, 1, 1}, 3, false, rule) == TensorProductMethod::grid);
}

BOOST_AUTO_TEST_CASE(the_smallest_estimate_of_the_given_rule_wins) {
  BOOST_CHECK(chosen({10, 10}, 20, true, rule_of({{0, 1e-9}, {1, 1}})) ==
              TensorProductMethod::sparse);
  BOOST_CHECK(chosen({1, 1}, 2, false, rule_of({{0, 1}, {0, 1e-9}})) == TensorProductMethod::grid);
  MethodRule by_precision;
  by_precision.float_costs = {{0, 1e-9}, {1, 1}};
  by_precision.double_costs = {{1, 1}, {0, 1e-9}};
  BOOST_CHECK(chosen({4, 4}, 8, false, by_precision) == TensorProductMethod::sparse);
  BOOST_CHECK(chosen({4, 4}, 8, true, by_precision) == TensorProductMethod::grid);
}

BOOST_AUTO_TEST_SUITE_END()
