#include <algorithm>
#include <fstream>
#include <functional>

#include "data/hdf5/objects.hpp"
#include "data/hdf5/records.hpp"
#include "data/hdf5/result_file.hpp"
#include "data/hdf5/vocabulary.hpp"

namespace tessera::hdf5 {
namespace {

std::string units_of(Id dataset) {
  const std::string units = read_attribute(dataset, "units").value_or("");
  return units == dimensionless ? "" : units;
}

Axis read_axis(Id root, const std::string& path) {
  const Handle scale = open_dataset(root, path);
  Numbers numbers = read_numbers(scale.id(), path);
  if (numbers.extents.size() != 1)
    throw LibraryError(path + ": a coordinate must have one dimension");
  Axis axis;
  axis.name = path.substr(path.rfind('/') + 1);
  if (is_plain_dimension(scale.id())) {
    axis.kind = AxisKind::index;
    for (std::size_t i = 0; i < numbers.values.size(); ++i)
      axis.coordinates.push_back(static_cast<double>(i));
    return axis;
  }
  axis.units = units_of(scale.id());
  axis.coordinates = std::move(numbers.values);
  axis.kind = axis_kind_of(read_attribute(scale.id(), axis_kind).value_or(""));
  axis.long_name = read_attribute(scale.id(), "long_name").value_or("");
  if (axis.long_name == axis.name) axis.long_name.clear();
  return axis;
}

/// Axes of a field increase: an axis of a foreign file that decreases is turned round.
void turn_round(Field& field) {
  std::size_t inner = 1;
  for (Axis& axis : field.grid.axes) {
    std::vector<double>& x = axis.coordinates;
    if (x.size() > 1 && std::is_sorted(x.begin(), x.end(), std::greater_equal<>())) {
      std::reverse(x.begin(), x.end());
      for (std::size_t start = 0; start < field.values.size(); start += inner * x.size())
        for (std::size_t i = 0; i < x.size() / 2; ++i) {
          const auto at = [&](std::size_t k) {
            return field.values.begin() + static_cast<std::ptrdiff_t>(start + k * inner);
          };
          std::swap_ranges(at(i), at(i + 1), at(x.size() - 1 - i));
        }
    }
    inner *= x.size();
  }
}

Field read_field(Id root, Id dataset, const std::string& name) {
  Field field;
  field.name = name;
  field.units = units_of(dataset);
  field.long_name = read_attribute(dataset, "long_name").value_or(name);
  Numbers numbers = read_numbers(dataset, name);
  for (std::size_t k = 0; k < numbers.extents.size(); ++k) {
    const std::size_t dimension = numbers.extents.size() - 1 - k;
    const std::string path = scale_of(dataset, dimension);
    if (path.empty())
      throw LibraryError(name + ": dimension " + std::to_string(dimension) +
                         " has no coordinates (no dimension scale is attached)");
    field.grid.axes.push_back(read_axis(root, path));
  }
  field.values = std::move(numbers.values);
  if (field.values.size() == size(field.grid)) turn_round(field);
  try {
    require_valid(field);
  } catch (const std::invalid_argument& error) {
    throw LibraryError(error.what());
  }
  return field;
}

Table read_table(Id group, const std::string& name) {
  Table table;
  table.name = name;
  table.long_name = read_attribute(group, "long_name").value_or("");
  for (const Member& member : members(group)) {
    if (member.kind != Member::Kind::numbers) continue;
    const Handle dataset = open_dataset(group, member.name);
    if (is_scale(dataset.id()) && is_plain_dimension(dataset.id())) continue;
    Numbers numbers = read_numbers(dataset.id(), name + "/" + member.name);
    if (numbers.extents.size() != 1)
      throw LibraryError(name + "/" + member.name + ": a column must have one dimension");
    table.columns.push_back({member.name, units_of(dataset.id()), std::move(numbers.values)});
  }
  return table;
}

void read_tables_below(Id group, const std::string& prefix, std::vector<Table>& tables) {
  for (const Member& member : members(group)) {
    if (member.kind != Member::Kind::group) continue;
    const std::string name = prefix + member.name;
    const Handle below = open_group(group, member.name);
    if (read_attribute(below.id(), contents) == table_contents)
      tables.push_back(read_table(below.id(), name));
    else
      read_tables_below(below.id(), name + "/", tables);
  }
}

}  // namespace

bool is_hdf5(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string start(4, '\0');
  in.read(start.data(), 4);
  return start == "\x89HDF";
}

std::vector<Field> read_fields(const std::filesystem::path& file) {
  return naming<DataError>(file.string(), [&] {
    const Handle opened = open_file(file.string());
    std::vector<Field> fields;
    for (const Member& member : members(opened.id())) {
      if (member.kind != Member::Kind::numbers) continue;
      const Handle dataset = open_dataset(opened.id(), member.name);
      if (is_scale(dataset.id())) continue;
      fields.push_back(read_field(opened.id(), dataset.id(), member.name));
    }
    return fields;
  });
}

std::vector<Table> read_tables(const std::filesystem::path& file) {
  return naming<DataError>(file.string(), [&] {
    const Handle opened = open_file(file.string());
    std::vector<Table> tables;
    read_tables_below(opened.id(), "", tables);
    return tables;
  });
}

ModelRecord read_record(const std::filesystem::path& file, const std::string& path) {
  return naming<DataError>(file.string(), [&] {
    const Handle opened = open_file(file.string());
    return read_record(open_group(opened.id(), path).id(), path);
  });
}

std::map<std::string, std::string> read_texts(const std::filesystem::path& file,
                                              const std::string& path) {
  return naming<DataError>(file.string(), [&] {
    const Handle opened = open_file(file.string());
    return read_texts(open_group(opened.id(), path).id());
  });
}

std::map<std::string, std::string> read_attributes(const std::filesystem::path& file) {
  return naming<DataError>(file.string(), [&] {
    const Handle opened = open_file(file.string());
    return read_attributes(open_group(opened.id(), "/").id());
  });
}

}  // namespace tessera::hdf5
