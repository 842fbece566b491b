#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include <boost/test/unit_test.hpp>

#include "solvers/tucker/calibration.hpp"
#include "tests/solvers/tucker/problem.hpp"

using namespace tessera::tucker;
using namespace tucker_problem;

namespace {

constexpr double quantile = 1.6448536269514722;

/// Normal errors of `spread` predicted standard deviations, one for each place, in `rows` rows.
ScaledErrors errors_of(Index places, Index rows, double spread, Random& random) {
  ScaledErrors errors;
  for (Index p = 0; p < places; ++p) {
    const double error = std::abs(spread * normal(random));
    for (Index r = 0; r < rows; ++r) {
      errors.magnitude.push_back(error);
      errors.place.push_back(p);
    }
  }
  return errors;
}

/// Rows of `places` x `years` with one column for each.
TrainingData grid_of(Index places, Index years) {
  TrainingData data;
  data.columns = {{"place", {"place"}, {"km"}}, {"year", {"year"}, {"year"}}};
  data.points.resize(places * years, 2);
  data.values = Eigen::VectorXd::Zero(places * years);
  for (Index p = 0; p < places; ++p)
    for (Index y = 0; y < years; ++y)
      data.points.row(p * years + y) << 10.0 * static_cast<double>(p), static_cast<double>(y);
  return data;
}

template <class Test>
InnerSplit split_where(const TrainingData& data, Test test) {
  InnerSplit split;
  for (Index n = 0; n < data.points.rows(); ++n)
    (test(data.points(n, 0), data.points(n, 1)) ? split.test : split.train).push_back(n);
  return split;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(place_calibrations)

BOOST_AUTO_TEST_CASE(without_places_the_factor_is_one) {
  BOOST_TEST(place_calibration({}) == 1.0);
  BOOST_TEST(shrinkage_weight(0) == 1.0);
  BOOST_TEST(shrinkage_weight(std::numeric_limits<double>::infinity()) == 0.0);
}

// The standard error of the factor's logarithm is sqrt(0.783 / 20000) = 0.006.
BOOST_AUTO_TEST_CASE(many_places_give_the_quantile_over_that_of_a_normal_error) {
  Random random(31);
  for (const double spread : {0.5, 1.0, 3.0}) {
    const double factor = place_calibration(errors_of(20000, 1, spread, random));
    BOOST_TEST(std::abs(std::log(factor / spread)) < 0.03);
  }
}

// Of one place the variance of the logarithm is at least 0.783: a weight of 0.25 / 1.033 at most.
BOOST_AUTO_TEST_CASE(one_place_moves_the_factor_by_a_quarter_of_its_logarithm_at_most) {
  for (const double spread : {0.1, 0.5, 2.0, 20.0}) {
    const ScaledErrors errors{{spread * quantile, spread * quantile}, {7, 7}};
    const double ratio = std::log(place_calibration(errors)) / std::log(spread);
    BOOST_TEST(ratio == shrinkage_weight(0.783), boost::test_tools::tolerance(1e-12));
    BOOST_TEST(ratio < 0.25);
  }
}

BOOST_AUTO_TEST_CASE(rows_of_one_place_count_as_one_place_only) {
  Random random(32);
  ScaledErrors errors = errors_of(40, 1, 1.5, random);
  const double once = place_calibration(errors);
  for (Index p = 0; p < 40; p += 2)
    for (int copy = 0; copy < 9; ++copy) {
      errors.magnitude.push_back(errors.magnitude[p]);
      errors.place.push_back(p);
    }
  BOOST_TEST(place_calibration(errors) == once, boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(errors_of_zero_still_give_a_positive_factor) {
  const double factor = place_calibration({{0, 0, 0, 0}, {0, 0, 1, 1}});
  BOOST_TEST(factor > 0);
  BOOST_TEST(factor < 1);
}

// Against the mean squared error of the logarithm over repeated draws of 10 to 80 places, spreads
// from the prior: shrinking must not lose to the quantile itself, nor to no calibration.
BOOST_AUTO_TEST_CASE(the_shrunk_factor_is_closer_to_the_truth_than_the_quantile_or_one) {
  Random random(33);
  for (const Index places : {10, 20, 80}) {
    double shrunk = 0, raw = 0, none = 0;
    for (int draw = 0; draw < 400; ++draw) {
      const double truth = 0.5 * normal(random);
      ScaledErrors errors = errors_of(places, 1, std::exp(truth), random);
      std::vector<double>& m = errors.magnitude;
      const double factor = place_calibration(errors);
      std::sort(m.begin(), m.end());
      shrunk += std::pow(std::log(factor) - truth, 2);
      raw += std::pow(std::log(m[places * 9 / 10 - 1] / quantile) - truth, 2);
      none += truth * truth;
    }
    BOOST_TEST(shrunk < raw);
    BOOST_TEST(shrunk < 0.5 * none);
  }
}

BOOST_AUTO_TEST_CASE(folds_hold_every_place_out_once_and_train_on_all_others) {
  const TrainingData data = grid_of(20, 6);
  const InnerSplit inner =
      split_where(data, [](double place, double) { return std::fmod(place, 50) < 5; });
  const auto held = held_out(data, inner);
  BOOST_TEST_REQUIRE(held.has_value());
  BOOST_TEST(held->places == 4);
  BOOST_TEST(!held->beyond);
  Random random(34);
  const std::vector<InnerSplit> folds = further_folds(*held, inner, random);
  BOOST_TEST(folds.size() == 4u);
  std::vector<int> times(data.points.rows(), 0);
  for (const Index row : inner.test) ++times[row];
  for (const InnerSplit& fold : folds) {
    BOOST_TEST(fold.test.size() == 4u * 6u);
    BOOST_TEST(static_cast<Index>(fold.test.size() + fold.train.size()) == data.points.rows());
    std::set<double> out, in;
    for (const Index row : fold.test) {
      ++times[row];
      out.insert(data.points(row, 0));
    }
    for (const Index row : fold.train) in.insert(data.points(row, 0));
    BOOST_TEST(std::none_of(out.begin(), out.end(), [&](double p) { return in.contains(p); }));
  }
  BOOST_TEST(std::all_of(times.begin(), times.end(), [](int t) { return t == 1; }));
}

BOOST_AUTO_TEST_CASE(a_forecast_and_many_places_have_no_further_folds) {
  Random random(35);
  const TrainingData data = grid_of(20, 10);
  const InnerSplit later = split_where(data, [](double, double year) { return year > 7.5; });
  const auto forecast = held_out(data, later);
  BOOST_TEST_REQUIRE(forecast.has_value());
  BOOST_TEST(forecast->beyond);
  BOOST_TEST(further_folds(*forecast, later, random).empty());
  const TrainingData many = grid_of(400, 2);
  const InnerSplit half =
      split_where(many, [](double place, double) { return std::fmod(place, 20) > 5; });
  BOOST_TEST(further_folds(*held_out(many, half), half, random).empty());
}

BOOST_AUTO_TEST_CASE(combinations_are_not_taken_for_places) {
  const TrainingData data = grid_of(20, 10);
  const InnerSplit diagonal = split_where(
      data, [](double place, double year) { return std::fmod(place / 10 + year, 5) < 0.5; });
  BOOST_TEST(!held_out(data, diagonal).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
