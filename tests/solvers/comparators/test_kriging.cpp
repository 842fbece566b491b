#include <Eigen/Dense>
#include <boost/test/unit_test.hpp>

#include "solvers/comparators/scattered_predictor.hpp"
#include "solvers/comparators/slice_covariance.hpp"
#include "tests/solvers/comparators/scattered_problems.hpp"

using namespace tessera;
using namespace tessera::testing;

namespace {

/// Draws of the model of SliceCovariance at places in a square of side 4.
std::vector<SliceResiduals> draw_slices(const SliceCovariance& covariance, Index slices,
                                        Index places, Random& random) {
  std::vector<SliceResiduals> result;
  for (Index s = 0; s < slices; ++s) {
    const Eigen::MatrixXd at =
        Eigen::MatrixXd::NullaryExpr(places, 2, [&] { return random.uniform(0, 4); });
    SliceResiduals slice;
    slice.distances = place_distances(at, at, Geometry::euclidean);
    Eigen::MatrixXd k = covariance.relative(slice.distances);
    k.diagonal().array() += covariance.nugget;
    const Eigen::VectorXd white =
        Eigen::VectorXd::NullaryExpr(places, [&] { return random.normal(); });
    const Eigen::MatrixXd root = k.llt().matrixL();
    slice.values = std::sqrt(covariance.scale) * (root * white);
    result.push_back(slice);
  }
  return result;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kriging)

BOOST_AUTO_TEST_CASE(the_likelihood_is_that_of_the_joint_gaussian) {
  Random random(1);
  SliceCovariance covariance{0.8, 0.5, 0.2, 3.0};
  const std::vector<SliceResiduals> slices = draw_slices(covariance, 4, 6, random);
  const double profile = profile_log_likelihood(slices, covariance);
  const auto log_density = [&](double scale) {
    double sum = 0;
    for (const SliceResiduals& slice : slices) {
      Eigen::MatrixXd k = covariance.relative(slice.distances);
      k.diagonal().array() += covariance.nugget;
      k *= scale;
      sum -= 0.5 * (std::log(k.determinant()) + slice.values.dot(k.inverse() * slice.values));
    }
    return sum;
  };
  // The terms left out: half the number of values, 24.
  BOOST_TEST(std::abs(log_density(covariance.scale) - (profile - 12)) < 1e-9);
  BOOST_TEST(log_density(1.01 * covariance.scale) < log_density(covariance.scale));
  BOOST_TEST(log_density(0.99 * covariance.scale) < log_density(covariance.scale));
  // Matern-3/2 at its own range.
  const double expected = 0.5 + (1 + std::sqrt(3.0)) * std::exp(-std::sqrt(3.0));
  BOOST_TEST(std::abs(covariance.relative(Eigen::MatrixXd::Constant(1, 1, 0.8))(0, 0) - expected) <
             1e-14);
}

BOOST_AUTO_TEST_CASE(planted_numbers_are_learned) {
  Random random(2);
  const SliceCovariance planted{0.7, 0.5, 0.1, 2.0};
  const std::vector<SliceResiduals> slices = draw_slices(planted, 40, 30, random);
  SliceCovariance learned = learn_slice_covariance(slices);
  BOOST_TEST(std::abs(std::log(learned.range / planted.range)) < std::log(1.3));
  BOOST_TEST(std::abs(std::log(learned.nugget / planted.nugget)) < std::log(1.6));
  BOOST_TEST(std::abs(std::log(learned.scale / planted.scale)) < std::log(1.4));
  const double highest = profile_log_likelihood(slices, learned);
  for (const auto number :
       {&SliceCovariance::range, &SliceCovariance::constant, &SliceCovariance::nugget}) {
    for (const double factor : {0.9, 1.1}) {
      SliceCovariance other = learned;
      other.*number *= factor;
      BOOST_TEST(profile_log_likelihood(slices, other) < highest);
    }
  }
}

BOOST_AUTO_TEST_CASE(new_places_of_a_drawn_field_are_covered) {
  Random random(3);
  const SliceCovariance planted{0.7, 0.5, 0.1, 2.0};
  const Index places = 40, times = 30, trained = 30;
  std::vector<double> train, test;
  const Eigen::MatrixXd at =
      Eigen::MatrixXd::NullaryExpr(places, 2, [&] { return random.uniform(0, 4); });
  Eigen::MatrixXd k = planted.relative(place_distances(at, at, Geometry::euclidean));
  k.diagonal().array() += planted.nugget;
  const Eigen::MatrixXd root = k.llt().matrixL();
  for (Index t = 0; t < times; ++t) {
    const Eigen::VectorXd white =
        Eigen::VectorXd::NullaryExpr(places, [&] { return random.normal(); });
    const Eigen::VectorXd values = std::sqrt(planted.scale) * (root * white) + 3 * at.col(0);
    for (Index p = 0; p < places; ++p) {
      std::vector<double>& rows = p < trained ? train : test;
      rows.insert(rows.end(), {at(p, 0), at(p, 1), static_cast<double>(t), values[p]});
    }
  }
  const Eigen::Map<const Eigen::MatrixXd> table(train.data(), 4, trained * times);
  const Eigen::Map<const Eigen::MatrixXd> held(test.data(), 4, (places - trained) * times);
  const auto predictor = make_scattered_predictor(
      "kriging",
      make_observations(place_and_time(), table.topRows(3).transpose(), table.row(3).transpose()),
      {});
  const ScatteredPrediction prediction = predictor->predict(held.topRows(3).transpose());
  const Eigen::ArrayXd t = (prediction.mean.transpose() - held.row(3)).transpose().array() /
                           prediction.standard_deviation.array();
  BOOST_TEST(std::abs((t.abs() < 1.645).cast<double>().mean() - 0.9) < 0.05);
  BOOST_TEST(std::abs(t.square().mean() - 1) < 0.25);
}

BOOST_AUTO_TEST_CASE(a_plane_is_continued_and_certainty_falls_with_distance) {
  Random random(4);
  Eigen::MatrixXd coordinates(60, 3);
  Eigen::VectorXd values(60);
  for (Index n = 0; n < 60; ++n) {
    coordinates.row(n) << random.uniform(0, 1), random.uniform(0, 1), static_cast<double>(n % 4);
    values[n] = 1 + 2 * coordinates(n, 0) - 3 * coordinates(n, 1) + 0.01 * random.normal();
  }
  const auto predictor = make_scattered_predictor(
      "kriging", make_observations(place_and_time(), coordinates, values), {});
  Eigen::MatrixXd points(3, 3);
  // Beside the data, far away, and far away in a slice without rows.
  points << 0.5, 0.5, 1, 5, 5, 1, 5, 5, 77;
  const ScatteredPrediction found = predictor->predict(points);
  for (Index n = 0; n < 3; ++n)
    BOOST_TEST(std::abs(found.mean[n] - (1 + 2 * points(n, 0) - 3 * points(n, 1))) < 0.15);
  BOOST_TEST(found.standard_deviation[0] < found.standard_deviation[1] * 1.0001);
  BOOST_TEST(found.standard_deviation[1] <= found.standard_deviation[2]);
}

BOOST_AUTO_TEST_SUITE_END()
