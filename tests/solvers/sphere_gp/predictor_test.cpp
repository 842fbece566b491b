#include <boost/test/unit_test.hpp>

#include "data/fields/errors.hpp"
#include "solvers/sphere_gp/sphere_predictor.hpp"
#include "tests/solvers/sphere_gp/dense_regression.hpp"

using namespace tessera;
using namespace tessera::sphere_gp;

namespace {

SpherePredictor::Parts parts_of(StateForm form) {
  const dense::Points p = dense::scattered(8, 5, 61);
  SpherePredictor::Parts parts;
  parts.model.mean_degree = 0;
  parts.model.noise = 0.3;
  parts.model.terms = {
      dense::term("climate", AngularSpectrum::mixture({{1, 2, 2}, {2, 6, 1}}, 1, {0, 8}),
                  TimeLaw::constant),
      dense::term("table", AngularSpectrum::table({3, 2, 1, 1}, 0, {0, 3}), TimeLaw::white),
      dense::term("slow", AngularSpectrum::matern(1.5, 0.6, 0.7, {0, 8}), TimeLaw::matern, 1, 3)};
  if (form == StateForm::harmonic) {
    parts.model.terms.push_back(
        dense::term("tracer", AngularSpectrum::matern(1, 0.6, 0.7, {1, 8}), TimeLaw::flow));
    parts.model.terms.back().rates = heat_and_rotation(8, 0.1, 1, 0, 1);
  }
  parts.form = form;
  parts.quantity = "T";
  parts.quantity_units = "K";
  parts.latitudes = p.latitude;
  parts.longitudes = p.longitude;
  parts.times = p.time;
  parts.values = dense::draw(parts.model, p, 62);
  parts.axes = {uniform_axis("longitude", 0, 360, 2, "degrees_east"),
                uniform_axis("latitude", -90, 90, 2, "degrees_north"),
                uniform_axis("t", p.time.minCoeff(), p.time.maxCoeff(), 2, "day")};
  return parts;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_grid_and_its_points_have_the_same_values_before_and_after_a_record) {
  for (const StateForm form : {StateForm::harmonic, StateForm::observations}) {
    const SpherePredictor predictor(parts_of(form));
    const std::vector<Axis> domain = predictor.axes();
    const Grid grid{{uniform_axis("longitude", -180, 170, 4), uniform_axis("latitude", -90, 90, 3),
                     uniform_axis("t", domain[2].coordinates[0], domain[2].coordinates[1], 3)}};
    Eigen::MatrixXd points(36, 3);
    for (Index i = 0; i < 36; ++i)
      points.row(i) << grid.axes[0].coordinates[static_cast<std::size_t>(i % 4)],
          grid.axes[1].coordinates[static_cast<std::size_t>(i / 4 % 3)],
          grid.axes[2].coordinates[static_cast<std::size_t>(i / 12)];
    const Prediction on_grid = predictor.predict(grid, {0, 0, 0});
    const Prediction at_points = predictor.predict(points, {0, 0, 0});
    BOOST_TEST((on_grid.mean - at_points.mean).cwiseAbs().maxCoeff() < 1e-11);
    BOOST_TEST((on_grid.standard_deviation - at_points.standard_deviation).cwiseAbs().maxCoeff() <
               1e-10);
    // All longitudes of a pole are one place.
    BOOST_TEST(std::abs(on_grid.mean(0) - on_grid.mean(3)) < 1e-11);
    const auto loaded = SpherePredictor::load(predictor.record());
    const Prediction again = loaded->predict(points, {0, 0, 0});
    BOOST_TEST((again.mean - at_points.mean).cwiseAbs().maxCoeff() < 1e-10);
    BOOST_TEST((again.predictive_standard_deviation.array().square() -
                at_points.standard_deviation.array().square() - 0.09)
                   .abs()
                   .maxCoeff() < 1e-10);
    BOOST_TEST(loaded->quantity() == "T");
    BOOST_TEST(loaded->axes()[2].units == "day");
  }
}

BOOST_AUTO_TEST_CASE(points_outside_and_broken_records_are_refused_in_words) {
  const SpherePredictor predictor(parts_of(StateForm::observations));
  Eigen::MatrixXd point(1, 3);
  point << 10, 95, 1;
  BOOST_CHECK_THROW(predictor.predict(point, {0, 0, 0}), DataError);
  point << 10, 5, 1e6;
  BOOST_CHECK_THROW(predictor.predict(point, {0, 0, 0}), DataError);
  BOOST_CHECK_THROW(predictor.predict(point, {1, 0, 0}), std::invalid_argument);
  ModelRecord record = predictor.record();
  record.arrays.erase("values");
  BOOST_CHECK_THROW(SpherePredictor::load(record), DataError);
}
