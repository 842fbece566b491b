#include <algorithm>
#include <limits>
#include <set>
#include <stdexcept>

#include "data/files/files.hpp"
#include "data/hdf5/memory_file.hpp"
#include "data/hdf5/objects.hpp"
#include "data/hdf5/records.hpp"
#include "data/hdf5/result_file.hpp"
#include "data/hdf5/vocabulary.hpp"

namespace tessera::hdf5 {
namespace {

// What the CF conventions say of well-known coordinates; plotting programs look for it.
void write_cf_hints(Id coordinate, const Axis& axis) {
  const bool is_latitude = axis.units == "degrees_north" || axis.name == "latitude";
  const bool is_longitude = axis.units == "degrees_east" || axis.name == "longitude";
  if (is_latitude || is_longitude)
    write_attribute(coordinate, "standard_name", is_latitude ? "latitude" : "longitude");
  if (axis.kind == AxisKind::time)
    write_attribute(coordinate, "axis", "T");
  else if (is_latitude || is_longitude)
    write_attribute(coordinate, "axis", is_latitude ? "Y" : "X");
  else if (axis.name == "x" || axis.name == "y" || axis.name == "z")
    write_attribute(coordinate, "axis", std::string(1, static_cast<char>(axis.name[0] - 32)));
}

void require_plain_name(const std::string& name, const std::string& what) {
  if (name.empty() || name == "." || name.find('/') != std::string::npos)
    throw std::invalid_argument(what + " cannot have the name '" + name + "'");
}

void require_valid(const Table& table) {
  if (table.name.empty()) throw std::invalid_argument("a table has no name");
  std::set<std::string> names;
  for (const Table::Column& column : table.columns) {
    require_plain_name(column.name, "table " + table.name + ": a column");
    if (!names.insert(column.name).second)
      throw std::invalid_argument("table " + table.name + ": column '" + column.name +
                                  "' appears twice");
    if (column.values.size() != table.columns.front().values.size())
      throw std::invalid_argument("table " + table.name + ": column '" + column.name +
                                  "' differs in length from '" + table.columns.front().name + "'");
  }
}

void describe(Id dataset, const std::string& long_name, const std::string& units) {
  write_attribute(dataset, "long_name", long_name);
  write_attribute(dataset, "units", units.empty() ? dimensionless : units);
}

}  // namespace

struct ResultWriter::Implementation {
  explicit Implementation(const std::filesystem::path& path) : file(path.string()) {}

  // Everything goes through here, so that no use after close() slips through.
  template <class Body>
  void change(Body body) {
    if (closed) throw std::logic_error(file + ": written after it was closed");
    naming<ResourceError>(file, [&] { body(image->id()); });
  }

  void require_same(const Axis& axis) const {
    const Axis& former = axes.at(axis.name);
    if (former.coordinates != axis.coordinates || former.units != axis.units)
      throw std::invalid_argument("axis " + axis.name +
                                  ": fields of one file disagree in its coordinates or units");
  }

  void write_axis(Id root, const Axis& axis) {
    const Handle coordinate =
        write_numbers(root, axis.name, {axis.coordinates.size()}, axis.coordinates);
    make_scale(coordinate.id(), axis.name);
    describe(coordinate.id(), axis.long_name.empty() ? axis.name : axis.long_name, axis.units);
    write_attribute(coordinate.id(), axis_kind, name_of(axis.kind));
    write_cf_hints(coordinate.id(), axis);
    axes[axis.name] = axis;
  }

  std::string file;
  std::unique_ptr<MemoryFile> image = std::make_unique<MemoryFile>();
  std::map<std::string, Axis> axes;
  bool closed = false;
};

ResultWriter::ResultWriter(const std::filesystem::path& file) {
  naming<ResourceError>(file.string(), [&] {
    implementation_ = std::make_unique<Implementation>(file);
    write_attribute(implementation_->image->id(), "Conventions", std::string("CF-1.10"));
  });
  create_file(file);
}

ResultWriter::~ResultWriter() {
  std::error_code ignored;
  if (!implementation_->closed) std::filesystem::remove(implementation_->file, ignored);
}

void ResultWriter::write(const Field& field) {
  require_valid(field);
  require_plain_name(field.name, "a field");
  implementation_->change([&](Id root) {
    for (const Axis& axis : field.grid.axes) {
      require_plain_name(axis.name, "an axis");
      if (implementation_->axes.contains(axis.name))
        implementation_->require_same(axis);
      else if (exists(root, axis.name) || axis.name == field.name)
        throw std::invalid_argument("axis " + axis.name + ": something else has this name");
    }
    if (exists(root, field.name))
      throw std::invalid_argument("field " + field.name + ": its name is taken in the file");
    std::vector<std::size_t> extents;
    for (auto axis = field.grid.axes.rbegin(); axis != field.grid.axes.rend(); ++axis)
      extents.push_back(axis->coordinates.size());
    for (const Axis& axis : field.grid.axes)
      if (!implementation_->axes.contains(axis.name)) implementation_->write_axis(root, axis);
    const Handle variable = write_numbers(root, field.name, extents, field.values,
                                          std::numeric_limits<double>::quiet_NaN());
    describe(variable.id(), field.long_name.empty() ? field.name : field.long_name, field.units);
    for (std::size_t k = 0; k < extents.size(); ++k)
      attach_scale(variable.id(), open_dataset(root, field.grid.axes[k].name).id(),
                   extents.size() - 1 - k);
  });
}

void ResultWriter::write(const Table& table) {
  require_valid(table);
  implementation_->change([&](Id root) {
    if (exists(root, table.name))
      throw std::invalid_argument("table " + table.name + ": its name is taken in the file");
    const Handle group = make_group(root, table.name);
    write_attribute(group.id(), contents, std::string(table_contents));
    write_attribute(group.id(), "long_name", table.long_name);
    if (table.columns.empty()) return;
    // A dimension of its own makes the columns variables for netCDF programs, too.
    std::string rows = "row";
    while (std::any_of(table.columns.begin(), table.columns.end(),
                       [&](const Table::Column& column) { return column.name == rows; }))
      rows += "_";
    const std::size_t count = table.columns.front().values.size();
    const Handle scale = write_plain_dimension(group.id(), rows, count);
    for (const Table::Column& column : table.columns) {
      const Handle dataset = write_numbers(group.id(), column.name, {count}, column.values);
      write_attribute(dataset.id(), "units", column.units.empty() ? dimensionless : column.units);
      attach_scale(dataset.id(), scale.id(), 0);
    }
  });
}

void ResultWriter::write(const ModelRecord& record, const std::string& path) {
  implementation_->change([&](Id root) { write_record(make_group(root, path).id(), record); });
}

void ResultWriter::write(const std::map<std::string, std::string>& texts, const std::string& path) {
  implementation_->change([&](Id root) { write_texts(make_group(root, path).id(), texts); });
}

void ResultWriter::write_attributes(const std::map<std::string, std::string>& texts) {
  implementation_->change([&](Id root) {
    for (const auto& [name, text] : texts) write_attribute(root, name, text);
  });
}

void ResultWriter::close() {
  if (implementation_->closed) return;
  implementation_->change(
      [&](Id) { write_file(implementation_->file, implementation_->image->image()); });
  implementation_->closed = true;
  implementation_->image.reset();
}

}  // namespace tessera::hdf5
