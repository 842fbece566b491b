#include <cmath>
#include <limits>
#include <random>
#include <stdexcept>

#include <Eigen/Core>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/test/unit_test.hpp>

#include "solvers/comparators/prediction_scores.hpp"

using namespace tessera;

namespace {

Eigen::VectorXd normal_numbers(Index count, unsigned seed) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> normal;
  return Eigen::VectorXd::NullaryExpr(count, [&] { return normal(random); });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(prediction_scores)

BOOST_AUTO_TEST_CASE(errors_are_those_of_hand_calculation) {
  const Eigen::Vector3d values(1, 2, 3), predictions(2, 2, 1);
  BOOST_TEST(root_mean_square_error(values, predictions) == std::sqrt(5.0 / 3));
  BOOST_TEST(mean_absolute_error(values, predictions) == 1.0);
}

BOOST_AUTO_TEST_CASE(densities_agree_with_a_library_of_distributions) {
  const Eigen::VectorXd location = normal_numbers(20, 1);
  const Eigen::VectorXd scale = normal_numbers(20, 2).array().square() + 0.1;
  const Eigen::VectorXd values = (normal_numbers(20, 3)).array().exp();
  double lognormal = 0, student = 0, normal = 0, log_student = 0;
  for (Index n = 0; n < 20; ++n) {
    const double t = (values[n] - location[n]) / scale[n];
    const double log_t = (std::log(values[n]) - location[n]) / scale[n];
    lognormal -= std::log(pdf(boost::math::lognormal(location[n], scale[n]), values[n])) / 20;
    normal -= (-0.5 * t * t - std::log(scale[n] * std::sqrt(2 * std::acos(-1.0)))) / 20;
    student -= std::log(pdf(boost::math::students_t(3.5), t) / scale[n]) / 20;
    log_student -= std::log(pdf(boost::math::students_t(3.5), log_t) / (scale[n] * values[n])) / 20;
  }
  const double infinity = std::numeric_limits<double>::infinity();
  const auto score = [&](double freedom, PredictionLink link) {
    return mean_negative_log_density(values, {location, scale, freedom, link});
  };
  BOOST_TEST(std::abs(score(infinity, PredictionLink::identity) - normal) < 1e-11 * normal);
  BOOST_TEST(std::abs(score(infinity, PredictionLink::log) - lognormal) < 1e-11 * lognormal);
  BOOST_TEST(std::abs(score(3.5, PredictionLink::identity) - student) < 1e-11);
  BOOST_TEST(std::abs(score(3.5, PredictionLink::log) - log_student) < 1e-11);
}

BOOST_AUTO_TEST_CASE(widths_of_intervals_are_quantiles) {
  const Eigen::Vector2d values(1, 2), location(0, 1), scale(1, 3);
  const auto scores = interval_scores(values, {location, scale});
  BOOST_TEST(scores[0].level == 0.5);
  BOOST_TEST(std::abs(scores[0].mean_width - 4 * 0.674489750196082) < 1e-12);
  BOOST_TEST(std::abs(scores[1].mean_width - 4 * 1.644853626951473) < 1e-12);
  BOOST_TEST(std::abs(scores[2].mean_width - 4 * 1.959963984540054) < 1e-12);
  // One of the two is 1 standard deviation off, the other a third of one.
  BOOST_TEST(scores[0].coverage == 0.5);
  BOOST_TEST(scores[1].coverage == 1.0);
  // Student's t with one degree of freedom: quartiles at -1 and 1, then undone by exp.
  const auto log_scores = interval_scores(values, {location, scale, 1, PredictionLink::log});
  BOOST_TEST(std::abs(log_scores[0].mean_width -
                      0.5 * (std::exp(1) - std::exp(-1) + std::exp(4) - std::exp(-2))) < 1e-10);
}

BOOST_AUTO_TEST_CASE(true_distributions_are_covered_as_often_as_stated) {
  const Index count = 40000;
  const Eigen::VectorXd location = normal_numbers(count, 4);
  const Eigen::VectorXd scale = Eigen::VectorXd::Constant(count, 0.3);
  const Eigen::VectorXd values = (location + 0.3 * normal_numbers(count, 5)).array().exp();
  for (const IntervalScore& score : interval_scores(
           values,
           {location, scale, std::numeric_limits<double>::infinity(), PredictionLink::log})) {
    // Four standard deviations of the count.
    BOOST_TEST(std::abs(score.coverage - score.level) <
               4 * std::sqrt(score.level * (1 - score.level) / static_cast<double>(count)));
  }
}

BOOST_AUTO_TEST_CASE(groups_are_scored_on_their_own) {
  const Eigen::VectorXd values = Eigen::VectorXd::Zero(5);
  const Eigen::VectorXd predictions = Eigen::VectorXd::LinSpaced(5, 1, 5);
  const std::vector<GroupScore> scores = group_scores(values, predictions, {7, -2, 7, 7, -2});
  BOOST_TEST(scores.size() == 2U);
  BOOST_TEST(scores[0].group == -2);
  BOOST_TEST(scores[0].count == 2);
  BOOST_TEST(scores[0].root_mean_square_error == std::sqrt((4 + 25) / 2.0));
  BOOST_TEST(scores[1].group == 7);
  BOOST_TEST(scores[1].root_mean_square_error == std::sqrt((1 + 9 + 16) / 3.0));
}

BOOST_AUTO_TEST_CASE(a_bootstrap_over_two_groups_reaches_both) {
  // Groups of one and three values; draws are both groups, or twice the one or the other.
  const Eigen::Vector4d values(0, 0, 0, 0), first(3, 1, 1, 1), second(1, 2, 2, 2);
  const std::vector<Index> groups{0, 1, 1, 1};
  const PairedDifference mean =
      paired_bootstrap(values, first, second, groups, GroupStatistic::group_mean, 1);
  BOOST_TEST(mean.difference == 0.5);
  BOOST_TEST(mean.lower == -1.0);
  BOOST_TEST(mean.upper == 2.0);
  const PairedDifference pooled =
      paired_bootstrap(values, first, second, groups, GroupStatistic::pooled, 1);
  BOOST_TEST(std::abs(pooled.difference - (std::sqrt(12 / 4.0) - std::sqrt(13 / 4.0))) < 1e-15);
  BOOST_TEST(pooled.lower == -1.0);
  BOOST_TEST(pooled.upper == 2.0);
}

BOOST_AUTO_TEST_CASE(the_bootstrap_interval_of_many_groups_is_that_of_a_mean) {
  // One value per group: the group's RMSE is its absolute error, the statistic a mean of them.
  const Index count = 400;
  const Eigen::VectorXd values = Eigen::VectorXd::Zero(count);
  const Eigen::VectorXd first = normal_numbers(count, 6), second = normal_numbers(count, 7);
  std::vector<Index> groups;
  for (Index n = 0; n < count; ++n) groups.push_back(n);
  const Eigen::ArrayXd difference = first.array().abs() - second.array().abs();
  const double sd = std::sqrt((difference - difference.mean()).square().mean() / 400);
  const PairedDifference found =
      paired_bootstrap(values, first, second, groups, GroupStatistic::group_mean, 8, 0.95, 4000);
  BOOST_TEST(std::abs(found.difference - difference.mean()) < 1e-14);
  BOOST_TEST(std::abs(found.upper - found.lower - 2 * 1.96 * sd) < 0.1 * 2 * 1.96 * sd);
  BOOST_TEST(std::abs(found.upper + found.lower - 2 * difference.mean()) < 0.3 * sd);
  const PairedDifference again =
      paired_bootstrap(values, first, second, groups, GroupStatistic::group_mean, 8, 0.95, 4000);
  BOOST_TEST(again.lower == found.lower);
  const PairedDifference same =
      paired_bootstrap(values, first, first, groups, GroupStatistic::pooled, 8);
  BOOST_TEST(same.lower == 0.0);
  BOOST_TEST(same.upper == 0.0);
}

BOOST_AUTO_TEST_CASE(vectors_that_do_not_fit_are_refused) {
  const Eigen::Vector2d two(1, 2);
  const Eigen::Vector3d three(1, 2, 3);
  BOOST_CHECK_THROW(root_mean_square_error(two, three), std::invalid_argument);
  BOOST_CHECK_THROW(mean_absolute_error(Eigen::VectorXd(), Eigen::VectorXd()),
                    std::invalid_argument);
  BOOST_CHECK_THROW(mean_negative_log_density(two, {two, Eigen::Vector2d(1, 0)}),
                    std::invalid_argument);
  BOOST_CHECK_THROW(
      mean_negative_log_density(Eigen::Vector2d(1, -1), {two, two, 4, PredictionLink::log}),
      std::invalid_argument);
  BOOST_CHECK_THROW(group_scores(two, two, {1}), std::invalid_argument);
  BOOST_CHECK_THROW(paired_bootstrap(two, two, two, {1, 2}, GroupStatistic::pooled, 1, 1.0),
                    std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
