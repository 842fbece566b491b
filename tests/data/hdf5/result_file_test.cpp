#include <cstring>

#include <boost/test/unit_test.hpp>
#include <mpi.h>

#include "data/fields/errors.hpp"
#include "tests/data/hdf5/sample.hpp"
#include "tests/data/scratch.hpp"

using namespace tessera;
using test::message_of;
using test::Scratch;

namespace {

// Equal to the last bit, NaN included.
bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

void require_equal(const Axis& a, const Axis& b) {
  BOOST_TEST(a.name == b.name);
  BOOST_TEST(a.units == b.units);
  BOOST_TEST(a.long_name == b.long_name);
  BOOST_TEST((a.kind == b.kind));
  BOOST_TEST(same_bits(a.coordinates, b.coordinates));
}

void require_equal(const Field& a, const Field& b) {
  BOOST_TEST(a.name == b.name);
  BOOST_TEST(a.units == b.units);
  BOOST_TEST(same_bits(a.values, b.values));
  BOOST_REQUIRE(a.grid.axes.size() == b.grid.axes.size());
  for (std::size_t k = 0; k < a.grid.axes.size(); ++k)
    require_equal(a.grid.axes[k], b.grid.axes[k]);
}

std::filesystem::path sample_in(const Scratch& scratch) {
  const auto file = scratch / "result.h5";
  hdf5::ResultWriter writer(file);
  test::write_sample(writer);
  writer.close();
  return file;
}

}  // namespace

BOOST_AUTO_TEST_CASE(fields_come_back_equal_and_in_order) {
  const Scratch scratch;
  const auto fields = hdf5::read_fields(sample_in(scratch));
  BOOST_REQUIRE(fields.size() == 2u);
  require_equal(fields[0], test::sample_field());
  require_equal(fields[1], test::sample_profile());
  BOOST_TEST(fields[0].long_name == "wind speed");
  BOOST_TEST(fields[1].long_name == "ratio");  // the name stands in for words
}

BOOST_AUTO_TEST_CASE(order_of_writing_is_kept_for_many_fields) {
  const Scratch scratch;
  hdf5::ResultWriter writer(scratch / "a.h5");
  std::vector<std::string> names;
  for (int i = 0; i < 30; ++i) {
    Field field = test::sample_profile();
    field.name = names.emplace_back("v" + std::to_string(i * 17 % 30));
    writer.write(field);
  }
  writer.close();
  std::vector<std::string> read;
  for (const Field& field : hdf5::read_fields(scratch / "a.h5")) read.push_back(field.name);
  BOOST_TEST(read == names, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_number_without_axes_is_a_field) {
  const Scratch scratch;
  hdf5::ResultWriter writer(scratch / "a.h5");
  writer.write(Field{"energy", "total energy", "J", {}, {42}});
  writer.close();
  const auto fields = hdf5::read_fields(scratch / "a.h5");
  BOOST_REQUIRE(fields.size() == 1u);
  BOOST_TEST(fields[0].grid.axes.empty());
  BOOST_TEST((fields[0].values == std::vector<double>{42}));
}

BOOST_AUTO_TEST_CASE(every_kind_of_axis_comes_back) {
  const Scratch scratch;
  hdf5::ResultWriter writer(scratch / "a.h5");
  Grid grid;
  for (const AxisKind kind :
       {AxisKind::interval, AxisKind::periodic, AxisKind::time, AxisKind::index})
    grid.axes.push_back({"a" + std::to_string(grid.axes.size()), "", {0, 1}, kind, "words"});
  writer.write(Field{"u", "", "", grid, std::vector<double>(16, 1)});
  writer.close();
  const auto fields = hdf5::read_fields(scratch / "a.h5");
  for (std::size_t k = 0; k < 4; ++k) require_equal(fields.at(0).grid.axes.at(k), grid.axes.at(k));
}

BOOST_AUTO_TEST_CASE(tables_come_back_equal) {
  const Scratch scratch;
  const auto file = scratch / "a.h5";
  hdf5::ResultWriter writer(file);
  writer.write(test::sample_table());
  writer.write(Table{"spectrum", "", {{"row", "", {}}, {"b", "m", {}}}});
  writer.write(Table{"history/none", "no columns", {}});
  writer.close();
  const auto tables = hdf5::read_tables(file);
  BOOST_REQUIRE(tables.size() == 3u);
  const Table& ladder = tables[0];
  const Table expected = test::sample_table();
  BOOST_TEST(ladder.name == expected.name);
  BOOST_TEST(ladder.long_name == expected.long_name);
  BOOST_REQUIRE(ladder.columns.size() == 2u);
  for (std::size_t k = 0; k < 2; ++k) {
    BOOST_TEST(ladder.columns[k].name == expected.columns[k].name);
    BOOST_TEST(ladder.columns[k].units == expected.columns[k].units);
    BOOST_TEST(same_bits(ladder.columns[k].values, expected.columns[k].values));
  }
  BOOST_TEST(tables[1].name == "history/none");
  BOOST_TEST(tables[1].columns.empty());
  BOOST_TEST(tables[2].name == "spectrum");
  BOOST_REQUIRE(tables[2].columns.size() == 2u);
  BOOST_TEST(tables[2].columns[0].name == "row");
  BOOST_TEST(tables[2].columns[1].values.empty());
}

BOOST_AUTO_TEST_CASE(texts_and_attributes_come_back_short_long_empty_and_many) {
  const Scratch scratch;
  std::map<std::string, std::string> texts = {
      {"empty", ""}, {"umlaut", "Größe in µm"}, {"long", std::string(200000, 'y') + "\nend"}};
  for (int i = 0; i < 40; ++i) texts["key " + std::to_string(i)] = std::string(4000, 'z');
  hdf5::ResultWriter writer(scratch / "a.h5");
  writer.write(texts, "/provenance");
  writer.write(test::Texts{{"umlaut", "written again"}}, "/provenance");
  writer.write_attributes({{"title", "A title"}});
  writer.close();
  texts["umlaut"] = "written again";
  BOOST_TEST((hdf5::read_texts(scratch / "a.h5", "/provenance") == texts));
  const auto attributes = hdf5::read_attributes(scratch / "a.h5");
  BOOST_TEST(attributes.at("title") == "A title");
  BOOST_TEST(attributes.at("Conventions") == "CF-1.10");
}

BOOST_AUTO_TEST_CASE(equal_results_are_equal_files) {
  const Scratch first;
  const Scratch second;
  BOOST_TEST((test::content_of(sample_in(first)) == test::content_of(sample_in(second))));
}

BOOST_AUTO_TEST_CASE(axes_that_disagree_and_names_that_are_taken_are_refused) {
  const Scratch scratch;
  hdf5::ResultWriter writer(scratch / "a.h5");
  writer.write(test::sample_profile());
  const auto refusal = [&](const auto& object) {
    return message_of<std::invalid_argument>([&] { writer.write(object); });
  };
  Field field = test::sample_profile();
  BOOST_TEST(refusal(field) == "field ratio: its name is taken in the file");
  field.name = "x";
  BOOST_TEST(refusal(field) == "field x: its name is taken in the file");
  field.name = "a/b";
  BOOST_TEST(refusal(field) == "a field cannot have the name 'a/b'");
  field.name = "other";
  field.grid.axes[0].coordinates[1] = 0.2;
  BOOST_TEST(refusal(field) == "axis x: fields of one file disagree in its coordinates or units");
  field.grid.axes[0] = test::sample_x();
  field.grid.axes[0].units = "km";
  BOOST_TEST(refusal(field) == "axis x: fields of one file disagree in its coordinates or units");
  field.grid.axes[0].name = "other";
  BOOST_TEST(refusal(field) == "axis other: something else has this name");
  field.values.pop_back();
  BOOST_TEST(refusal(field) == "field other: has 3 values on a grid of 4 points");
  BOOST_TEST(refusal(Table{"t", "", {{"a", "", {1}}, {"b", "", {1, 2}}}}) ==
             "table t: column 'b' differs in length from 'a'");
  BOOST_TEST(refusal(Table{"t", "", {{"a", "", {1}}, {"a", "", {1}}}}) ==
             "table t: column 'a' appears twice");
}

BOOST_AUTO_TEST_CASE(a_writer_that_is_not_closed_leaves_no_file) {
  const Scratch scratch;
  {
    hdf5::ResultWriter writer(scratch / "a.h5");
    writer.write(test::sample_field());
    BOOST_TEST(std::filesystem::exists(scratch / "a.h5"));
  }
  BOOST_TEST(!std::filesystem::exists(scratch / "a.h5"));
}

BOOST_AUTO_TEST_CASE(an_existing_file_and_a_missing_folder_are_refused) {
  const Scratch scratch;
  scratch.put("a.h5", "precious");
  BOOST_TEST(message_of<ResourceError>([&] { hdf5::ResultWriter(scratch / "a.h5"); }) ==
             (scratch / "a.h5").string() + ": cannot create the file: File exists");
  BOOST_TEST(test::content_of(scratch / "a.h5") == "precious");
  BOOST_CHECK_THROW(hdf5::ResultWriter(scratch / "no/a.h5"), ResourceError);
}

BOOST_AUTO_TEST_CASE(nothing_is_written_after_close) {
  const Scratch scratch;
  hdf5::ResultWriter writer(scratch / "a.h5");
  writer.close();
  writer.close();
  BOOST_CHECK_THROW(writer.write(test::sample_field()), std::logic_error);
  BOOST_TEST(hdf5::read_fields(scratch / "a.h5").empty());
}

BOOST_AUTO_TEST_CASE(a_serial_program_does_not_start_mpi) {
  const Scratch scratch;
  sample_in(scratch);
  int initialised = 1;
  MPI_Initialized(&initialised);
  BOOST_TEST(initialised == 0);
}
