#include <cmath>
#include <limits>

#include <boost/test/unit_test.hpp>

#include "data/fields/field.hpp"
#include "tests/data/scratch.hpp"

using namespace tessera;
using test::message_of;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

std::string refusal(const Axis& axis) {
  return message_of<std::invalid_argument>([&] { require_valid(axis); });
}

Axis axis_at(std::vector<double> coordinates) {
  return {"x", "m", std::move(coordinates), AxisKind::interval, ""};
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_uniform_axis_has_both_ends_exactly_and_equal_steps) {
  for (const std::size_t count : {2u, 3u, 10u, 1001u}) {
    const Axis axis = uniform_axis("x", -0.1, 0.7, count, "m");
    BOOST_TEST(axis.name == "x");
    BOOST_TEST(axis.units == "m");
    BOOST_TEST((axis.kind == AxisKind::interval));
    BOOST_REQUIRE(axis.coordinates.size() == count);
    BOOST_TEST(axis.coordinates.front() == -0.1);
    BOOST_TEST(axis.coordinates.back() == 0.7);
    const double step = 0.8 / static_cast<double>(count - 1);
    for (std::size_t i = 1; i < count; ++i)
      BOOST_TEST(std::abs(axis.coordinates[i] - axis.coordinates[i - 1] - step) < 1e-15);
    BOOST_CHECK_NO_THROW(require_valid(axis));
  }
}

BOOST_AUTO_TEST_CASE(a_uniform_axis_needs_two_points_and_a_finite_range) {
  BOOST_CHECK_THROW(uniform_axis("x", 0, 1, 1), std::invalid_argument);
  BOOST_CHECK_THROW(uniform_axis("x", 1, 1, 5), std::invalid_argument);
  BOOST_CHECK_THROW(uniform_axis("x", 2, 1, 5), std::invalid_argument);
  BOOST_CHECK_THROW(uniform_axis("x", 0, infinity, 5), std::invalid_argument);
  BOOST_CHECK_THROW(uniform_axis("x", std::nan(""), 1, 5), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(axes_without_name_or_order_are_named) {
  BOOST_CHECK_NO_THROW(require_valid(axis_at({3})));
  Axis nameless = axis_at({0, 1});
  nameless.name.clear();
  BOOST_TEST(refusal(nameless) == "an axis has no name");
  BOOST_TEST(refusal(axis_at({})) == "axis x: has no coordinates");
  BOOST_TEST(refusal(axis_at({0, 1, 1})) ==
             "axis x: coordinate 2 does not exceed the one before it");
  BOOST_TEST(refusal(axis_at({0, infinity})) == "axis x: coordinate 1 is not finite");
  BOOST_TEST(refusal(axis_at({std::nan("")})) == "axis x: coordinate 0 is not finite");
}

BOOST_AUTO_TEST_CASE(the_size_of_a_grid_is_the_product_of_its_axes) {
  BOOST_TEST(size(Grid{}) == 1u);
  BOOST_TEST(size(Grid{{axis_at({0, 1, 2})}}) == 3u);
  BOOST_TEST(size(Grid{{axis_at({0, 1, 2}), axis_at({0, 1}), axis_at({0, 1, 2, 3, 4})}}) == 30u);
}

BOOST_AUTO_TEST_CASE(a_field_has_one_value_for_each_point) {
  Field field{"u", "", "", {{axis_at({0, 1, 2}), axis_at({0, 1})}}, std::vector<double>(6)};
  BOOST_CHECK_NO_THROW(require_valid(field));
  const auto fault = [&] {
    return message_of<std::invalid_argument>([&] { require_valid(field); });
  };
  field.values.push_back(0);
  BOOST_TEST(fault() == "field u: has 7 values on a grid of 6 points");
  field.values.pop_back();
  field.grid.axes[1].coordinates = {1, 0};
  BOOST_TEST(fault() == "axis x: coordinate 1 does not exceed the one before it");
  field.name.clear();
  BOOST_TEST(fault() == "a field has no name");
}
