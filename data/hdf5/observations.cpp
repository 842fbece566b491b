#include "data/hdf5/observations.hpp"

#include <cmath>
#include <numeric>

#include "data/files/files.hpp"
#include "data/hdf5/memory_file.hpp"
#include "data/hdf5/objects.hpp"
#include "data/hdf5/vocabulary.hpp"

namespace tessera::hdf5 {
namespace {

struct Column {
  Eigen::VectorXd values;
  std::string units;
};

Column read_column(Id file, const std::string& path) {
  const Handle dataset = open_dataset(file, path);
  const Numbers numbers = read_numbers(dataset.id(), path);
  if (numbers.extents.size() != 1)
    throw LibraryError(path + ": has " + std::to_string(numbers.extents.size()) +
                       " dimensions, a column must have one");
  const std::string units = read_attribute(dataset.id(), "units").value_or("");
  return {Eigen::Map<const Eigen::VectorXd>(numbers.values.data(),
                                            static_cast<Eigen::Index>(numbers.values.size())),
          units == dimensionless ? "" : units};
}

void require_finite(const Eigen::VectorXd& values, const std::string& path) {
  for (Eigen::Index row = 0; row < values.size(); ++row)
    if (!std::isfinite(values[row]))
      throw LibraryError(path + ": row " + std::to_string(row) + " is not a finite number");
}

void require_positive(const Eigen::VectorXd& values, const std::string& path) {
  for (Eigen::Index row = 0; row < values.size(); ++row)
    if (!(values[row] > 0))
      throw LibraryError(path + ": row " + std::to_string(row) +
                         " is a standard deviation that is not positive");
}

void require_rows(const Eigen::VectorXd& values, const std::string& path, Eigen::Index rows,
                  const std::string& value_path) {
  if (values.size() != rows)
    throw LibraryError(path + ": has " + std::to_string(values.size()) + " rows, " + value_path +
                       " has " + std::to_string(rows));
}

void write_column(Id file, const std::string& path, const Eigen::VectorXd& values,
                  const std::string& units) {
  const auto size = static_cast<std::size_t>(values.size());
  const Handle dataset = write_numbers(file, path, {size}, {values.data(), size});
  write_attribute(dataset.id(), "units", units.empty() ? dimensionless : units);
}

}  // namespace

Observations read_observations(const std::filesystem::path& file,
                               const ObservationColumns& columns) {
  return naming<DataError>(file.string(), [&] {
    const Handle opened = open_file(file.string());
    Observations result;
    result.axes = columns.axes;
    result.source = file.string() + ":" + columns.value;
    result.value_name = columns.value;
    Column value = read_column(opened.id(), columns.value);
    require_finite(value.values, columns.value);
    const Eigen::Index rows = value.values.size();
    if (rows == 0) throw LibraryError(columns.value + ": has no rows");
    std::size_t count = 0;
    for (const ObservedAxis& axis : columns.axes) count += axis.columns.size();
    result.coordinates.resize(rows, static_cast<Eigen::Index>(count));
    Eigen::Index k = 0;
    for (ObservedAxis& axis : result.axes) {
      axis.units.resize(axis.columns.size());
      for (std::size_t i = 0; i < axis.columns.size(); ++i, ++k) {
        const std::string& path = axis.columns[i];
        const Column column = read_column(opened.id(), path);
        require_rows(column.values, path, rows, columns.value);
        require_finite(column.values, path);
        result.coordinates.col(k) = column.values;
        if (axis.units[i].empty()) axis.units[i] = column.units;
      }
    }
    if (!columns.noise.empty()) {
      result.noise = read_column(opened.id(), columns.noise).values;
      require_rows(result.noise, columns.noise, rows, columns.value);
      require_finite(result.noise, columns.noise);
      require_positive(result.noise, columns.noise);
    }
    result.values = std::move(value.values);
    result.value_units = value.units;
    result.row_ids.resize(static_cast<std::size_t>(rows));
    std::iota(result.row_ids.begin(), result.row_ids.end(), std::int64_t{0});
    return result;
  });
}

void write_observations(const Observations& observations, const std::filesystem::path& file) {
  require_valid(observations);
  naming<ResourceError>(file.string(), [&] {
    MemoryFile image;
    Eigen::Index k = 0;
    for (const ObservedAxis& axis : observations.axes)
      for (std::size_t i = 0; i < axis.columns.size(); ++i, ++k)
        write_column(image.id(), axis.columns[i], observations.coordinates.col(k), axis.units[i]);
    write_column(image.id(), observations.value_name, observations.values,
                 observations.value_units);
    if (observations.noise.size() > 0)
      write_column(
          image.id(), noise_dataset,
          observations.noise.size() == 1
              ? Eigen::VectorXd::Constant(observations.values.size(), observations.noise[0])
              : observations.noise,
          observations.value_units);
    replace_file(file, image.image());
  });
}

}  // namespace tessera::hdf5
