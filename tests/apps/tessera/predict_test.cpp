#include "apps/tessera/predict.hpp"

#include <boost/test/unit_test.hpp>

#include "data/fields/errors.hpp"
#include "data/hdf5/result_file.hpp"
#include "data/tables/csv.hpp"
#include "tests/apps/common/counter/counter.hpp"
#include "tests/apps/common/counter/line.hpp"
#include "tests/apps/common/scratch_folder.hpp"

using namespace tessera;

namespace {

const PredictorLoaders loaders{{"counter_line", counter::load_line}};

/// A result whose model is u(x) = 2 + 3 x on [0, 1], and a table of points.
struct Workplace : ScratchFolder {
  explicit Workplace(const std::string& points = "x,other\n0.25,7\n1,8\n") {
    hdf5::ResultWriter writer(path() / "result.h5");
    const counter::Line line(uniform_axis("x", 0, 1, 3), {2, 3.5, 5});
    writer.write(line.record(), "/model");
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

BOOST_AUTO_TEST_SUITE_END()
