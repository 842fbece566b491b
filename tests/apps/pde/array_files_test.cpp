#include <cmath>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "apps/pde/application.hpp"
#include "data/hdf5/result_file.hpp"
#include "tests/apps/common/scratch_folder.hpp"

namespace tessera::pde {
namespace {

const std::string deck_text =
    "Application: pde\n"
    "Axes:\n"
    "  x: {Range: [0, 1], Points: 40}\n"
    "  y: {Range: [0, 2], Points: 40}\n"
    "Unknowns: [u]\n"
    "Equations: [\"u_xx + u_yy = f\"]\n"
    "Boundary Conditions: {All Sides: \"0\"}\n"
    "Arrays: {f: {File: ";

/// The message about a deck whose array f is `dataset` of a file, without the folder's name.
std::string message_about(const ScratchFolder& folder, const std::string& file,
                          const std::string& dataset, const std::string& more = {}) {
  write_lines(folder / "deck.yaml",
              deck_text + file + ", Dataset: " + dataset + "}" + more + "}\n");
  std::string message = "no fault";
  try {
    load_deck(*make_application(), folder / "deck.yaml", {});
  } catch (const Error& error) {
    message = error.what();
  }
  const std::string prefix = folder.path().string() + "/";
  for (auto at = message.find(prefix); at != std::string::npos; at = message.find(prefix))
    message.erase(at, prefix.size());
  return message;
}

std::string csv(double x_last, Index points, Index leave_out = -1) {
  std::string text = "f,y,x\n";
  for (Index j = 0; j < points; ++j)
    for (Index i = 0; i < points; ++i) {
      if (i + points * j == leave_out) continue;
      const double step = 1.0 / static_cast<double>(points - 1);
      text += "1," + std::to_string(2 * step * static_cast<double>(j)) + "," +
              std::to_string(x_last * step * static_cast<double>(i)) + "\n";
    }
  return text;
}

const std::string where = "deck.yaml:8:20  Arrays > f: ";

BOOST_AUTO_TEST_SUITE(array_files)

BOOST_AUTO_TEST_CASE(a_complete_table_is_taken) {
  const ScratchFolder folder;
  write_lines(folder / "a.csv", csv(1, 12));
  BOOST_TEST(message_about(folder, "a.csv", "f") == "no fault");
}

BOOST_AUTO_TEST_CASE(files_and_datasets_that_are_not_there_are_named) {
  const ScratchFolder folder;
  BOOST_TEST(message_about(folder, "a.h5", "f") == where + "a.h5: there is no such file.");
  write_lines(folder / "a.csv", csv(1, 12));
  BOOST_TEST(message_about(folder, "a.csv", "ff") ==
             where + "a.csv: there is no column 'ff'. Columns: f, y, x.");
  {
    hdf5::ResultWriter writer(folder / "a.h5");
    writer.write(Field{"force", {}, {}, {{uniform_axis("x", 0, 1, 9)}}, std::vector<double>(9, 1)});
    writer.write(Field{"g", {}, {}, {{uniform_axis("z", 0, 1, 9)}}, std::vector<double>(9, 1)});
    writer.close();
  }
  BOOST_TEST(message_about(folder, "a.h5", "forse") ==
             where +
                 "a.h5: there is no variable \"forse\". Did you mean \"force\"? The file has: "
                 "force, g.");
  BOOST_TEST(
      message_about(folder, "a.h5", "g") ==
      where + "a.h5: the variable \"g\" lies on \"z\", which is no axis of the deck. Axes: x, y.");
}

BOOST_AUTO_TEST_CASE(grids_that_do_not_serve_are_told_with_the_place) {
  const ScratchFolder folder;
  write_lines(folder / "a.csv", csv(0.5, 12));
  BOOST_TEST(message_about(folder, "a.csv", "f") ==
             where + "a.csv: x runs from 0 to 0.5 and does not cover the axis, [0, 1].");
  write_lines(folder / "a.csv", csv(1, 11, 11 * 2 + 3));
  BOOST_TEST(message_about(folder, "a.csv", "f") ==
             where + "a.csv: the grid is not complete: there is no row for x = 0.3, y = 0.4.");
  write_lines(folder / "a.csv", csv(1, 11) + "1,0.4,0.3\n");
  BOOST_TEST(message_about(folder, "a.csv", "f") ==
             where + "a.csv: lines 27 and 123 are about the same point, x = 0.3, y = 0.4.");
  write_lines(folder / "a.csv", csv(1, 6));
  BOOST_TEST(message_about(folder, "a.csv", "f") ==
             where + "a.csv: x has 6 points; an array needs at least 8.");
  std::string uneven = "x,f\n";
  for (const char* x : {"0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.61", "0.7", "0.8", "0.9", "1"})
    uneven += std::string(x) + ",1\n";
  write_lines(folder / "a.csv", uneven);
  BOOST_TEST(
      message_about(folder, "a.csv", "f") ==
      where + "a.csv: the coordinates of x are not equidistant: number 7 is 0.61, expected 0.6.");
}

BOOST_AUTO_TEST_CASE(values_that_are_no_numbers_are_told_with_the_place) {
  const ScratchFolder folder;
  {
    hdf5::ResultWriter writer(folder / "a.h5");
    std::vector<double> values(9, 1);
    values[4] = std::nan("");
    writer.write(Field{"f", {}, {}, {{uniform_axis("x", 0, 1, 9)}}, values});
    writer.close();
  }
  BOOST_TEST(message_about(folder, "a.h5", "f") ==
             where + "a.h5: \"f\" has no finite value at x = 0.5.");
}

BOOST_AUTO_TEST_CASE(the_name_of_an_array_may_mean_nothing_else) {
  const ScratchFolder folder;
  write_lines(folder / "a.csv", csv(1, 12));
  const std::string message = message_about(folder, "a.csv", "f", ", x: {File: a.csv, Dataset: f}");
  BOOST_TEST(message.find("the name \"x\" is taken already, by Axes > x.") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tessera::pde
