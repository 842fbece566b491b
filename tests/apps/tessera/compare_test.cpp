#include "apps/tessera/compare.hpp"

#include <cmath>
#include <limits>

#include <boost/test/unit_test.hpp>

using namespace tessera;

namespace {

const double missing_value = std::nan("");

Field on_three_points(const std::string& name, std::vector<double> values) {
  return {name, "", "", {{uniform_axis("x", 0, 1, 3)}}, std::move(values)};
}

FieldDifference compare_one(std::vector<double> a, std::vector<double> b,
                            const Tolerance& tolerance = {}) {
  return compare_fields({on_three_points("u", std::move(a))}, {on_three_points("u", std::move(b))},
                        tolerance)
      .at(0);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(compare)

BOOST_AUTO_TEST_CASE(equal_bits_agree_without_tolerance) {
  BOOST_TEST(compare_one({1, missing_value, 3}, {1, missing_value, 3}).agrees);
  BOOST_TEST(!compare_one({1, 2, 3}, {1, 2, std::nextafter(3.0, 4.0)}).agrees);
}

BOOST_AUTO_TEST_CASE(figures_are_the_largest_difference_and_the_relative_l2_norm) {
  const FieldDifference d = compare_one({1, 2, 5}, {1, 2, 2});
  BOOST_TEST(d.maximum == 3.0);
  BOOST_TEST(d.relative_l2 == 1.0, boost::test_tools::tolerance(1e-15));  // 3 / |(1, 2, 2)|
}

BOOST_AUTO_TEST_CASE(tolerances_bound_the_largest_difference) {
  BOOST_TEST(compare_one({1, 2, 4.25}, {1, 2, 4}, {0, 0.25}).agrees);
  BOOST_TEST(!compare_one({1, 2, 4.25}, {1, 2, 4}, {0, 0.2}).agrees);
  BOOST_TEST(compare_one({1.25, 2, 4}, {1, 2, 4}, {0.0625, 0}).agrees);
  BOOST_TEST(!compare_one({1.25, 2, 4}, {1, 2, 4}, {0.06, 0}).agrees);
}

BOOST_AUTO_TEST_CASE(a_value_that_only_one_side_has_never_agrees) {
  const Tolerance generous{1e300, 1e300};
  BOOST_TEST(!compare_one({1, missing_value, 3}, {1, 2, 3}, generous).agrees);
  BOOST_TEST(!compare_one({1, 2, 3}, {1, missing_value, 3}, generous).agrees);
  const double infinity = std::numeric_limits<double>::infinity();
  BOOST_TEST(!compare_one({1, 2, infinity}, {1, 2, -infinity}, generous).agrees);
}

BOOST_AUTO_TEST_CASE(other_grids_and_missing_fields_differ_with_a_remark) {
  Field shifted = on_three_points("u", {1, 2, 3});
  shifted.grid.axes[0].coordinates[1] += 1e-6;
  const Field renamed{"u", "", "", {{uniform_axis("y", 0, 1, 3)}}, {1, 2, 3}};
  const Field finer{"u", "", "", {{uniform_axis("x", 0, 1, 4)}}, {1, 2, 3, 4}};
  const Field u = on_three_points("u", {1, 2, 3});
  for (const Field& other : {shifted, renamed, finer}) {
    const auto differences = compare_fields({u}, {other}, {1, 1});
    BOOST_TEST(!all_agree(differences));
    BOOST_TEST(!differences.at(0).remark.empty());
  }
  const auto absent = compare_fields({u}, {on_three_points("v", {1, 2, 3})}, {1, 1});
  BOOST_REQUIRE(absent.size() == 2);
  BOOST_TEST(absent[0].remark == "only in the first");
  BOOST_TEST(absent[1].remark == "only in the second");
}

BOOST_AUTO_TEST_SUITE_END()
