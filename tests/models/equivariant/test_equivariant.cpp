#include "models/equivariant/convention.hpp"
#include "models/equivariant/irreps.hpp"
//
#include <type_traits>

#include <boost/test/unit_test.hpp>

using namespace tessera;

static_assert(std::is_abstract_v<ConventionConversion>);

BOOST_AUTO_TEST_CASE(layouts_and_conventions_compare_by_value) {
  Irreps irreps{{{16, {0, 1}}, {1, {1, -1}}}};
  Irreps other = irreps;
  BOOST_TEST((irreps == other));
  other.blocks[1].irrep.parity = 1;
  BOOST_TEST(!(irreps == other));
  BOOST_TEST(!(Convention{} == e3nn_convention));
  BOOST_TEST(!(Convention{} == quantum_convention));
  BOOST_TEST((Convention{}.polar_axis == PolarAxis::z));
}
