#include <array>

#include <boost/test/unit_test.hpp>
#include <hdf5.h>
#include <hdf5_hl.h>

#include "data/fields/errors.hpp"
#include "tests/data/hdf5/sample.hpp"
#include "tests/data/scratch.hpp"

using namespace tessera;
using test::message_of;
using test::Scratch;

// Files that other programs wrote (with the library's own high-level calls), and broken ones.

BOOST_AUTO_TEST_CASE(the_layout_is_that_of_netcdf4) {
  const Scratch scratch;
  hdf5::ResultWriter writer(scratch / "a.h5");
  test::write_sample(writer);
  writer.close();
  const hid_t file = H5Fopen((scratch / "a.h5").c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  const hid_t u = H5Dopen2(file, "u", H5P_DEFAULT);
  hsize_t extents[3] = {};
  BOOST_TEST(H5LTget_dataset_info(file, "u", extents, nullptr, nullptr) >= 0);
  BOOST_TEST((extents[0] == 2 && extents[1] == 3 && extents[2] == 4));  // u(t, latitude, x)
  const char* axes[3] = {"t", "latitude", "x"};
  for (unsigned k = 0; k < 3; ++k) {
    const hid_t scale = H5Dopen2(file, axes[k], H5P_DEFAULT);
    char name[20] = {};
    BOOST_TEST(H5DSis_scale(scale) == 1);
    BOOST_TEST(H5DSis_attached(u, scale, k) == 1);
    H5DSget_scale_name(scale, name, sizeof name);
    BOOST_TEST(name == std::string(axes[k]));
    H5Dclose(scale);
  }
  std::vector<double> values(24);
  BOOST_TEST(H5LTread_dataset_double(file, "u", values.data()) >= 0);
  BOOST_TEST(values[(1 * 3 + 2) * 4 + 3] == 0.7 + 100 * 45 + 10000 * 2);
  BOOST_TEST((values == test::sample_field().values));
  H5Dclose(u);
  H5Fclose(file);
}

BOOST_AUTO_TEST_CASE(latitude_and_longitude_have_the_attributes_of_the_cf_conventions) {
  const Scratch scratch;
  hdf5::ResultWriter writer(scratch / "a.h5");
  Field map{"height", "", "m", {}, std::vector<double>(6, 1.0)};
  map.grid.axes = {uniform_axis("longitude", 0, 240, 3, "degrees_east"),
                   uniform_axis("lat", -45, 45, 2, "degrees_north")};
  writer.write(map);
  writer.close();
  const hid_t file = H5Fopen((scratch / "a.h5").c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  const auto attribute = [&](const char* variable, const char* name) {
    const hid_t object = H5Oopen(file, variable, H5P_DEFAULT);
    const hid_t found = H5Aopen(object, name, H5P_DEFAULT);
    const hid_t type = H5Aget_type(found);
    std::string text(H5Tget_size(type), ' ');
    H5Aread(found, type, text.data());
    H5Tclose(type);
    H5Aclose(found);
    H5Oclose(object);
    return std::string(text.c_str());
  };
  BOOST_TEST(attribute("longitude", "units") == "degrees_east");
  BOOST_TEST(attribute("longitude", "standard_name") == "longitude");
  BOOST_TEST(attribute("longitude", "axis") == "X");
  BOOST_TEST(attribute("lat", "units") == "degrees_north");
  BOOST_TEST(attribute("lat", "standard_name") == "latitude");
  BOOST_TEST(attribute("lat", "axis") == "Y");
  H5Fclose(file);
}

/// Counts over a coordinate of two heights and a dimension without coordinates.
std::string write_counts(const Scratch& scratch, const std::array<float, 2>& heights) {
  const std::string name = (scratch / "a.h5").string();
  const hid_t file = H5Fcreate(name.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  const hsize_t extents[2] = {2, 3};
  const int counts[6] = {1, 2, 3, 4, 5, 6};
  H5LTmake_dataset_int(file, "counts", 2, extents, counts);
  H5LTmake_dataset_float(file, "height", 1, extents, heights.data());
  H5LTmake_dataset_int(file, "cell", 1, extents + 1, counts);
  H5LTset_attribute_string(file, "height", "units", "km");
  const hid_t variable = H5Dopen2(file, "counts", H5P_DEFAULT);
  const hid_t height = H5Dopen2(file, "height", H5P_DEFAULT);
  const hid_t cell = H5Dopen2(file, "cell", H5P_DEFAULT);
  H5DSset_scale(height, "height");
  H5DSset_scale(cell, "This is a netCDF dimension but not a netCDF variable.         3");
  H5DSattach_scale(variable, height, 0);
  H5DSattach_scale(variable, cell, 1);
  for (const hid_t id : {variable, height, cell}) H5Dclose(id);
  H5Fclose(file);
  return name;
}

BOOST_AUTO_TEST_CASE(numbers_of_other_types_become_doubles_and_bare_dimensions_an_index) {
  const Scratch scratch;
  const std::string name = write_counts(scratch, {10, 20});
  const auto fields = hdf5::read_fields(name);
  BOOST_REQUIRE(fields.size() == 1u);
  BOOST_TEST((fields[0].values == std::vector<double>{1, 2, 3, 4, 5, 6}));
  const Axis& fast = fields[0].grid.axes.at(0);
  const Axis& slow = fields[0].grid.axes.at(1);
  BOOST_TEST(fast.name == "cell");
  BOOST_TEST((fast.kind == AxisKind::index));
  BOOST_TEST((fast.coordinates == std::vector<double>{0, 1, 2}));
  BOOST_TEST(slow.name == "height");
  BOOST_TEST(slow.units == "km");
  BOOST_TEST((slow.coordinates == std::vector<double>{10, 20}));
}

BOOST_AUTO_TEST_CASE(an_axis_that_decreases_is_turned_round) {
  const Scratch scratch;
  const auto fields = hdf5::read_fields(write_counts(scratch, {20, 10}));
  BOOST_REQUIRE(fields.size() == 1u);
  BOOST_TEST((fields[0].grid.axes.at(1).coordinates == std::vector<double>{10, 20}));
  BOOST_TEST((fields[0].values == std::vector<double>{4, 5, 6, 1, 2, 3}));
}

BOOST_AUTO_TEST_CASE(a_variable_without_coordinates_is_named) {
  const Scratch scratch;
  const std::string name = (scratch / "a.h5").string();
  const hid_t file = H5Fcreate(name.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  const hsize_t extent = 2;
  const double values[2] = {1, 2};
  H5LTmake_dataset_double(file, "bare", 1, &extent, values);
  H5Fclose(file);
  BOOST_TEST(message_of<DataError>([&] { hdf5::read_fields(name); }) ==
             name + ": bare: dimension 0 has no coordinates (no dimension scale is attached)");
}

BOOST_AUTO_TEST_CASE(missing_and_foreign_files_are_named) {
  const Scratch scratch;
  const std::string text = scratch.put("a.h5", "just text").string();
  BOOST_TEST(message_of<DataError>([&] { hdf5::read_fields(text); }) ==
             text + ": this is not an HDF5 file");
  const std::string missing = (scratch / "b.h5").string();
  BOOST_TEST(message_of<DataError>([&] { hdf5::read_tables(missing); }) ==
             missing + ": there is no such file");
  const std::string folder = scratch.folder().string();
  BOOST_TEST(message_of<DataError>([&] { hdf5::load_record(folder); }) ==
             folder + ": this is not a file");
}

BOOST_AUTO_TEST_CASE(a_truncated_file_is_refused_at_any_length) {
  const Scratch scratch;
  hdf5::ResultWriter writer(scratch / "a.h5");
  test::write_sample(writer);
  writer.close();
  const std::string whole = test::content_of(scratch / "a.h5");
  for (std::size_t length = 0; length < whole.size(); length += 1 + whole.size() / 50) {
    const auto file = scratch.put("b.h5", whole.substr(0, length));
    BOOST_CHECK_THROW(hdf5::read_fields(file), DataError);
    BOOST_CHECK_THROW(hdf5::read_record(file, "/model"), DataError);
  }
}
