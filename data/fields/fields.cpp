#include <cmath>
#include <stdexcept>

#include "data/fields/field.hpp"
#include "data/fields/model_record.hpp"
#include "data/fields/observations.hpp"

namespace tessera {

Axis uniform_axis(std::string name, double first, double last, std::size_t count,
                  std::string units) {
  if (count < 2 || !(first < last) || !std::isfinite(first) || !std::isfinite(last))
    throw std::invalid_argument("axis " + name +
                                ": needs at least 2 points and a finite range first < last");
  Axis axis{std::move(name), std::move(units), std::vector<double>(count), AxisKind::interval, {}};
  const double step = (last - first) / static_cast<double>(count - 1);
  for (std::size_t i = 0; i < count; ++i)
    axis.coordinates[i] = first + step * static_cast<double>(i);
  axis.coordinates.back() = last;
  return axis;
}

void require_valid(const Axis& axis) {
  if (axis.name.empty()) throw std::invalid_argument("an axis has no name");
  if (axis.coordinates.empty())
    throw std::invalid_argument("axis " + axis.name + ": has no coordinates");
  for (std::size_t i = 0; i < axis.coordinates.size(); ++i) {
    if (!std::isfinite(axis.coordinates[i]))
      throw std::invalid_argument("axis " + axis.name + ": coordinate " + std::to_string(i) +
                                  " is not finite");
    if (i > 0 && !(axis.coordinates[i - 1] < axis.coordinates[i]))
      throw std::invalid_argument("axis " + axis.name + ": coordinate " + std::to_string(i) +
                                  " does not exceed the one before it");
  }
}

std::size_t size(const Grid& grid) {
  std::size_t n = 1;
  for (const Axis& axis : grid.axes) n *= axis.coordinates.size();
  return n;
}

void require_valid(const Field& field) {
  if (field.name.empty()) throw std::invalid_argument("a field has no name");
  for (const Axis& axis : field.grid.axes) require_valid(axis);
  if (field.values.size() != size(field.grid))
    throw std::invalid_argument("field " + field.name + ": has " +
                                std::to_string(field.values.size()) + " values on a grid of " +
                                std::to_string(size(field.grid)) + " points");
}

void require_valid(const Observations& o) {
  const auto fail = [&](const std::string& what) {
    throw std::invalid_argument((o.source.empty() ? "observations" : o.source) + ": " + what);
  };
  Index columns = 0;
  for (const ObservedAxis& axis : o.axes) {
    if (axis.columns.empty() || axis.columns.size() != axis.units.size())
      fail("axis " + axis.name + " needs columns and a unit for each");
    columns += static_cast<Index>(axis.columns.size());
  }
  const Index rows = o.values.size();
  if (o.coordinates.rows() != rows || o.coordinates.cols() != columns)
    fail("coordinates are " + std::to_string(o.coordinates.rows()) + " x " +
         std::to_string(o.coordinates.cols()) + ", expected " + std::to_string(rows) + " x " +
         std::to_string(columns));
  if (static_cast<Index>(o.row_ids.size()) != rows) fail("row ids do not match the values");
  if (o.noise_learned ? o.noise.size() != 0 : o.noise.size() != rows && o.noise.size() > 1)
    fail("noise does not match the values");
  for (Index i = 0; i < rows; ++i) {
    const std::string row = "row " + std::to_string(o.row_ids[static_cast<std::size_t>(i)]);
    if (!std::isfinite(o.values[i])) fail(row + ": the value is not finite");
    if (!o.coordinates.row(i).allFinite()) fail(row + ": a coordinate is not finite");
  }
  for (const double noise : o.noise)
    if (!(noise > 0) || !std::isfinite(noise)) fail("noise must be positive and finite");
}

const ModelRecord::Array& array_of(const ModelRecord& record, const std::string& name) {
  const auto found = record.arrays.find(name);
  if (found == record.arrays.end())
    throw std::out_of_range("model record '" + record.type + "' has no array '" + name + "'");
  return found->second;
}

double number_of(const ModelRecord& record, const std::string& name) {
  const auto& array = array_of(record, name);
  if (array.values.size() != 1)
    throw std::out_of_range("model record '" + record.type + "': '" + name + "' is not one number");
  return array.values.front();
}

const std::string& text_of(const ModelRecord& record, const std::string& name) {
  const auto found = record.texts.find(name);
  if (found == record.texts.end())
    throw std::out_of_range("model record '" + record.type + "' has no text '" + name + "'");
  return found->second;
}

void set_number(ModelRecord& record, const std::string& name, double value) {
  record.arrays[name] = {{1}, {value}};
}

void set_array(ModelRecord& record, const std::string& name, std::vector<Index> shape,
               std::vector<double> values) {
  record.arrays[name] = {std::move(shape), std::move(values)};
}

void nest(ModelRecord& to, const std::string& prefix, const ModelRecord& from) {
  to.texts[prefix + "type"] = from.type;
  for (const auto& [name, array] : from.arrays) to.arrays[prefix + name] = array;
  for (const auto& [name, text] : from.texts) to.texts[prefix + name] = text;
}

ModelRecord nested(const ModelRecord& from, const std::string& prefix) {
  ModelRecord record;
  for (const auto& [name, array] : from.arrays)
    if (name.starts_with(prefix)) record.arrays[name.substr(prefix.size())] = array;
  for (const auto& [name, text] : from.texts)
    if (name.starts_with(prefix)) record.texts[name.substr(prefix.size())] = text;
  if (const auto type = record.texts.find("type"); type != record.texts.end()) {
    record.type = type->second;
    record.texts.erase(type);
  }
  return record;
}

}  // namespace tessera
