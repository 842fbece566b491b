#include "solvers/tucker/cells.hpp"

#include <map>

#include <boost/test/unit_test.hpp>

#include "tests/solvers/tucker/problem.hpp"

using namespace tessera::tucker;
using namespace tucker_problem;

BOOST_AUTO_TEST_SUITE(cells)

BOOST_AUTO_TEST_CASE(entries_of_equal_coordinates_become_their_mean) {
  Random random(61);
  const Entries entries = random_entries({3, 4}, 60, random);
  std::map<std::pair<int, int>, std::vector<double>> groups;
  for (Index n = 0; n < 60; ++n)
    groups[{entries.index(n, 0), entries.index(n, 1)}].push_back(entries.values[n]);
  const Cells found = gather_cells(entries);
  BOOST_TEST_REQUIRE(found.counts.size() == static_cast<Index>(groups.size()));
  BOOST_TEST(found.total == 60);
  double within = 0;
  for (Index j = 0; j < found.counts.size(); ++j) {
    const auto& values = groups.at({found.entries.index(j, 0), found.entries.index(j, 1)});
    const Eigen::Map<const Eigen::VectorXd> v(values.data(), static_cast<Index>(values.size()));
    BOOST_TEST(found.counts[j] == v.size());
    BOOST_TEST(std::abs(found.entries.values[j] - v.mean()) < 1e-14);
    within += (v.array() - v.mean()).square().sum();
  }
  BOOST_TEST(found.within_square_sum == within, boost::test_tools::tolerance(1e-12));
  for (Index j = 1; j < found.counts.size(); ++j) {  // the last mode slowest
    const auto key = [&](Index i) {
      return 3 * found.entries.index(i, 1) + found.entries.index(i, 0);
    };
    BOOST_TEST(key(j - 1) < key(j));
  }
  const Cells again = gather_cells(found.entries);  // cells are their own cells
  BOOST_TEST(again.entries.values == found.entries.values);
  BOOST_TEST((again.entries.index == found.entries.index));
  BOOST_TEST(again.total == static_cast<double>(again.counts.size()));
}

BOOST_AUTO_TEST_CASE(copies_count_once) {
  Random random(62);
  Entries entries = random_entries({3, 4}, 60, random);
  for (Index n = 0; n < 60; ++n)
    entries.values[n] = 0.1 * entries.index(n, 0) - 0.37 * entries.index(n, 1);
  const Cells found = gather_cells(entries);
  BOOST_TEST(found.counts == Eigen::VectorXd::Ones(found.counts.size()));
  BOOST_TEST(found.total == static_cast<double>(found.counts.size()));
  BOOST_TEST(found.within_square_sum == 0);
  entries.values[7] += 1e-3;  // one cell that scatters: real repeats
  BOOST_TEST(gather_cells(entries).total == 60);
}

BOOST_AUTO_TEST_SUITE_END()
