#include "apps/common/write_paraview.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "data/vtk/vtk_files.hpp"

namespace tessera {

namespace {

bool same_grid(const Grid& a, const Grid& b) {
  return std::equal(a.axes.begin(), a.axes.end(), b.axes.begin(), b.axes.end(),
                    [](const Axis& p, const Axis& q) {
                      return p.name == q.name && p.coordinates == q.coordinates;
                    });
}

std::string axes_stem(const Grid& grid) {
  std::string stem = "result";
  for (const Axis& axis : grid.axes) stem += '_' + axis.name;
  return stem;
}

/// Position of the time axis, or the number of axes.
std::size_t time_axis(const Grid& grid) {
  const auto found = std::find_if(grid.axes.begin(), grid.axes.end(),
                                  [](const Axis& axis) { return axis.kind == AxisKind::time; });
  return static_cast<std::size_t>(found - grid.axes.begin());
}

/// The field at one coordinate of an axis.
Field slice(const Field& field, std::size_t axis, std::size_t index) {
  Field part{field.name, field.long_name, field.units, field.grid, {}};
  part.grid.axes.erase(part.grid.axes.begin() + static_cast<std::ptrdiff_t>(axis));
  std::size_t inner = 1;
  for (std::size_t k = 0; k < axis; ++k) inner *= field.grid.axes[k].coordinates.size();
  const std::size_t count = field.grid.axes[axis].coordinates.size();
  part.values.reserve(field.values.size() / count);
  for (std::size_t start = index * inner; start < field.values.size(); start += inner * count) {
    const auto first = field.values.begin() + static_cast<std::ptrdiff_t>(start);
    part.values.insert(part.values.end(), first, first + static_cast<std::ptrdiff_t>(inner));
  }
  return part;
}

void write_time_series(const FieldGroup& group, std::size_t axis,
                       const std::filesystem::path& folder) {
  const std::vector<double>& times = group.fields.front().grid.axes[axis].coordinates;
  std::vector<vtk::SeriesMember> members;
  for (std::size_t i = 0; i < times.size(); ++i) {
    std::vector<Field> slices;
    for (const Field& field : group.fields) slices.push_back(slice(field, axis, i));
    const auto file = vtk::write_grid(slices, folder / fmt::format("{}_{:04}", group.stem, i));
    members.push_back({times[i], file.filename().string()});
  }
  vtk::write_series(members, folder / (group.stem + ".pvd"));
}

/// Numbered lists (coefficients, say) against time or nothing.
bool is_list(const FieldGroup& group) {
  const std::vector<Axis>& axes = group.fields.front().grid.axes;
  return std::all_of(axes.begin(), axes.end(), [](const Axis& axis) {
    return axis.kind == AxisKind::index || axis.kind == AxisKind::time;
  });
}

/// The groups that show something: lists beside fields in space do not.
std::vector<FieldGroup> pictures(std::vector<FieldGroup> groups) {
  if (std::all_of(groups.begin(), groups.end(), is_list)) return groups;
  std::erase_if(groups, is_list);
  if (groups.size() == 1) groups.front().stem = "result";
  return groups;
}

}  // namespace

std::vector<FieldGroup> group_by_grid(const std::vector<Field>& fields) {
  std::vector<FieldGroup> groups;
  for (const Field& field : fields) {
    if (field.grid.axes.empty()) continue;
    const auto found = std::find_if(groups.begin(), groups.end(), [&](const FieldGroup& group) {
      return same_grid(group.fields.front().grid, field.grid);
    });
    if (found != groups.end())
      found->fields.push_back(field);
    else
      groups.push_back({axes_stem(field.grid), {field}});
  }
  if (groups.size() == 1) groups.front().stem = "result";
  return groups;
}

std::vector<std::string> write_paraview(const std::vector<Field>& fields,
                                        const std::filesystem::path& folder) {
  std::vector<std::string> skipped;
  for (const FieldGroup& group : pictures(group_by_grid(fields))) {
    const Grid& grid = group.fields.front().grid;
    const std::size_t axes = grid.axes.size();
    const std::size_t time = time_axis(grid);
    const std::size_t space = axes - (time < axes ? 1 : 0);
    if (time < axes && space >= 2 && space <= 3)
      write_time_series(group, time, folder);
    else if (axes <= 3)
      vtk::write_grid(group.fields, folder / group.stem);
    else
      skipped.push_back(
          fmt::format("No ParaView file for {}: {} axes are too many; result.h5 holds the fields.",
                      group.stem, axes));
  }
  return skipped;
}

}  // namespace tessera
