#include <csignal>

#include <boost/test/unit_test.hpp>
#include <sys/resource.h>

#include "data/fields/errors.hpp"
#include "data/vtk/vtk_files.hpp"
#include "tests/data/scratch.hpp"
#include "tests/data/vtk/grids.hpp"

using namespace tessera;
namespace files = tessera::vtk;  // VTK has a namespace vtk, too
using test::box_field;
using test::message_of;
using test::Scratch;

BOOST_AUTO_TEST_CASE(fields_that_do_not_fit_one_file_are_refused) {
  const Scratch scratch;
  const auto refusal = [&](const std::vector<Field>& fields) {
    return message_of<std::invalid_argument>([&] { files::write_grid(fields, scratch / "a"); });
  };
  BOOST_TEST(refusal({}) == "a VTK file needs a field");
  BOOST_TEST(refusal({box_field(2, true), box_field(2, true)}) ==
             "field u: appears twice in one VTK file");
  Field other = box_field(2, false);
  other.name = "v";
  BOOST_TEST(refusal({box_field(2, true), other}) == "field v: is not on the grid of field u");
  Field high = box_field(3, true);
  high.grid.axes.push_back({"t", "", {0}, AxisKind::interval, ""});
  BOOST_TEST(refusal({high}) == "field u: a VTK file takes 1 to 3 axes, not 4");
  BOOST_TEST(refusal({Field{"u", "", "", {}, {1}}}) ==
             "field u: a VTK file takes 1 to 3 axes, not 0");
  Field torn = box_field(1, true);
  torn.values.pop_back();
  BOOST_TEST(refusal({torn}) == "field u: has 3 values on a grid of 4 points");
}

BOOST_AUTO_TEST_CASE(a_file_beyond_the_limit_is_refused_and_removed) {
  const Scratch scratch;
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit former = {};
  ::getrlimit(RLIMIT_FSIZE, &former);
  for (const rlim_t bytes : {0, 100, 1000}) {
    rlimit limit = former;
    limit.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &limit);
    const std::string message =
        message_of<ResourceError>([&] { files::write_grid({box_field(3, false)}, scratch / "a"); });
    ::setrlimit(RLIMIT_FSIZE, &former);
    BOOST_TEST(message == (scratch / "a.vtr").string() + ": cannot write the file: File too large");
    BOOST_TEST(!std::filesystem::exists(scratch / "a.vtr"));
  }
}

BOOST_AUTO_TEST_CASE(a_folder_that_does_not_exist_is_named) {
  BOOST_TEST(message_of<ResourceError>([] {
               files::write_grid({box_field(1, true)}, "/no/such/folder/a");
             }) == "/no/such/folder/a.vti: cannot create the file: No such file or directory");
}

BOOST_AUTO_TEST_CASE(files_that_are_no_grids_are_named) {
  const Scratch scratch;
  const std::string missing = (scratch / "a.vti").string();
  BOOST_TEST(message_of<DataError>([&] { files::read_grid(missing); }) ==
             missing + ": there is no such file");
  const std::string text = scratch.put("b.vtr", "just text").string();
  BOOST_TEST(message_of<DataError>([&] { files::read_grid(text); }) ==
             text + ": cannot read the file: it has not the format that its name says");
  const std::string other = scratch.put("c.txt", "just text").string();
  BOOST_TEST(message_of<DataError>([&] { files::read_grid(other); }) ==
             other + ": the name of a grid file ends in .vti, .vtr or .vts");
}

BOOST_AUTO_TEST_CASE(a_truncated_file_is_refused_at_any_length) {
  const Scratch scratch;
  for (const Field& field : {box_field(3, false), box_field(3, true), test::globe_field()}) {
    const auto file = files::write_grid({field}, scratch / "whole");
    const std::string whole = test::content_of(file);
    // The closing tags alone carry no data.
    const std::size_t end = whole.rfind("</AppendedData>");
    for (std::size_t length = 0; length + 4 < end; length += 1 + end / 40) {
      const auto part = scratch.put("part" + file.extension().string(), whole.substr(0, length));
      BOOST_TEST_CONTEXT("cut after " << length << " of " << whole.size()) {
        BOOST_CHECK_THROW(files::read_grid(part), DataError);
      }
    }
  }
}
