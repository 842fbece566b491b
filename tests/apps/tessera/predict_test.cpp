#include "apps/tessera/predict.hpp"

#include <boost/test/unit_test.hpp>

#include "data/fields/errors.hpp"
#include "data/hdf5/result_file.hpp"
#include "data/tables/csv.hpp"
#include "data/tables/dates.hpp"
#include "tests/apps/common/counter/counter.hpp"
#include "tests/apps/common/counter/line.hpp"
#include "tests/apps/common/scratch_folder.hpp"

using namespace tessera;

namespace {

/// u = days since 2022-07-01 along a date axis; the function is known to 3, an observation to 5.
class Calendar final : public Predictor {
 public:
  std::vector<Axis> axes() const override {
    return {{"date", date_units, {19000, 20000}, AxisKind::interval, {}}};
  }
  std::string quantity() const override { return "u"; }
  Prediction predict(const Eigen::MatrixXd& points, const std::vector<int>&) const override {
    return {points.col(0).array() - 19174, Eigen::VectorXd::Constant(points.rows(), 3),
            Eigen::VectorXd::Constant(points.rows(), 5)};
  }
  Prediction predict(const Grid&, const std::vector<int>&) const override { return {}; }
  ModelRecord record() const override { return {"calendar", {}, {}}; }
};

const PredictorLoaders loaders{
    {"counter_line", counter::load_line},
    {"calendar", [](const ModelRecord&) { return std::make_unique<Calendar>(); }}};

/// A result, whose model is u(x) = 2 + 3 x on [0, 1] unless given, and a table of points.
struct Workplace : ScratchFolder {
  explicit Workplace(const std::string& points = "x,other\n0.25,7\n1,8\n",
                     const Predictor& model = counter::Line(uniform_axis("x", 0, 1, 3),
                                                            {2, 3.5, 5})) {
    hdf5::ResultWriter writer(path() / "result.h5");
    writer.write(model.record(), "/model");
    writer.close();
    write_lines(path() / "points.csv", points);
  }
  PredictionRequest request(const std::vector<std::string>& derivatives = {}) const {
    return {path().string(), (path() / "points.csv").string(), derivatives,
            (path() / "out.csv").string()};
  }
  std::vector<double> column(const std::string& name) const {
    return numeric_column(read_csv(path() / "out.csv"), name);
  }
};

/// The same place with the model of dates.
struct DatedPlace : Workplace {
  explicit DatedPlace(const std::string& points) : Workplace(points, Calendar()) {}
};

}  // namespace

BOOST_AUTO_TEST_SUITE(predict)

BOOST_AUTO_TEST_CASE(mean_and_standard_deviation_stand_beside_the_points) {
  const Workplace place;
  predict_at_points(place.request(), loaders);
  BOOST_TEST(place.column("x") == (std::vector<double>{0.25, 1}), boost::test_tools::per_element());
  BOOST_TEST(place.column("mean") == (std::vector<double>{2.75, 5}),
             boost::test_tools::per_element());
  BOOST_TEST(place.column("standard_deviation") == (std::vector<double>{0.5, 0.5}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_derivative_has_no_column_that_the_model_lacks) {
  const Workplace place;
  predict_at_points(place.request({"x=1"}), loaders);
  BOOST_TEST(place.column("mean") == (std::vector<double>{3, 3}), boost::test_tools::per_element());
  BOOST_CHECK_THROW(place.column("standard_deviation"), DataError);
}

BOOST_AUTO_TEST_CASE(bad_derivatives_are_refused) {
  const Workplace place;
  for (const char* text : {"x", "x=", "x=-1", "x=1.5", "y=1", "x=9", "=1"})
    BOOST_CHECK_THROW(predict_at_points(place.request({text}), loaders), DeckError);
}

BOOST_AUTO_TEST_CASE(bad_points_and_unknown_models_are_bad_data) {
  BOOST_CHECK_THROW(predict_at_points(Workplace("y\n1\n").request(), loaders), DataError);
  BOOST_CHECK_THROW(predict_at_points(Workplace("x\n1.5\n").request(), loaders), DataError);
  const Workplace place;
  BOOST_CHECK_EXCEPTION(
      predict_at_points(place.request(), {}), DataError, [](const DataError& error) {
        return std::string(error.what()).find("counter_line") != std::string::npos;
      });
  BOOST_TEST(!std::filesystem::exists(place / "out.csv"));
}

BOOST_AUTO_TEST_CASE(a_date_axis_takes_dates_and_day_numbers) {
  const DatedPlace dates("date\n2022-07-01\n2022-07-02T12:00\n");
  predict_at_points(dates.request(), loaders);
  BOOST_TEST(content(dates / "out.csv") ==
             "date,mean,standard_deviation,predictive_standard_deviation\n"
             "2022-07-01,0,3,5\n2022-07-02T12:00,1.5,3,5\n");
  const DatedPlace days("date\n19174\n19175.5\n");
  predict_at_points(days.request(), loaders);
  BOOST_TEST(days.column("mean") == (std::vector<double>{0, 1.5}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_is_no_date_is_refused_with_its_line) {
  const auto refused = [](const std::string& points, const std::string& words) {
    BOOST_CHECK_EXCEPTION(predict_at_points(DatedPlace(points).request(), loaders), DataError,
                          [&](const DataError& error) {
                            return std::string(error.what()).find(words) != std::string::npos;
                          });
  };
  refused("date\n2022-07-01\n2022-02-30\n", "points.csv:3: column 'date': '2022-02-30'");
  refused("date\n2022-13-01\n", "YYYY-MM-DD");
  refused("date\n2022-07-01\n19174\n", "'19174' is not a date");
  refused("date\n2022-07-01\n\"\"\n", "points.csv:3");
}

BOOST_AUTO_TEST_CASE(a_date_on_an_axis_of_numbers_is_refused) {
  BOOST_CHECK_THROW(predict_at_points(Workplace("x\n2022-07-01\n").request(), loaders), DataError);
}

BOOST_AUTO_TEST_SUITE_END()
