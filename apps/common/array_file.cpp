#include "apps/common/array_file.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "data/deck/scalars.hpp"
#include "data/deck/schema.hpp"
#include "data/deck/words.hpp"
#include "data/fields/errors.hpp"
#include "data/hdf5/result_file.hpp"
#include "data/tables/csv.hpp"

namespace tessera {
namespace {

[[noreturn]] void fail(const std::filesystem::path& file, const std::string& what) {
  throw DataError(file.string() + ": " + what);
}

/// Words for what a dataset should have been called.
std::string alternatives(const std::string& name, const std::vector<std::string>& known) {
  const std::string nearest = nearest_name(name, known);
  return (nearest.empty() ? "" : " Did you mean \"" + nearest + "\"?") +
         " The file has: " + (known.empty() ? "none" : listed(known)) + ".";
}

Field from_hdf5(const std::filesystem::path& file, std::string dataset,
                const std::vector<std::string>& axes) {
  while (dataset.starts_with('/')) dataset.erase(0, 1);
  std::vector<std::string> known;
  for (Field& field : hdf5::read_fields(file)) {
    if (field.name == dataset) {
      for (const Axis& axis : field.grid.axes)
        if (std::find(axes.begin(), axes.end(), axis.name) == axes.end())
          fail(file, "the variable \"" + dataset + "\" lies on \"" + axis.name +
                         "\", which is no axis of the deck. Axes: " + listed(axes) + ".");
      return std::move(field);
    }
    known.push_back(field.name);
  }
  fail(file, "there is no variable \"" + printable(dataset) + "\"." + alternatives(dataset, known));
}

/// `x = 0.5, y = 1`: the point of a grid with that index.
std::string point_words(const Grid& grid, std::size_t index) {
  std::string words;
  for (const Axis& axis : grid.axes) {
    words += (words.empty() ? "" : ", ") + axis.name + " = " +
             shortest(axis.coordinates[index % axis.coordinates.size()]);
    index /= axis.coordinates.size();
  }
  return words;
}

Field from_csv(const std::filesystem::path& file, const std::string& dataset,
               const std::vector<std::string>& axes) {
  const CsvTable table = read_csv(file);
  Field field{dataset, {}, {}, {}, {}};
  const std::vector<double> values = numeric_column(table, dataset);
  std::vector<std::vector<double>> columns;
  for (const std::string& axis : axes) {
    if (std::find(table.header.begin(), table.header.end(), axis) == table.header.end()) continue;
    columns.push_back(numeric_column(table, axis));
    std::vector<double> coordinates = columns.back();
    std::sort(coordinates.begin(), coordinates.end());
    coordinates.erase(std::unique(coordinates.begin(), coordinates.end()), coordinates.end());
    field.grid.axes.push_back({axis, {}, std::move(coordinates), AxisKind::interval, {}});
  }
  if (columns.empty())
    fail(file, "no column has the name of an axis. Axes: " + listed(axes) +
                   ". Columns: " + listed(table.header) + ".");
  const std::size_t points = size(field.grid);
  // A scattered file would make a grid of its number of rows squared.
  if (points > values.size() * values.size() / 2 + 1 && points > 4 * values.size())
    fail(file, "the points make no grid: " + std::to_string(values.size()) + " rows, but " +
                   std::to_string(points) + " combinations of coordinates.");
  field.values.assign(points, std::numeric_limits<double>::quiet_NaN());
  std::vector<int> line(points, 0);
  for (std::size_t row = 0; row < values.size(); ++row) {
    std::size_t at = 0;
    std::size_t stride = 1;
    for (std::size_t k = 0; k < columns.size(); ++k) {
      const std::vector<double>& c = field.grid.axes[k].coordinates;
      at += stride * static_cast<std::size_t>(
                         std::lower_bound(c.begin(), c.end(), columns[k][row]) - c.begin());
      stride *= c.size();
    }
    if (line[at] > 0)
      fail(file, "lines " + std::to_string(line[at]) + " and " + std::to_string(table.lines[row]) +
                     " are about the same point, " + point_words(field.grid, at) + ".");
    line[at] = table.lines[row];
    field.values[at] = values[row];
  }
  const auto missing = std::find(line.begin(), line.end(), 0);
  if (missing != line.end())
    fail(file, "the grid is not complete: there is no row for " +
                   point_words(field.grid, static_cast<std::size_t>(missing - line.begin())) + ".");
  return field;
}

}  // namespace

Field read_array_file(const std::filesystem::path& file, const std::string& dataset,
                      const std::vector<std::string>& axes) {
  if (!std::filesystem::exists(file)) fail(file, "there is no such file.");
  if (std::filesystem::is_directory(file)) fail(file, "this is a folder, not a file.");
  Field field =
      hdf5::is_hdf5(file) ? from_hdf5(file, dataset, axes) : from_csv(file, dataset, axes);
  for (std::size_t i = 0; i < field.values.size(); ++i)
    if (!std::isfinite(field.values[i]))
      fail(file, "\"" + dataset + "\" has no finite value at " + point_words(field.grid, i) + ".");
  return field;
}

}  // namespace tessera
