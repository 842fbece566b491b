#include "data/hdf5/observations.hpp"

#include <cstdlib>

#include <boost/test/unit_test.hpp>
#include <hdf5.h>
#include <hdf5_hl.h>

#include "data/fields/errors.hpp"
#include "tests/data/scratch.hpp"

using namespace tessera;
using test::message_of;
using test::Scratch;

namespace {

Observations sample() {
  Observations o;
  o.axes = {{"place", {"site/lat", "site/lon"}, {"degrees_north", "degrees_east"}},
            {"year", {"year"}, {""}}};
  o.coordinates.resize(3, 3);
  o.coordinates << 40, -100, 1990, 41, -101, 1991, 42, -102, 1992;
  o.values = Eigen::Vector3d(50, 51, 0.1 + 0.2);
  o.noise = Eigen::Vector3d(1, 2, 3);
  o.value_name = "mean";
  o.value_units = "degF";
  o.row_ids = {0, 1, 2};
  return o;
}

hdf5::ObservationColumns columns_of(const Observations& o) {
  hdf5::ObservationColumns columns{o.axes, o.value_name, hdf5::noise_dataset};
  for (ObservedAxis& axis : columns.axes) axis.units.clear();
  return columns;
}

std::filesystem::path data_folder() {
  const char* folder = std::getenv("TESSERA_DATA");
  return folder != nullptr ? folder : std::string(TESSERA_SOURCE_DIR) + "/../shared/data";
}

boost::test_tools::assertion_result beijing_is_present(boost::unit_test::test_unit_id) {
  boost::test_tools::assertion_result present(
      std::filesystem::exists(data_folder() / "beijing_pm25.h5"));
  present.message() << "there is no " << (data_folder() / "beijing_pm25.h5").string()
                    << " (set TESSERA_DATA to the folder of the real data sets)";
  return present;
}

}  // namespace

BOOST_AUTO_TEST_CASE(observations_come_back_equal_with_units_from_the_file) {
  const Scratch scratch;
  const Observations o = sample();
  hdf5::write_observations(o, scratch / "a.h5");
  const Observations read = hdf5::read_observations(scratch / "a.h5", columns_of(o));
  BOOST_CHECK_NO_THROW(require_valid(read));
  BOOST_TEST((read.coordinates == o.coordinates));
  BOOST_TEST((read.values == o.values));
  BOOST_TEST((read.noise == o.noise));
  BOOST_TEST((read.row_ids == o.row_ids));
  BOOST_TEST(read.axes[0].units[0] == "degrees_north");
  BOOST_TEST(read.axes[0].units[1] == "degrees_east");
  BOOST_TEST(read.axes[1].units[0] == "");
  BOOST_TEST(read.value_units == "degF");
  BOOST_TEST(read.value_name == "mean");
}

BOOST_AUTO_TEST_CASE(units_that_the_axis_states_win) {
  const Scratch scratch;
  hdf5::write_observations(sample(), scratch / "a.h5");
  auto columns = columns_of(sample());
  columns.axes[0].units = {"radian", ""};
  const Observations read = hdf5::read_observations(scratch / "a.h5", columns);
  BOOST_TEST(read.axes[0].units[0] == "radian");
  BOOST_TEST(read.axes[0].units[1] == "degrees_east");
}

BOOST_AUTO_TEST_CASE(faults_are_named_with_dataset_and_row) {
  const Scratch scratch;
  const std::string name = (scratch / "a.h5").string();
  const hid_t file = H5Fcreate(name.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  const hsize_t three = 3;
  const hsize_t square[2] = {3, 3};
  const hsize_t zero = 0;
  const double good[9] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
  const double bad[3] = {1, 0, NAN};
  H5LTmake_dataset_double(file, "good", 1, &three, good);
  H5LTmake_dataset_double(file, "bad", 1, &three, bad);
  H5LTmake_dataset_double(file, "square", 2, square, good);
  const hsize_t two = 2;
  H5LTmake_dataset_double(file, "short", 1, &two, good);
  H5LTmake_dataset_double(file, "none", 1, &zero, good);
  H5LTmake_dataset_string(file, "words", "text");
  H5Fclose(file);
  const auto fault = [&](const std::string& axis, const std::string& value,
                         const std::string& noise = {}) {
    const std::string message = message_of<DataError>([&] {
      hdf5::read_observations(name, {{{"x", {axis}, {}}}, value, noise});
    });
    return message.substr(std::min(name.size() + 2, message.size()));
  };
  BOOST_TEST(fault("good", "bad") == "bad: row 2 is not a finite number");
  BOOST_TEST(fault("bad", "good") == "bad: row 2 is not a finite number");
  BOOST_TEST(fault("missing", "good") == "missing: there is no such dataset");
  BOOST_TEST(fault("missing/below", "good") == "missing/below: there is no such dataset");
  BOOST_TEST(fault("short", "good") == "short: has 2 rows, good has 3");
  BOOST_TEST(fault("square", "good") == "square: has 2 dimensions, a column must have one");
  BOOST_TEST(fault("words", "good") == "words: this dataset does not hold numbers");
  BOOST_TEST(fault("good", "none") == "none: has no rows");
  BOOST_TEST(fault("good", "good", "bad") == "bad: row 2 is not a finite number");
  const double zeros[3] = {1, 0, 1};
  const hid_t again = H5Fopen(name.c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
  H5LTmake_dataset_double(again, "zeros", 1, &three, zeros);
  H5Fclose(again);
  BOOST_TEST(fault("good", "good", "zeros") ==
             "zeros: row 1 is a standard deviation that is not positive");
}

BOOST_AUTO_TEST_CASE(daily_measurements_of_beijing_are_read,
                     *boost::unit_test::precondition(beijing_is_present)) {
  const Observations o = hdf5::read_observations(
      data_folder() / "beijing_pm25.h5",
      {{{"station", {"rows/station"}, {}}, {"date", {"rows/date_yyyymmdd"}, {}}},
       "rows/value",
       {}});
  BOOST_CHECK_NO_THROW(require_valid(o));
  BOOST_TEST(o.values.size() == 16965);
  BOOST_TEST(o.coordinates.col(0).minCoeff() == 0);
  BOOST_TEST(o.coordinates.col(0).maxCoeff() == 11);  // twelve stations
  BOOST_TEST(o.coordinates.col(1).minCoeff() == 20130301);
  BOOST_TEST(o.coordinates.col(1).maxCoeff() == 20170228);
  // The values are z-scores.
  const double mean = o.values.mean();
  const double variance = (o.values.array() - mean).square().mean();
  BOOST_TEST(std::abs(mean) < 1e-9);
  BOOST_TEST(std::abs(variance - 1) < 1e-3);
}
