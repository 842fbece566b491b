#include "data/hdf5/row_file.hpp"

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

/// A small file of the indexed layout, written by the HDF5 library alone.
class IndexedSample {
 public:
  explicit IndexedSample(const std::filesystem::path& file) : name_(file.string()) {
    file_ = H5Fcreate(name_.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    for (const char* group : {"axes", "rows", "part0"})
      H5Gclose(H5Gcreate2(file_, group, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
    numbers("axes/0_T_conti", {3}, {0, 4, 10});
    text("axes/0_T_conti", "raw_formula", "raw = raw_min + conti/10*(raw_max-raw_min)");
    number("axes/0_T_conti", "raw_min", -5);
    number("axes/0_T_conti", "raw_max", 15);
    text("axes/0_T_conti", "raw_unit", "degC");
    numbers("axes/1_year_conti", {2}, {0, 1});
    numbers("axes/1_year_raw", {2}, {1990, 2000});
    text("axes/1_year_raw", "unit", "year");
    numbers("rows/index", {4, 2}, {0, 0, 1, 1, 2, 0, 2, 1});
    numbers("rows/value", {4}, {0, 1, 2, -1});
    numbers("rows/station", {4}, {7, 8, 9, 7});
    number("/", "target_mean_raw", 100);
    number("/", "target_std_raw", 20);
    text("/", "target_unit", "z-score; raw ug/m^3 = value*std+mean");
    numbers("part0/train_rows", {3}, {3, 0, 1});
    numbers("part0/test_rows", {1}, {2});
  }
  ~IndexedSample() { close(); }

  void close() {
    if (file_ >= 0) H5Fclose(file_);
    file_ = -1;
  }
  void remove(const char* path) { H5Ldelete(file_, path, H5P_DEFAULT); }
  void numbers(const char* path, const std::vector<hsize_t>& extents,
               const std::vector<double>& values) {
    H5LTmake_dataset_double(file_, path, static_cast<int>(extents.size()), extents.data(),
                            values.data());
  }
  void text(const char* object, const char* name, const char* value) {
    H5LTset_attribute_string(file_, object, name, value);
  }
  void number(const char* object, const char* name, double value) {
    H5LTset_attribute_double(file_, object, name, &value, 1);
  }

 private:
  std::string name_;
  hid_t file_;
};

using Change = void (*)(IndexedSample&);

/// The complaint about a changed sample, without the file's name.
std::string fault_after(Change change) {
  const Scratch scratch;
  const std::filesystem::path file = scratch / "a.h5";
  IndexedSample sample(file);
  change(sample);
  sample.close();
  const std::string message = message_of<DataError>([&] { hdf5::RowFile opened(file); });
  return message.substr(std::min(message.size(), file.string().size() + 2));
}

std::filesystem::path data_folder() {
  const char* folder = std::getenv("TESSERA_DATA");
  return folder != nullptr ? folder : std::string(TESSERA_SOURCE_DIR) + "/../shared/data";
}

struct Present {
  std::string file;
  boost::test_tools::assertion_result operator()(boost::unit_test::test_unit_id) const {
    boost::test_tools::assertion_result present(std::filesystem::exists(data_folder() / file));
    present.message() << "there is no " << (data_folder() / file).string()
                      << " (set TESSERA_DATA to the folder of the real data sets)";
    return present;
  }
};

}  // namespace

BOOST_AUTO_TEST_CASE(an_indexed_file_gives_raw_coordinates_and_values) {
  const Scratch scratch;
  IndexedSample(scratch / "a.h5").close();
  const hdf5::RowFile file(scratch / "a.h5");
  BOOST_TEST((file.layout() == hdf5::RowLayout::indexed));
  BOOST_TEST((file.axes() == std::vector<std::string>{"T", "year"}));
  const auto t = file.read("T");
  BOOST_TEST((t.values == Eigen::Vector4d(-5, 3, 15, 15)));
  BOOST_TEST(t.units == "degC");
  const auto year = file.read("year");  // the raw dataset wins
  BOOST_TEST((year.values == Eigen::Vector4d(1990, 2000, 1990, 2000)));
  BOOST_TEST(year.units == "year");
  const auto value = file.read(file.value());
  BOOST_TEST((value.values == Eigen::Vector4d(100, 120, 140, 80)));
  BOOST_TEST(value.units == "ug/m^3");
  BOOST_TEST(file.value_scale() == 20);
  BOOST_TEST(file.value_offset() == 100);
  BOOST_TEST((file.read("rows/station").values == Eigen::Vector4d(7, 8, 9, 7)));
  BOOST_TEST(file.groups().size() == 1U);
  BOOST_TEST(file.groups()[0].name == "part0");
  BOOST_TEST((file.groups()[0].train == std::vector<std::int64_t>{3, 0, 1}));
  BOOST_TEST((file.groups()[0].test == std::vector<std::int64_t>{2}));
}

BOOST_AUTO_TEST_CASE(faults_of_an_indexed_file_are_named) {
  BOOST_TEST(fault_after([](IndexedSample& s) {
               s.remove("rows/index");
               s.numbers("rows/index", {4, 2}, {0, 0, 1, 1, 3, 0, 2, 1});
             }) == "rows/index: row 2 points at coordinate 3 of T, which has 3, counted from 0");
  BOOST_TEST(fault_after([](IndexedSample& s) {
               s.remove("rows/value");
               s.numbers("rows/value", {3}, {1, 2, 3});
             }) == "rows/value: must have one dimension of 4 rows, as rows/index has");
  BOOST_TEST(fault_after([](IndexedSample& s) {
               s.text("axes/0_T_conti", "raw_formula", "raw = exp(conti)");
             }) ==
             "axes/0_T_conti: the attribute raw_formula is 'raw = exp(conti)', expected 'raw = "
             "raw_min + conti/10*(raw_max-raw_min)' with any divisor");
  BOOST_TEST(fault_after([](IndexedSample& s) { s.remove("axes/0_T_conti"); }) ==
             "axes: there is no dataset 0_NAME_conti for column 0 of rows/index");
  BOOST_TEST(fault_after([](IndexedSample& s) {
               s.remove("part0/test_rows");
               s.numbers("part0/test_rows", {2}, {1, 4});
             }) == "part0/test_rows: entry 1 is no row number; there are 4 rows, counted from 0");
}

BOOST_AUTO_TEST_CASE(an_unknown_column_names_the_nearest) {
  const Scratch scratch;
  IndexedSample(scratch / "a.h5").close();
  const hdf5::RowFile file(scratch / "a.h5");
  BOOST_TEST(message_of<DataError>([&] { file.read("yaer"); }) ==
             (scratch / "a.h5").string() +
                 ": there is no column 'yaer'. Did you mean 'year'? Columns: T, year, value, "
                 "rows/station, rows/value.");
}

BOOST_AUTO_TEST_CASE(a_plain_file_has_its_one_dimensional_datasets_as_columns) {
  const Scratch scratch;
  {
    IndexedSample sample(scratch / "a.h5");
    sample.remove("rows/index");
    sample.remove("axes");
  }
  const hdf5::RowFile file(scratch / "a.h5");
  BOOST_TEST((file.layout() == hdf5::RowLayout::columns));
  BOOST_TEST(file.axes().empty());
  BOOST_TEST(file.value().empty());
  BOOST_TEST((file.columns() == std::vector<std::string>{"rows/station", "rows/value"}));
  BOOST_TEST((file.read("rows/value").values == Eigen::Vector4d(0, 1, 2, -1)));
  BOOST_TEST(file.groups().size() == 1U);
}

// What h5py finds in the real files.

BOOST_AUTO_TEST_CASE(beijing_is_read_as_h5py_reads_it,
                     *boost::unit_test::precondition(Present{"beijing_pm25.h5"})) {
  const hdf5::RowFile file(data_folder() / "beijing_pm25.h5");
  BOOST_TEST((file.axes() == std::vector<std::string>{"TEMP", "PRES", "time"}));
  const Eigen::VectorXd value = file.read("value").values;
  BOOST_TEST(value.size() == 16965);
  BOOST_TEST(value.mean() == file.value_offset(), boost::test_tools::tolerance(1e-9));
  BOOST_TEST(value[0] == 7.125, boost::test_tools::tolerance(1e-9));
  BOOST_TEST(value[16964] == 81.0 / 7, boost::test_tools::tolerance(1e-9));
  BOOST_TEST(file.read("TEMP").values.sum() == 229315.9, boost::test_tools::tolerance(1e-9));
  BOOST_TEST(file.read("PRES").values.sum() == 17147867.8, boost::test_tools::tolerance(1e-9));
  BOOST_TEST(file.read("rows/date_yyyymmdd").values[16964] == 20170228);
  BOOST_TEST(file.groups().size() == 11U);
}

BOOST_AUTO_TEST_CASE(us_temperatures_are_read_as_h5py_reads_them,
                     *boost::unit_test::precondition(Present{"us_temp.h5"})) {
  const hdf5::RowFile file(data_folder() / "us_temp.h5");
  BOOST_TEST((file.axes() == std::vector<std::string>{"lat", "lon", "year"}));
  BOOST_TEST(file.read("lat").units == "degree north");
  BOOST_TEST(file.read("value").units == "degree Fahrenheit");
  BOOST_TEST(file.value_scale() == 1);
  BOOST_TEST(file.read("value").values[0] == 63.59);
  BOOST_TEST(file.read("lon").values.maxCoeff() == 151.13);
  BOOST_TEST(file.read("year").values.minCoeff() == 1743);
  BOOST_TEST(file.groups().size() == 16U);
}

BOOST_AUTO_TEST_CASE(synthetic_data_are_read_training_rows_first,
                     *boost::unit_test::precondition(Present{"synthetic_rank1.h5"})) {
  const hdf5::RowFile file(data_folder() / "synthetic_rank1.h5");
  BOOST_TEST((file.layout() == hdf5::RowLayout::folds));
  const Eigen::VectorXd first = file.read("axis1").values;
  const Eigen::VectorXd value = file.read("value").values;
  BOOST_TEST(first.size() == 1350);
  BOOST_TEST(first[0] == 0.2955785464011965);
  BOOST_TEST(first[675] == 0.6038050482100437);
  BOOST_TEST(file.read("axis2").values[675] == 0.8149471930074048);
  BOOST_TEST(value[0] == 0.011037220528098468);
  BOOST_TEST(value[675] == 0.03330739967417016);
  BOOST_TEST(file.groups()[0].name == "fold0");
  BOOST_TEST(file.groups()[0].test.front() == 675);
}
