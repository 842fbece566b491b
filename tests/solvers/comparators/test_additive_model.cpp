#include <set>

#include <Eigen/Cholesky>
#include <boost/test/unit_test.hpp>

#include "solvers/comparators/additive_model.hpp"
#include "tests/solvers/comparators/scattered_problems.hpp"

using namespace tessera;
using namespace tessera::testing;

BOOST_AUTO_TEST_SUITE(additive_model)

BOOST_AUTO_TEST_CASE(distinct_rows_are_numbered_in_order_and_found_again) {
  Eigen::MatrixXd rows(5, 2);
  rows << 2, 1, 0, 5, 2, -1, 0, 5, -0.0, 7;
  const CoordinateIndex index(rows);
  BOOST_TEST(index.size() == 4);
  BOOST_TEST(index.of_row() == (std::vector<Index>{3, 0, 2, 0, 1}),
             boost::test_tools::per_element());
  for (Index n = 0; n < 5; ++n)
    BOOST_TEST(index.find(rows.row(n)) == index.of_row()[static_cast<std::size_t>(n)]);
  BOOST_TEST(index.find(Eigen::RowVector2d(0, 6)) == -1);
  BOOST_TEST(index.find(Eigen::RowVector2d(9, 9)) == -1);
  const CoordinateIndex nothing(Eigen::MatrixXd(3, 0));
  BOOST_TEST(nothing.size() == 1);
  BOOST_TEST(nothing.find(Eigen::RowVectorXd(0)) == 0);
}

BOOST_AUTO_TEST_CASE(parts_cover_every_point_once_and_keep_copies_together) {
  const Observations field = scattered_field(12, 9, 0.3, 1);
  const CoordinateIndex points(field.coordinates);
  std::set<Index> held;
  for (int part = 0; part < validation_parts; ++part) {
    const HeldOutRows split = hold_out(field, part);
    BOOST_TEST(split.kept.values.size() + split.held_out.values.size() == field.values.size());
    const CoordinateIndex kept(split.kept.coordinates), out(split.held_out.coordinates);
    BOOST_TEST(out.size() == points.size() / 5);
    for (Index i = 0; i < out.size(); ++i) {
      BOOST_TEST(kept.find(out.distinct().row(i)) == -1);
      BOOST_TEST(held.insert(points.find(out.distinct().row(i))).second);
    }
  }
  BOOST_TEST(static_cast<Index>(held.size()) == points.size() / 5 * 5);
  BOOST_TEST(CoordinateIndex(thin_out(field, 10).coordinates).size() == 10);
}

BOOST_AUTO_TEST_CASE(effects_are_those_of_dense_ridge_regression) {
  const Observations field = scattered_field(8, 6, 0.4, 2);
  const std::vector<double> ridge{0.3, 2.0};
  const AdditiveModel model(field, ridge);
  const CoordinateIndex places(field.coordinates.leftCols(2)), times(field.coordinates.col(2));
  const Index unknowns = places.size() + times.size() + 1;
  Eigen::MatrixXd design = Eigen::MatrixXd::Zero(field.values.size(), unknowns);
  for (Index n = 0; n < design.rows(); ++n) {
    design(n, places.of_row()[static_cast<std::size_t>(n)]) = 1;
    design(n, places.size() + times.of_row()[static_cast<std::size_t>(n)]) = 1;
    design(n, unknowns - 1) = 1;
  }
  Eigen::MatrixXd normal = design.transpose() * design;
  normal.diagonal().head(places.size()).array() += ridge[0];
  normal.diagonal().segment(places.size(), times.size()).array() += ridge[1];
  const Eigen::VectorXd solution = normal.ldlt().solve(design.transpose() * field.values);
  BOOST_TEST((model.predict(field.coordinates) - design * solution).norm() < 1e-7);
  BOOST_TEST(std::abs(model.constant() - solution[unknowns - 1]) < 1e-7);
  for (Index i = 0; i < times.size(); ++i)
    BOOST_TEST(std::abs(model.effect(1, times.distinct().row(i)) - solution[places.size() + i]) <
               1e-7);
  // An unknown time has no effect; the place keeps its own.
  Eigen::RowVectorXd point = field.coordinates.row(0);
  point[2] = 1000;
  BOOST_TEST(std::abs(model.predict(point)[0] - solution[places.of_row()[0]] -
                      solution[unknowns - 1]) < 1e-7);
}

BOOST_AUTO_TEST_CASE(an_axis_without_effect_gets_a_large_ridge) {
  Random random(3);
  Eigen::MatrixXd coordinates(2000, 2);
  Eigen::VectorXd values(2000);
  for (Index n = 0; n < 2000; ++n) {
    coordinates.row(n) << std::floor(random.uniform(0, 100)), std::floor(random.uniform(0, 100));
    values[n] = std::sin(coordinates(n, 0)) + 0.3 * random.normal();
  }
  const std::vector<double> ridge = choose_ridge(
      make_observations({{"a", {"a"}, {""}}, {"b", {"b"}, {""}}}, coordinates, values));
  // Ratios of variances: 0.09 / 0.5 on the first axis, infinite on the second.
  BOOST_TEST(ridge[0] <= 1);
  BOOST_TEST(ridge[1] >= 100);
}

BOOST_AUTO_TEST_SUITE_END()
