#include <boost/test/unit_test.hpp>

#include "tests/solvers/tucker/rank_problem.hpp"

using namespace tucker_problem;

BOOST_AUTO_TEST_SUITE(rank_by_relevance)

BOOST_AUTO_TEST_CASE(a_planted_rank_is_found_below_a_larger_maximum) {
  BOOST_TEST(found_rank(3, 2) == 3);
}

BOOST_AUTO_TEST_CASE(pure_noise_has_at_most_one_component) {
  BOOST_TEST(found_rank(0, 1) <= 1);
}

BOOST_AUTO_TEST_SUITE_END()
