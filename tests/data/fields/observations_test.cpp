#include "data/fields/observations.hpp"

#include <cmath>
#include <functional>

#include <boost/test/unit_test.hpp>

#include "tests/data/scratch.hpp"

using namespace tessera;

namespace {

Observations sample() {
  Observations o;
  o.axes = {{"place", {"lat", "lon"}, {"degrees_north", "degrees_east"}}, {"year", {"year"}, {""}}};
  o.coordinates = Eigen::MatrixXd::Random(4, 3);
  o.values = Eigen::Vector4d(1, 2, 3, 4);
  o.row_ids = {10, 11, 12, 13};
  o.source = "t.csv";
  return o;
}

std::string fault_after(const std::function<void(Observations&)>& change) {
  Observations o = sample();
  change(o);
  return test::message_of<std::invalid_argument>([&] { require_valid(o); });
}

}  // namespace

BOOST_AUTO_TEST_CASE(noise_may_be_absent_learned_common_or_for_each_row) {
  Observations o = sample();
  BOOST_CHECK_NO_THROW(require_valid(o));
  o.noise_learned = true;
  BOOST_CHECK_NO_THROW(require_valid(o));
  o.noise_learned = false;
  o.noise = Eigen::VectorXd::Constant(1, 0.5);
  BOOST_CHECK_NO_THROW(require_valid(o));
  o.noise = Eigen::VectorXd::Constant(4, 0.5);
  BOOST_CHECK_NO_THROW(require_valid(o));
}

BOOST_AUTO_TEST_CASE(sizes_that_disagree_are_named) {
  BOOST_TEST(fault_after([](auto& o) { o.coordinates.conservativeResize(4, 2); }) ==
             "t.csv: coordinates are 4 x 2, expected 4 x 3");
  BOOST_TEST(fault_after([](auto& o) { o.values.conservativeResize(3); }) ==
             "t.csv: coordinates are 4 x 3, expected 3 x 3");
  BOOST_TEST(fault_after([](auto& o) { o.row_ids.pop_back(); }) ==
             "t.csv: row ids do not match the values");
  BOOST_TEST(fault_after([](auto& o) { o.axes[0].units.pop_back(); }) ==
             "t.csv: axis place needs columns and a unit for each");
  BOOST_TEST(fault_after([](auto& o) { o.noise = Eigen::Vector3d(1, 1, 1); }) ==
             "t.csv: noise does not match the values");
  BOOST_TEST(fault_after([](auto& o) {
               o.noise_learned = true;
               o.noise = Eigen::VectorXd::Ones(1);
             }) == "t.csv: noise does not match the values");
}

BOOST_AUTO_TEST_CASE(the_first_row_that_is_not_finite_is_named_by_its_id) {
  BOOST_TEST(fault_after([](auto& o) { o.values[2] = std::nan(""); }) ==
             "t.csv: row 12: the value is not finite");
  BOOST_TEST(fault_after([](auto& o) { o.coordinates(1, 2) = INFINITY; }) ==
             "t.csv: row 11: a coordinate is not finite");
}

BOOST_AUTO_TEST_CASE(noise_must_be_positive) {
  BOOST_TEST(fault_after([](auto& o) { o.noise = Eigen::Vector4d(1, 1, 0, 1); }) ==
             "t.csv: noise must be positive and finite");
  BOOST_TEST(fault_after([](auto& o) { o.noise = Eigen::Vector4d(1, 1, NAN, 1); }) ==
             "t.csv: noise must be positive and finite");
  BOOST_TEST(fault_after([](auto& o) { o.noise = Eigen::Vector4d(1, 1, INFINITY, 1); }) ==
             "t.csv: noise must be positive and finite");
}
