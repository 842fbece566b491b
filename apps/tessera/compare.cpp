#include "apps/tessera/compare.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "apps/tessera/result_location.hpp"
#include "data/fields/errors.hpp"
#include "data/hdf5/result_file.hpp"
#include "data/vtk/vtk_files.hpp"

namespace tessera {

namespace {

const Field* find(const std::vector<Field>& fields, const std::string& name) {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const Field& field) { return field.name == name; });
  return found == fields.end() ? nullptr : &*found;
}

/// Why two grids are not the same; empty where they are.
std::string grid_difference(const Grid& a, const Grid& b) {
  if (a.axes.size() != b.axes.size())
    return fmt::format("{} and {} axes", a.axes.size(), b.axes.size());
  for (std::size_t k = 0; k < a.axes.size(); ++k) {
    const Axis& p = a.axes[k];
    const Axis& q = b.axes[k];
    if (p.name != q.name) return fmt::format("axes {} and {}", p.name, q.name);
    if (p.coordinates.size() != q.coordinates.size())
      return fmt::format("{} and {} points along {}", p.coordinates.size(), q.coordinates.size(),
                         p.name);
    const double extent = q.coordinates.empty() ? 0 : q.coordinates.back() - q.coordinates.front();
    for (std::size_t i = 0; i < p.coordinates.size(); ++i)
      if (!(std::abs(p.coordinates[i] - q.coordinates[i]) <= 1e-12 * extent))
        return fmt::format("other coordinates along {}", p.name);
  }
  return {};
}

FieldDifference compare_values(const Field& a, const Field& b, const Tolerance& tolerance) {
  FieldDifference difference{a.name, false, {}, 0, 0};
  double largest = 0;
  double square_difference = 0;
  double square_b = 0;
  for (std::size_t i = 0; i < b.values.size(); ++i) {
    const double p = a.values[i];
    const double q = b.values[i];
    if (p == q || (std::isnan(p) && std::isnan(q))) {
      if (std::isfinite(q)) {
        largest = std::max(largest, std::abs(q));
        square_b += q * q;
      }
      continue;
    }
    const double gap = std::isfinite(p) && std::isfinite(q)
                           ? std::abs(p - q)
                           : std::numeric_limits<double>::infinity();
    difference.maximum = std::max(difference.maximum, gap);
    square_difference += gap * gap;
    if (std::isfinite(q)) {
      largest = std::max(largest, std::abs(q));
      square_b += q * q;
    }
  }
  if (square_difference > 0) difference.relative_l2 = std::sqrt(square_difference / square_b);
  difference.agrees = difference.maximum <= tolerance.absolute + tolerance.relative * largest;
  return difference;
}

}  // namespace

std::vector<FieldDifference> compare_fields(const std::vector<Field>& a,
                                            const std::vector<Field>& b,
                                            const Tolerance& tolerance) {
  std::vector<FieldDifference> differences;
  for (const Field& field : a) {
    const Field* other = find(b, field.name);
    const std::string remark =
        other ? grid_difference(field.grid, other->grid) : std::string("only in the first");
    differences.push_back(remark.empty() ? compare_values(field, *other, tolerance)
                                         : FieldDifference{field.name, false, remark, 0, 0});
  }
  for (const Field& field : b)
    if (!find(a, field.name))
      differences.push_back({field.name, false, "only in the second", 0, 0});
  return differences;
}

bool all_agree(const std::vector<FieldDifference>& differences) {
  return std::all_of(differences.begin(), differences.end(),
                     [](const FieldDifference& difference) { return difference.agrees; });
}

std::string comparison_table(const std::vector<FieldDifference>& differences) {
  std::size_t width = 5;
  for (const FieldDifference& d : differences) width = std::max(width, d.name.size());
  std::string text =
      fmt::format("{:<{}}  {:>12}  {:>12}\n", "field", width, "max abs", "relative L2");
  for (const FieldDifference& d : differences) {
    if (d.remark.empty())
      text += fmt::format("{:<{}}  {:>12.4g}  {:>12.4g}  {}\n", d.name, width, d.maximum,
                          d.relative_l2, d.agrees ? "agrees" : "DIFFERS");
    else
      text +=
          fmt::format("{:<{}}  {:>12}  {:>12}  DIFFERS: {}\n", d.name, width, "-", "-", d.remark);
  }
  return text + (all_agree(differences) ? "All fields agree.\n" : "The results differ.\n");
}

std::vector<Field> read_any_fields(const std::filesystem::path& source) {
  const std::filesystem::path file = result_file(source);
  auto fields = vtk::has_grid_extension(file) ? vtk::read_grid(file) : hdf5::read_fields(file);
  if (fields.empty()) throw DataError(file.string() + ": holds no fields to compare");
  return fields;
}

}  // namespace tessera
