#include <algorithm>
#include <sstream>

#include <boost/test/unit_test.hpp>

#include "data/fields/errors.hpp"
#include "solvers/comparators/scattered_predictor.hpp"
#include "tests/solvers/comparators/scattered_problems.hpp"

using namespace tessera;
using namespace tessera::testing;

namespace {

Eigen::VectorXd predicted(const std::string& name, const Observations& training,
                          const Eigen::MatrixXd& points,
                          const ScatteredPredictorOptions& options = {}) {
  return make_scattered_predictor(name, training, options)->predict(points).mean;
}

/// Two axes with one column each.
Observations table(const std::vector<std::vector<double>>& rows) {
  Eigen::MatrixXd coordinates(static_cast<Index>(rows.size()), 2);
  Eigen::VectorXd values(coordinates.rows());
  for (Index n = 0; n < coordinates.rows(); ++n) {
    const std::vector<double>& row = rows[static_cast<std::size_t>(n)];
    coordinates.row(n) << row[0], row[1];
    values[n] = row[2];
  }
  return make_observations({{"a", {"a"}, {""}}, {"b", {"b"}, {""}}}, coordinates, values);
}

struct Cell {
  double x, y, time, value;
  double distance = 0;
};

/// Mean per distinct point, straight from the rows.
std::vector<Cell> cells_of(const Observations& o) {
  std::vector<Cell> cells;
  std::vector<int> counts;
  for (Index n = 0; n < o.values.size(); ++n) {
    std::size_t c = 0;
    while (c < cells.size() &&
           !(cells[c].x == o.coordinates(n, 0) && cells[c].y == o.coordinates(n, 1) &&
             cells[c].time == o.coordinates(n, 2)))
      ++c;
    if (c == cells.size()) {
      cells.push_back({o.coordinates(n, 0), o.coordinates(n, 1), o.coordinates(n, 2), 0});
      counts.push_back(0);
    }
    cells[c].value += o.values[n];
    ++counts[c];
  }
  for (std::size_t c = 0; c < cells.size(); ++c) cells[c].value /= counts[c];
  return cells;
}

std::vector<Cell> nearest_cells(const std::vector<Cell>& cells, const Eigen::RowVectorXd& point,
                                std::size_t count) {
  std::vector<Cell> found;
  for (Cell cell : cells) {
    if (cell.time != point[2]) continue;
    cell.distance = std::hypot(cell.x - point[0], cell.y - point[1]);
    found.push_back(cell);
  }
  std::sort(found.begin(), found.end(),
            [](const Cell& a, const Cell& b) { return a.distance < b.distance; });
  found.resize(std::min(found.size(), count));
  return found;
}

/// Mean difference between the point's place and the cell's over the times both have.
double place_difference(const std::vector<Cell>& cells, const Eigen::RowVectorXd& point,
                        const Cell& other) {
  double sum = 0;
  int shared = 0;
  for (const Cell& a : cells) {
    for (const Cell& b : cells) {
      if (a.time != b.time || a.x != point[0] || b.x != other.x) continue;
      sum += a.value - b.value;
      ++shared;
    }
  }
  return shared > 0 ? sum / shared : 0;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(scattered_predictors)

BOOST_AUTO_TEST_CASE(axis_means_interpolate_where_they_have_no_rows) {
  const Observations training = table({{0, 1, 2}, {0, 2, 4}, {10, 1, 13}, {4, 7, 5}});
  Eigen::MatrixXd points(6, 2);
  points << 0, 99, 10, 99, 2, 99, 7, 99, -5, 99, 50, 99;
  const Eigen::VectorXd found = predicted("axis mean a", training, points);
  Eigen::VectorXd expected(6);
  expected << 3, 13, 4, 9, 3, 13;
  BOOST_TEST((found - expected).norm() < 1e-14);
  BOOST_TEST(predicted("mean", training, points)[3] == 6.0);
}

BOOST_AUTO_TEST_CASE(the_mean_of_an_unknown_place_is_that_of_the_nearest_across_the_date_line) {
  Eigen::MatrixXd coordinates(2, 3);
  coordinates << 0, -179, 1, 0, 160, 1;
  const Observations training =
      make_observations(place_and_time(), coordinates, Eigen::Vector2d(5, 7));
  Eigen::MatrixXd point(1, 3);
  point << 0, 179, 4;
  ScatteredPredictorOptions options;
  BOOST_TEST(predicted("axis mean place", training, point, options)[0] == 7.0);
  options.geometry = Geometry::great_circle;
  BOOST_TEST(predicted("axis mean place", training, point, options)[0] == 5.0);
}

BOOST_AUTO_TEST_CASE(lookup_repeats_known_points_and_falls_back_to_the_best_of_the_rest) {
  Random random(1);
  Eigen::MatrixXd coordinates(600, 2);
  Eigen::VectorXd by_one(600), by_both(600);
  for (Index n = 0; n < 600; ++n) {
    coordinates.row(n) << std::floor(random.uniform(0, 30)), std::floor(random.uniform(0, 30));
    by_one[n] = std::sin(coordinates(n, 1)) + 0.1 * random.normal();
    by_both[n] = by_one[n] + std::cos(coordinates(n, 0));
  }
  const std::vector<ObservedAxis> axes{{"a", {"a"}, {""}}, {"b", {"b"}, {""}}};
  Observations training = make_observations(axes, coordinates, by_both);
  const auto lookup = make_scattered_predictor("lookup", training, {});
  BOOST_TEST(lookup->choice() == "else additive");
  Eigen::MatrixXd points(2, 2);
  points << coordinates.row(0), 3, 1000;
  double sum = 0, count = 0;
  for (Index n = 0; n < 600; ++n) {
    if (coordinates.row(n) != coordinates.row(0)) continue;
    sum += by_both[n];
    count += 1;
  }
  const Eigen::VectorXd found = lookup->predict(points).mean;
  BOOST_TEST(std::abs(found[0] - sum / count) < 1e-13);
  BOOST_TEST(std::abs(found[1] - predicted("additive", training, points)[1]) < 1e-12);
  // An additive predictor with a ridge large enough is no worse: either choice is sensible, but
  // never the mean over the axis that says nothing.
  training.values = by_one;
  BOOST_TEST(make_scattered_predictor("lookup", training, {})->choice() != "else axis mean a");
}

BOOST_AUTO_TEST_CASE(inverse_distance_is_that_of_brute_force) {
  const Observations training = scattered_field(25, 6, 0.3, 2);
  const std::vector<Cell> cells = cells_of(training);
  Random random(3);
  Eigen::MatrixXd points(12, 3);
  for (Index n = 0; n < 12; ++n)
    points.row(n) << random.uniform(0, 4), random.uniform(0, 4), static_cast<double>(n % 6);
  for (int power = 1; power <= 4; ++power) {
    const std::string name = "inverse distance " + std::to_string(power);
    const Eigen::VectorXd found = predicted(name, training, points);
    for (Index n = 0; n < 12; ++n) {
      double sum = 0, weights = 0;
      for (const Cell& cell : nearest_cells(cells, points.row(n), 8)) {
        sum += cell.value * std::pow(cell.distance, -power);
        weights += std::pow(cell.distance, -power);
      }
      BOOST_TEST(std::abs(found[n] - sum / weights) < 1e-11);
    }
  }
  // A known point is itself.
  const Eigen::RowVectorXd known = training.coordinates.row(4);
  BOOST_TEST(std::abs(predicted("inverse distance 2", training, known)[0] -
                      nearest_cells(cells, known, 1)[0].value) < 1e-14);
}

BOOST_AUTO_TEST_CASE(nearest_neighbours_are_those_of_brute_force) {
  const Observations training = scattered_field(30, 12, 0.3, 4);
  const std::vector<Cell> cells = cells_of(training);
  const auto predictor = make_scattered_predictor("nearest neighbours", training, {});
  std::istringstream choice(predictor->choice());
  std::size_t count = 0;
  std::string along, axis;
  choice >> count >> along >> axis;
  // Time steps are too wide to interpolate between; places are not.
  BOOST_TEST(axis == "place");
  Index compared = 0;
  for (Index n = 0; n < 40; ++n) {
    Eigen::RowVectorXd point = training.coordinates.row(n);
    point[2] = static_cast<double>((n * 7) % 12);
    const std::vector<Cell> neighbours = nearest_cells(cells, point, count);
    if (neighbours[0].distance == 0) continue;
    ++compared;
    double sum = 0, weights = 0;
    for (const Cell& cell : neighbours) {
      const double weight = 1 / (cell.distance * cell.distance);
      sum += weight * (cell.value + place_difference(cells, point, cell));
      weights += weight;
    }
    BOOST_TEST(std::abs(predictor->predict(point).mean[0] - sum / weights) < 1e-11);
  }
  BOOST_TEST(compared > 3);
  // A place without rows is not corrected; a time without rows is additive.
  Eigen::MatrixXd points(2, 3);
  points << 2, 2, 3, training.coordinates(0, 0), training.coordinates(0, 1), 0.5;
  double sum = 0, weights = 0;
  for (const Cell& cell : nearest_cells(cells, points.row(0), count)) {
    sum += cell.value / (cell.distance * cell.distance);
    weights += 1 / (cell.distance * cell.distance);
  }
  const Eigen::VectorXd found = predictor->predict(points).mean;
  BOOST_TEST(std::abs(found[0] - sum / weights) < 1e-11);
  BOOST_TEST(std::abs(found[1] - predicted("additive", training, points)[1]) < 1e-12);
}

BOOST_AUTO_TEST_CASE(climatology_finds_the_year_and_the_slope) {
  Random random(5);
  Eigen::MatrixXd coordinates(900, 2);
  Eigen::VectorXd values(900);
  const double year = 2 * std::acos(-1.0) / 365.2425;
  const auto truth = [&](double x, double day) {
    return 4 + 0.5 * x + 2 * std::cos(year * day) - std::sin(2 * year * day);
  };
  for (Index n = 0; n < 900; ++n) {
    coordinates.row(n) << random.uniform(100, 110), 15000 + static_cast<double>(n);
    values[n] = truth(coordinates(n, 0), coordinates(n, 1)) + 0.2 * random.normal();
  }
  const Observations training =
      make_observations({{"x", {"x"}, {""}}, {"day", {"day"}, {"days"}}}, coordinates, values);
  ScatteredPredictorOptions options;
  options.day_axis = 1;
  Eigen::MatrixXd later(2, 2);
  later << 105, 17000, 103, 17200;
  const auto found = make_scattered_predictor("climatology", training, options)->predict(later);
  for (Index n = 0; n < 2; ++n) {
    BOOST_TEST(std::abs(found.mean[n] - truth(later(n, 0), later(n, 1))) < 0.06);
    BOOST_TEST(std::abs(found.standard_deviation[n] - 0.2) < 0.02);
  }
}

BOOST_AUTO_TEST_CASE(a_straight_line_has_the_deviation_of_the_textbook) {
  // b = 1 leaves one feature; y at a = 0, 1, 2, 3.
  const Observations training = table({{0, 1, 1}, {1, 1, 2}, {2, 1, 2}, {3, 1, 5}});
  Eigen::MatrixXd point(1, 2);
  point << 5, 1;
  const auto found = make_scattered_predictor("climatology", training, {})->predict(point);
  // Slope 1.2, mean 2.5 at 1.5; residual sum of squares 1.8, two degrees of freedom.
  BOOST_TEST(std::abs(found.mean[0] - (2.5 + 1.2 * 3.5)) < 1e-12);
  const double expected = std::sqrt(0.9 * (1 + 1.0 / 4 + 3.5 * 3.5 / 5));
  BOOST_TEST(std::abs(found.standard_deviation[0] - expected) < 1e-12);
}

BOOST_AUTO_TEST_CASE(the_order_of_the_rows_does_not_matter) {
  const Observations field = scattered_field(15, 8, 0.3, 6);
  const Index rows = field.values.size();
  Eigen::VectorXi order =
      Eigen::VectorXi::LinSpaced(static_cast<int>(rows), 0, static_cast<int>(rows) - 1);
  std::shuffle(order.begin(), order.end(), std::mt19937_64(7));
  const Observations shuffled =
      make_observations(field.axes, field.coordinates(order, Eigen::all), field.values(order));
  Eigen::MatrixXd points = field.coordinates.topRows(20);
  points.bottomRows(10).col(0).array() += 0.1;
  for (const std::string& name : scattered_predictor_names(field, {}))
    BOOST_TEST((predicted(name, field, points) - predicted(name, shuffled, points)).norm() < 1e-6,
               name);
}

BOOST_AUTO_TEST_CASE(every_predictor_takes_one_row_equal_rows_and_ties) {
  std::vector<Observations> small;
  small.push_back(make_observations(place_and_time(), Eigen::RowVector3d(1, 2, 3),
                                    Eigen::VectorXd::Constant(1, 8)));
  small.push_back(make_observations(place_and_time(), Eigen::RowVector3d(1, 2, 3).replicate(20, 1),
                                    Eigen::VectorXd::Constant(20, 8)));
  Eigen::MatrixXd square(4, 3);
  square << 0, 0, 1, 0, 1, 1, 1, 0, 1, 1, 1, 1;
  small.push_back(make_observations(place_and_time(), square, Eigen::VectorXd::Constant(4, 8)));
  small.push_back(
      make_observations({{"x", {"x"}, {""}}}, square.col(0), Eigen::VectorXd::Constant(4, 8)));
  for (const Observations& training : small) {
    Eigen::MatrixXd points = Eigen::MatrixXd::Constant(3, training.coordinates.cols(), 0.5);
    points.row(0) = training.coordinates.row(0);
    points.row(1).tail(1).setConstant(1);
    for (const std::string& name : scattered_predictor_names(training, {})) {
      const auto prediction = make_scattered_predictor(name, training, {})->predict(points);
      BOOST_TEST((prediction.mean.array() - 8).abs().maxCoeff() < 1e-9, name);
    }
  }
}

BOOST_AUTO_TEST_CASE(what_the_data_do_not_allow_is_refused_in_words) {
  const Observations training = table({{0, 1, 2}, {0, 2, 4}});
  const auto lists_names = [](const DataError& error) {
    const std::string text = error.what();
    return text.find("\"kriging\"") != std::string::npos &&
           text.find("axis mean a") != std::string::npos &&
           text.find("nearest neighbours") != std::string::npos;
  };
  BOOST_CHECK_EXCEPTION(make_scattered_predictor("kriging", training, {}), DataError, lists_names);
  BOOST_CHECK_THROW(make_scattered_predictor("mean", table({}), {}), DataError);
  ScatteredPredictorOptions options;
  options.place_axis = 2;
  BOOST_CHECK_THROW(make_scattered_predictor("mean", training, options), std::invalid_argument);
  options.place_axis = 0;
  BOOST_CHECK_NO_THROW(make_scattered_predictor("kriging", training, options));
  for (const std::string& name : scattered_predictor_names(training, options))
    BOOST_CHECK_THROW(
        make_scattered_predictor(name, training, options)->predict(Eigen::MatrixXd(1, 3)),
        std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
