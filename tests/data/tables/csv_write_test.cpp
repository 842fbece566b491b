#include <cmath>
#include <cstring>
#include <limits>
#include <random>

#include <boost/test/unit_test.hpp>

#include "data/fields/errors.hpp"
#include "data/tables/csv.hpp"
#include "tests/data/scratch.hpp"

using namespace tessera;
using test::Scratch;

BOOST_AUTO_TEST_CASE(written_numbers_read_back_equal) {
  std::mt19937_64 random(7);
  std::vector<double> values = {0.1, -0.0, 1e22, 5e-324, std::numeric_limits<double>::max()};
  while (values.size() < 2000) {
    const auto bits = random();
    double value = 0;
    std::memcpy(&value, &bits, sizeof value);
    if (std::isfinite(value)) values.push_back(value);
  }
  const Scratch scratch;
  write_csv(scratch / "a.csv", {"x", "y"}, {values, values});
  const CsvTable table = read_csv(scratch / "a.csv");
  for (const std::string column : {"x", "y"}) {
    const std::vector<double> read = numeric_column(table, column);
    BOOST_REQUIRE(read.size() == values.size());
    BOOST_TEST(std::memcmp(read.data(), values.data(), values.size() * sizeof(double)) == 0);
  }
}

BOOST_AUTO_TEST_CASE(the_text_is_the_shortest_and_names_are_quoted_where_needed) {
  const Scratch scratch;
  write_csv(scratch / "a.csv", {"t", "a, \"b\""}, {{0.1, 3}, {1e-9, -2.5}});
  BOOST_TEST(test::content_of(scratch / "a.csv") == "t,\"a, \"\"b\"\"\"\n0.1,1e-09\n3,-2.5\n");
  BOOST_TEST(read_csv(scratch / "a.csv").header[1] == "a, \"b\"");
}

BOOST_AUTO_TEST_CASE(columns_of_different_length_and_bad_places_are_refused) {
  const Scratch scratch;
  BOOST_CHECK_THROW(write_csv(scratch / "a.csv", {"a", "b"}, {{1}, {1, 2}}), std::invalid_argument);
  BOOST_CHECK_THROW(write_csv(scratch / "a.csv", {"a"}, {{1}, {2}}), std::invalid_argument);
  BOOST_CHECK_THROW(write_csv(scratch / "no/a.csv", {"a"}, {{1}}), ResourceError);
}
