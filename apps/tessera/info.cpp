#include "apps/tessera/info.hpp"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "apps/tessera/result_location.hpp"
#include "data/fields/errors.hpp"
#include "data/files/files.hpp"
#include "data/hdf5/result_file.hpp"

namespace tessera {

namespace {

using Lines = std::vector<std::pair<std::string, std::string>>;

/// A heading and its lines, second column aligned; nothing where there are no lines.
std::string section(const std::string& heading, const Lines& lines) {
  if (lines.empty()) return {};
  std::size_t width = 0;
  for (const auto& line : lines) width = std::max(width, line.first.size());
  std::string text = '\n' + heading + '\n';
  for (const auto& [name, value] : lines) text += fmt::format("  {:<{}}  {}\n", name, width, value);
  return text;
}

std::string with_units(const std::string& units) {
  return units.empty() ? "" : ' ' + units;
}

Lines axes_of(const std::vector<Field>& fields) {
  Lines lines;
  for (const Field& field : fields)
    for (const Axis& axis : field.grid.axes) {
      const bool known = std::any_of(lines.begin(), lines.end(),
                                     [&](const auto& line) { return line.first == axis.name; });
      if (known || axis.coordinates.empty()) continue;
      lines.emplace_back(axis.name, fmt::format("{} points, {:.6g} to {:.6g}{}",
                                                axis.coordinates.size(), axis.coordinates.front(),
                                                axis.coordinates.back(), with_units(axis.units)));
    }
  return lines;
}

std::string describe(const Field& field) {
  std::string axes;
  for (const Axis& axis : field.grid.axes) axes += (axes.empty() ? "" : ", ") + axis.name;
  std::string text = fmt::format("({})", axes);
  if (!field.values.empty()) {
    const auto [least, largest] = std::minmax_element(field.values.begin(), field.values.end());
    text += fmt::format("  {:.6g} to {:.6g}{}", *least, *largest, with_units(field.units));
  }
  return field.long_name.empty() ? text : text + "  " + field.long_name;
}

void append_figures(const nlohmann::ordered_json& object, const std::string& prefix, Lines& lines) {
  for (const auto& [key, value] : object.items()) {
    if (value.is_object())
      append_figures(value, prefix + key + '/', lines);
    else if (value.is_array())
      for (std::size_t i = 0; i < value.size(); ++i)
        append_figures(value[i], prefix + key + '/' + std::to_string(i + 1) + '/', lines);
    else
      lines.emplace_back(prefix + key, value.is_string() ? value.get<std::string>() : value.dump());
  }
}

Lines figures_of(const std::filesystem::path& file) {
  Lines lines;
  if (!std::filesystem::exists(file)) return lines;
  const auto summary = nlohmann::ordered_json::parse(read_file(file), nullptr, false);
  if (!summary.is_object()) throw DataError(file.string() + ": not a summary (broken JSON)");
  append_figures(summary, "", lines);
  return lines;
}

}  // namespace

std::string describe_result(const std::filesystem::path& result) {
  const std::filesystem::path file = result_file(result);
  const auto attributes = hdf5::read_attributes(file);
  const auto attribute = [&](const std::string& name) {
    const auto found = attributes.find(name);
    return found == attributes.end() ? std::string("unknown") : found->second;
  };
  const std::vector<Field> fields = hdf5::read_fields(file);
  Lines field_lines;
  for (const Field& field : fields) field_lines.emplace_back(field.name, describe(field));
  Lines tables;
  for (const Table& table : hdf5::read_tables(file))
    tables.emplace_back(
        table.name,
        fmt::format("{} columns, {} rows  {}", table.columns.size(),
                    table.columns.empty() ? 0 : table.columns[0].values.size(), table.long_name));
  const auto provenance = hdf5::read_texts(file, "/provenance");
  return fmt::format("{}\nTitle:  {}\nStatus: {}\n", file.string(), attribute("title"),
                     attribute("status")) +
         section("Axes", axes_of(fields)) + section("Fields", field_lines) +
         section("Tables", tables) +
         section("Figures", figures_of(file.parent_path() / "summary.json")) +
         section("Provenance", Lines(provenance.begin(), provenance.end()));
}

}  // namespace tessera
