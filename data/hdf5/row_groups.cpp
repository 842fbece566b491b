#include <cmath>

#include "data/hdf5/row_layouts.hpp"
#include "data/hdf5/vocabulary.hpp"

// Parts that the layouts share.
namespace tessera::hdf5 {
namespace {

std::vector<std::int64_t> read_row_numbers(Id file, const std::string& path, Eigen::Index rows) {
  const Handle dataset = open_dataset(file, path);
  const Numbers numbers = read_numbers(dataset.id(), path);
  std::vector<std::int64_t> ids;
  ids.reserve(numbers.values.size());
  for (std::size_t i = 0; i < numbers.values.size(); ++i) {
    const double number = numbers.values[i];
    if (!(number >= 0 && number < static_cast<double>(rows)) || number != std::floor(number))
      throw LibraryError(path + ": entry " + std::to_string(i) + " is no row number; there are " +
                         std::to_string(rows) + " rows, counted from 0");
    ids.push_back(static_cast<std::int64_t>(number));
  }
  return ids;
}

}  // namespace

RowColumn read_plain_column(Id file, const std::string& path) {
  const Handle dataset = open_dataset(file, path);
  const Numbers numbers = read_numbers(dataset.id(), path);
  if (numbers.extents.size() != 1)
    throw LibraryError(path + ": has " + std::to_string(numbers.extents.size()) +
                       " dimensions, a column must have one");
  std::string units = read_attribute(dataset.id(), "units").value_or("");
  if (units.empty()) units = read_attribute(dataset.id(), "unit").value_or("");
  return {units == dimensionless ? "" : units,
          Eigen::Map<const Eigen::VectorXd>(numbers.values.data(),
                                            static_cast<Eigen::Index>(numbers.values.size()))};
}

std::vector<RowGroup> read_row_groups(Id file, Eigen::Index rows) {
  std::vector<RowGroup> groups;
  for (const Member& member : members(file)) {
    if (member.kind != Member::Kind::group) continue;
    const std::string train = member.name + "/train_rows";
    const std::string test = member.name + "/test_rows";
    if (!exists(file, train) || !exists(file, test)) continue;
    groups.push_back(
        {member.name, read_row_numbers(file, train, rows), read_row_numbers(file, test, rows)});
  }
  return groups;
}

}  // namespace tessera::hdf5
