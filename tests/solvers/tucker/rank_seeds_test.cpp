#include <boost/test/unit_test.hpp>

#include "tests/solvers/tucker/rank_problem.hpp"

using namespace tucker_problem;

BOOST_AUTO_TEST_SUITE(rank_by_relevance_over_seeds)

BOOST_AUTO_TEST_CASE(a_planted_rank_of_three_is_found_in_most_of_twenty_seeds) {
  int found = 0;
  for (unsigned seed = 1; seed <= 20; ++seed) {
    const double rank = found_rank(3, seed);
    BOOST_TEST_MESSAGE("seed " << seed << ": rank " << rank);
    found += rank == 3;
  }
  BOOST_TEST(found >= 18, "planted rank found in " << found << " of 20 seeds");
}

BOOST_AUTO_TEST_CASE(pure_noise_has_at_most_one_component_in_every_seed) {
  for (unsigned seed = 1; seed <= 20; ++seed) BOOST_TEST(found_rank(0, seed) <= 1);
}

BOOST_AUTO_TEST_SUITE_END()
