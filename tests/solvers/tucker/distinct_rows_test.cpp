#include "solvers/tucker/distinct_rows.hpp"

#include <algorithm>
#include <map>

#include <boost/test/unit_test.hpp>

#include "tests/solvers/tucker/problem.hpp"

using namespace tessera::tucker;
using namespace tucker_problem;

namespace {

std::vector<double> key(const Eigen::MatrixXd& table, Index row) {
  std::vector<double> values;
  for (Index c = 0; c < table.cols(); ++c) values.push_back(table(row, c));
  return values;
}

void compare_with_a_map(const Eigen::MatrixXd& table) {
  std::map<std::vector<double>, int> known;
  for (Index n = 0; n < table.rows(); ++n) known.emplace(key(table, n), 0);
  int next = 0;
  for (auto& [values, number] : known) number = next++;
  const DistinctRows found = distinct_rows(table);
  BOOST_TEST_REQUIRE(found.rows.rows() == next);
  BOOST_TEST_REQUIRE(found.rows.cols() == table.cols());
  for (Index i = 0; i < found.rows.rows(); ++i) BOOST_TEST(known.at(key(found.rows, i)) == i);
  Index wrong = 0;
  for (Index n = 0; n < table.rows(); ++n)
    wrong += found.number[n] != known.at(key(table, n)) ? 1 : 0;
  BOOST_TEST(wrong == 0);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(distinct)

BOOST_AUTO_TEST_CASE(distinct_rows_and_their_numbers_are_those_of_a_sorted_map) {
  Random random(91);
  for (const Index columns : {1, 2, 3}) {
    Eigen::MatrixXd table(500, columns);
    for (double& value : table.reshaped()) value = std::floor(8 * uniform(random)) - 3;
    compare_with_a_map(table);
  }
}

// More distinct values than are sorted in one go.
BOOST_AUTO_TEST_CASE(many_distinct_values_are_taken_in_batch_by_batch) {
  Random random(92);
  Eigen::MatrixXd table(200000, 1);
  for (double& value : table.reshaped()) value = std::floor(150000 * uniform(random));
  compare_with_a_map(table);
}

BOOST_AUTO_TEST_CASE(a_table_without_rows_has_none) {
  const DistinctRows found = distinct_rows(Eigen::MatrixXd(0, 2));
  BOOST_TEST(found.rows.rows() == 0);
  BOOST_TEST(found.number.size() == 0);
}

BOOST_AUTO_TEST_CASE(rows_of_an_index_are_ordered_by_either_end) {
  Random random(93);
  const Eigen::MatrixXi index = random_entries({4, 3, 5}, 200, random).index;
  for (const auto by : {Significance::first_column, Significance::last_column}) {
    const auto order = lexicographic_order(index, by);
    std::vector<std::int32_t> expected(200);
    for (int n = 0; n < 200; ++n) expected[static_cast<std::size_t>(n)] = n;
    std::stable_sort(expected.begin(), expected.end(), [&](int a, int b) {
      const auto number = [&](int n) {
        return by == Significance::first_column ? index(n, 0) * 15 + index(n, 1) * 5 + index(n, 2)
                                                : index(n, 0) + index(n, 1) * 4 + index(n, 2) * 12;
      };
      return number(a) < number(b);
    });
    BOOST_TEST(order == expected, boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_SUITE_END()
