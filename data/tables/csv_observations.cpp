#include <numeric>

#include "data/fields/errors.hpp"
#include "data/tables/csv.hpp"

namespace tessera {
namespace {

Eigen::VectorXd read_column(const CsvTable& table, const std::string& name) {
  const std::vector<double> values = numeric_column(table, name);
  return Eigen::Map<const Eigen::VectorXd>(values.data(), static_cast<Eigen::Index>(values.size()));
}

void require_positive(const CsvTable& table, const Eigen::VectorXd& noise,
                      const std::string& column) {
  for (Eigen::Index i = 0; i < noise.size(); ++i)
    if (!(noise[i] > 0))
      throw DataError(table.file.string() + ":" +
                      std::to_string(table.lines[static_cast<std::size_t>(i)]) + ": column '" +
                      column + "': a standard deviation must be positive");
}

}  // namespace

Observations read_observations(const CsvTable& table, const CsvColumns& columns) {
  if (table.rows.empty())
    throw DataError(table.file.string() + ": there are no rows below the header");
  Observations result;
  result.source = table.file.string();
  result.axes = columns.axes;
  result.value_name = columns.value;
  result.value_units = columns.value_units;
  std::size_t count = 0;
  for (const ObservedAxis& axis : columns.axes) count += axis.columns.size();
  result.coordinates.resize(static_cast<Eigen::Index>(table.rows.size()),
                            static_cast<Eigen::Index>(count));
  Eigen::Index k = 0;
  for (ObservedAxis& axis : result.axes) {
    axis.units.resize(axis.columns.size());
    for (const std::string& column : axis.columns)
      result.coordinates.col(k++) = read_column(table, column);
  }
  result.values = read_column(table, columns.value);
  if (!columns.noise.empty()) {
    result.noise = read_column(table, columns.noise);
    require_positive(table, result.noise, columns.noise);
  }
  result.row_ids.resize(table.rows.size());
  std::iota(result.row_ids.begin(), result.row_ids.end(), std::int64_t{0});
  return result;
}

}  // namespace tessera
