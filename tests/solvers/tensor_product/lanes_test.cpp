#include "solvers/tensor_product/lanes.hpp"
//
#include <numeric>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace tessera;

BOOST_AUTO_TEST_CASE(a_coefficient_stands_where_the_layout_says) {
  constexpr Index samples = 2, channels = 19, dimension = 4;
  std::vector<float> plain(samples * channels * dimension);
  std::iota(plain.begin(), plain.end(), 1.0F);
  std::vector<float> packed(
      static_cast<std::size_t>(lane_array_size<float>(samples, channels, dimension)), -1.0F);
  BOOST_TEST(packed.size() == 2 * 2 * 4 * 16U);
  pack_lanes(samples, channels, dimension, plain.data(), packed.data());
  // Sample 1, channel 17 = group 1, lane 1, coefficient 2.
  BOOST_TEST(packed[((1 * 2 + 1) * 4 + 2) * 16 + 1] == plain[(1 * 19 + 17) * 4 + 2]);
  // Lanes without a channel.
  BOOST_TEST(packed[((1 * 2 + 1) * 4 + 2) * 16 + 3] == 0);
  std::vector<float> back(plain.size());
  unpack_lanes(samples, channels, dimension, packed.data(), back.data());
  BOOST_TEST(back == plain);
}

BOOST_AUTO_TEST_CASE(the_memory_order_of_e3nn_is_read_block_by_block) {
  const Irreps irreps = parse_irreps("9x0e + 9x1o");
  std::vector<double> plain(2 * 36);
  std::iota(plain.begin(), plain.end(), 0.0);
  std::vector<double> packed(static_cast<std::size_t>(lane_array_size<double>(2, 9, 4)));
  pack_lanes(irreps, 2, plain.data(), packed.data());
  // Sample 1, channel 8 (group 1, lane 0), m = 1 of the vector: plain offset 9 + 3 * 8 + 2.
  BOOST_TEST(packed[((1 * 2 + 1) * 4 + 3) * 8 + 0] == plain[36 + 9 + 24 + 2]);
  std::vector<double> back(plain.size());
  unpack_lanes(irreps, 2, packed.data(), back.data());
  BOOST_TEST(back == plain);
  BOOST_CHECK_THROW(pack_lanes(parse_irreps("2x0e + 3x1o"), 1, plain.data(), packed.data()),
                    std::invalid_argument);
}
