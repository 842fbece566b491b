#include "models/equivariant/irreps.hpp"

#include <stdexcept>

#include <boost/test/unit_test.hpp>

using namespace tessera;

namespace {

std::string message_of(const std::string& text) {
  try {
    parse_irreps(text);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "accepted";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(irreps)

BOOST_AUTO_TEST_CASE(the_notation_is_read_and_printed) {
  const Irreps read = parse_irreps(" 16x2e+1o + 64 x 0e ");
  BOOST_TEST((read == Irreps{{{16, {2, 1}}, {1, {1, -1}}, {64, {0, 1}}}}));
  BOOST_TEST(to_string(read) == "16x2e + 1x1o + 64x0e");
  BOOST_TEST((parse_irreps(to_string(read)) == read));
  BOOST_TEST(parse_irreps("").blocks.empty());
  BOOST_TEST(to_string(Irreps{}) == "");
}

BOOST_AUTO_TEST_CASE(wrong_texts_are_refused_with_the_place) {
  BOOST_TEST(message_of("16x2g") ==
             "irreps \"16x2g\": expected the parity, e or o, at position 5, found 'g'");
  BOOST_TEST(message_of("2e +") ==
             "irreps \"2e +\": expected a multiplicity or a degree at position 5, found the end");
  BOOST_TEST(message_of("2e 1o") ==
             "irreps \"2e 1o\": expected `+` or the end at position 4, found '1'");
  for (const char* text : {"0x1e", "x1e", "1e+", "-1e", "1x", "1x-2e", "2000e", "e", "1.5e"})
    BOOST_CHECK_THROW(parse_irreps(text), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(offsets_and_dimensions_follow_the_layout) {
  const Irreps irreps = parse_irreps("3x2e + 2x0o + 1o");
  BOOST_TEST(dimension(irreps) == 15 + 2 + 3);
  BOOST_TEST(offset(irreps, 0) == 0);
  BOOST_TEST(offset(irreps, 1) == 15);
  BOOST_TEST(offset(irreps, 2) == 17);
  BOOST_CHECK_THROW(offset(irreps, 3), std::out_of_range);
  BOOST_TEST(largest_degree(irreps) == 2);
  BOOST_TEST(largest_degree(Irreps{}) == -1);
  BOOST_TEST(to_string(spherical_function_irreps(2)) == "1x0e + 1x1o + 1x2e");
  BOOST_TEST(dimension(spherical_function_irreps(64)) == 65 * 65);
  BOOST_CHECK_THROW(spherical_function_irreps(-1), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_tensor_product_has_the_dimension_of_its_factors_multiplied) {
  for (int l = 0; l < 6; ++l)
    for (int k = 0; k < 6; ++k) {
      Index sum = 0;
      for (const Irrep& irrep : tensor_product({l, -1}, {k, 1})) {
        sum += 2 * irrep.degree + 1;
        BOOST_TEST(irrep.parity == -1);
      }
      BOOST_TEST(sum == (2 * l + 1) * (2 * k + 1));
    }
}

BOOST_AUTO_TEST_SUITE_END()
