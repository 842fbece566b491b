#include "solvers/spectral/gauss_legendre.hpp"
//
#include <cmath>

#include <boost/test/unit_test.hpp>

using namespace tessera;

BOOST_AUTO_TEST_CASE(even_and_odd_rules_integrate_even_powers_exactly) {
  for (const Index count : {1, 2, 3, 8, 33, 130}) {
    const GaussLegendreRule rule = gauss_legendre(count);
    BOOST_TEST(rule.nodes.size() == static_cast<std::size_t>((count + 1) / 2));
    for (Index power = 0; power <= 2 * count - 2; power += 2) {
      long double sum = 0;
      for (std::size_t k = 0; k < rule.nodes.size(); ++k) {
        const int copies = rule.nodes[k] == 0 ? 1 : 2;
        sum += copies * rule.weights[k] * std::pow(rule.nodes[k], static_cast<long double>(power));
      }
      BOOST_TEST(static_cast<double>(std::fabs(sum - 2.0L / static_cast<long double>(power + 1))) <=
                 1e-17 * static_cast<double>(count));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_rule_without_nodes_is_refused) {
  BOOST_CHECK_THROW(gauss_legendre(0), std::invalid_argument);
}
