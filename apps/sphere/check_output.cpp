#include <algorithm>
#include <set>

#include "apps/sphere/check_options.hpp"
#include "data/deck/words.hpp"

namespace tessera::sphere {
namespace {

using Names = std::set<std::string>;

/// Time is an axis of the result beside these, and a column of its tables.
void check_time(const Options& o, const Location& file, Faults& faults) {
  static const Names others{"harmonic", "member", "history", "spectra",
                            "degree",   "power",  "step",    "error"};
  const auto* time = time_axis(o);
  if (time != nullptr && others.contains(time->first))
    faults.add(
        file, "Axes > " + time->first,
        "the result has something else of the name \"" + time->first + "\"; choose another one.");
}

void check_fields(const Options& o, Faults& faults) {
  // Axes of the result, and groups of its tables.
  Names taken{"latitude", "longitude", "harmonic", "member", "history", "spectra"};
  if (const auto* time = time_axis(o)) taken.insert(time->first);
  for (const LocatedText& u : o.unknowns)
    if (taken.contains(u.value))
      faults.add(u.where, u.path,
                 "the result has something else of the name \"" + printable(u.value) +
                     "\"; choose another one.");
  for (const LocatedText& u : o.unknowns)
    for (const char* ending : {"", "_coefficients", "_exact", "_error", "_standard_deviation"})
      taken.insert(u.value + ending);
  for (const auto& [name, text] : o.output.fields) {
    bool is_new = taken.insert(name).second;
    if (o.members > 1) is_new = taken.insert(name + "_standard_deviation").second && is_new;
    if (!is_new)
      faults.add(
          text.where, text.path,
          "the name is taken already: axes and unknowns, with their coefficients and errors, are "
          "written in any case.");
  }
}

/// Budgets are columns of one table, with time and their rates.
void check_budgets(const Options& o, Faults& faults) {
  Names taken;
  if (const auto* time = time_axis(o)) taken.insert(time->first);
  for (const auto& [name, budget] : o.output.budgets) {
    Names columns{name};
    if (!budget.rate.value.empty()) columns.merge(Names{name + "_rate", name + "_rate_integral"});
    for (const std::string& column : columns)
      if (!taken.insert(column).second)
        faults.add(budget.density.where, "Output > Budgets > " + name,
                   "the table of budgets has a column \"" + column +
                       "\" already (time, and the rate of a budget are columns too); choose "
                       "another name.");
  }
}

void check_units(const Options& o, Faults& faults) {
  std::vector<std::string> names;
  for (const LocatedText& u : o.unknowns) names.push_back(u.value);
  for (const auto& [name, text] : o.output.fields) names.push_back(name);
  for (const auto& [name, text] : o.output.units)
    if (std::find(names.begin(), names.end(), name) == names.end())
      faults.add(text.where, text.path,
                 "there is no such unknown or field of Output. " + suggestion(name, names));
}

}  // namespace

void check_output_grid(const Options& o, Faults& faults) {
  std::vector<std::string> axes{"latitude", "longitude"};
  if (const auto* time = time_axis(o)) axes.push_back(time->first);
  for (const auto& [name, points] : o.output.grid)
    if (std::find(axes.begin(), axes.end(), name) == axes.end()) {
      const std::string nearest = nearest_name(name, axes);
      faults.add(points.where, points.path,
                 "there is no such axis of the output." +
                     (nearest.empty() ? "" : " Did you mean \"" + nearest + "\"?") +
                     " Axes: " + listed(axes) + ".");
    } else if (points.value < 2 && name != "longitude") {
      faults.add(points.where, points.path, "found 1, expected at least 2 points.");
    }
}

void check_output(const Options& o, const std::string& deck_file, Faults& faults) {
  check_output_grid(o, faults);
  check_time(o, {deck_file, 0, 0}, faults);
  check_fields(o, faults);
  check_budgets(o, faults);
  check_units(o, faults);
}

}  // namespace tessera::sphere
