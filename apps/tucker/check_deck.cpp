#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "apps/tucker/check_model.hpp"
#include "apps/tucker/options.hpp"
#include "apps/tucker/splits.hpp"
#include "data/deck/words.hpp"

namespace tessera::tucker {
namespace {

void check_columns(const std::string& path, const AxisOptions& axis, const Location& file,
                   Faults& faults) {
  const auto& columns = axis.columns;
  if (!columns.empty() && !axis.column.value.empty())
    faults.add(axis.column.where, axis.column.path, "an axis has a Column or Columns, not both.");
  if (!columns.empty() && columns.size() != 2)
    faults.add(columns.front().where, path + " > Columns",
               fmt::format("found {}, expected two: [latitude, longitude], or [x, y]. An axis of "
                           "one coordinate has a Column.",
                           columns.size()));
  const std::size_t count = columns.empty() ? 1 : columns.size();
  if (!axis.units.empty() && axis.units.size() != count)
    faults.add(
        axis.units.front().where, path + " > Units",
        fmt::format("found {} for {} column{}.", axis.units.size(), count, count > 1 ? "s" : ""));
  if (axis.geometry == "great circle" && columns.empty())
    faults.add(file, path + " > Geometry",
               "`great circle` needs \"Columns: [latitude, longitude]\".");
  if (axis.geometry == "great circle" && !columns.empty() &&
      lower_case(columns.front().value).starts_with("lon"))
    faults.add(columns.front().where, path + " > Columns",
               "the latitude comes first, then the longitude.");
  if (axis.kind == "time" && !columns.empty())
    faults.add(file, path + " > Kind", "an axis of places is no time axis.");
}

void check_axes(const Options& options, const Location& file, Faults& faults) {
  const std::size_t count = options.axes.size();
  if (count < 2 || count > 6)
    faults.add(file, "Axes",
               fmt::format("found {}, expected two to six. {}", count,
                           count < 2 ? "On one axis nothing is multiplied."
                                     : "Combine axes, or leave some out."));
  std::map<std::string, std::string> taken;
  for (const auto& [name, axis] : options.axes) {
    const std::string path = "Axes > " + name;
    check_columns(path, axis, file, faults);
    for (const std::string& column : columns_of(name, axis)) {
      const auto [former, is_new] = taken.emplace(column, name);
      if (is_new) continue;
      const Location where = axis.columns.empty() ? axis.column.where : axis.columns.front().where;
      faults.add(where.file.empty() ? file : where, path,
                 fmt::format("the column \"{}\" is taken already, by the axis {}.",
                             printable(column), former->second));
    }
  }
  const LocatedText& value = options.observations.column;
  if (const auto found = taken.find(value.value); found != taken.end())
    faults.add(value.where, value.path,
               fmt::format("the column \"{}\" is that of the axis {}; the measured values are "
                           "another one.",
                           printable(value.value), found->second));
}

void check_observations(const ObservationOptions& o, Faults& faults) {
  const auto noise = constant(o.noise.value);
  if (noise && !(*noise > 0 && std::isfinite(*noise)))
    faults.add(o.noise.where, o.noise.path,
               fmt::format("found {}, expected a positive standard deviation, the name of a "
                           "column, or `learned`.",
                           printable(o.noise.value)));
  if (!o.missing_value.value.empty() && !constant(o.missing_value.value))
    faults.add(o.missing_value.where, o.missing_value.path,
               fmt::format("found text \"{}\", expected a number. Empty cells, NA and nan are "
                           "always missing.",
                           printable(o.missing_value.value)));
}

const LocatedText* find_split(const ValidationOptions& v, const std::string& kind) {
  for (const LocatedText& text : v.split)
    if (text.value == kind) return &text;
  return nullptr;
}

void check_folds(const ValidationOptions& v, const Location& file, Faults& faults) {
  const bool is_drawn = std::any_of(v.split.begin(), v.split.end(), [](const LocatedText& text) {
    return is_split_kind(text.value) && text.value != "none" && text.value != "rows";
  });
  if (!is_drawn) {
    if (v.folds > 1 || v.fold >= 0)
      faults.add(file, std::string("Validation > ") + (v.folds > 1 ? "Folds" : "Fold"),
                 "folds are made by the splits random, distinct coordinates, leading block and "
                 "held-out sites only; name groups of the data file under Split.");
    return;
  }
  const double share = static_cast<double>(v.folds) * v.fraction;
  // Folds of a forecast leave a first block that is never held out.
  const double limit = find_split(v, "leading block") != nullptr ? 0.95 : 1 + 1e-9;
  if (share > limit)
    faults.add(file, "Validation > Folds",
               fmt::format("{} folds of the share {} do not fit without overlap{}; lower Folds or "
                           "Fraction.",
                           v.folds, v.fraction, limit < 1 ? " and something to train on" : ""));
  if (v.fold >= v.folds)
    faults.add(file, "Validation > Fold",
               fmt::format("found {}, but there are {} folds, counted from 0.", v.fold, v.folds));
}

void check_validation(const Options& options, const Location& file, Faults& faults) {
  const ValidationOptions& v = options.validation;
  check_folds(v, file, faults);
  const LocatedText* const rows = find_split(v, "rows");
  if (rows != nullptr && v.rows.value.empty())
    faults.add(rows->where, rows->path,
               "`rows` needs a CSV file of row numbers: add \"Rows: FILE\" to Validation.");
  if (rows == nullptr && !v.rows.value.empty())
    faults.add(v.rows.where, v.rows.path, "is read by \"Split: rows\" only.");
  if (!v.axis.value.empty() && check_axis_name(options, v.axis.value, v.axis, faults) &&
      find_split(v, "leading block") == nullptr && find_split(v, "held-out sites") == nullptr)
    faults.add(v.axis.where, v.axis.path,
               "is needed by the splits leading block and held-out sites only.");
  for (const double rank : v.candidate_ranks)
    if (rank != std::floor(rank))
      faults.add(file, "Validation > Candidate Ranks",
                 fmt::format("found {}, expected whole numbers.", rank));
}

/// The names under which axes of places stand in the output grid.
std::vector<std::string> columns_of_places(const Options& options) {
  std::vector<std::string> names;
  for (const auto& [name, axis] : options.axes)
    if (!axis.columns.empty())
      for (const std::string& column : columns_of(name, axis)) names.push_back(column);
  return names;
}

template <class T>
void check_1d_axis(const Options& options, const std::string& name, const Located<T>& entry,
                   const std::string& instead, Faults& faults) {
  if (check_axis_name(options, name, entry, faults) && !axis_of(options, name).columns.empty())
    faults.add(entry.where, entry.path, "is an axis of places (Columns)" + instead);
}

void check_output(const Options& options, Faults& faults) {
  const std::vector<std::string> columns = columns_of_places(options);
  for (const auto& [name, number] : options.output.grid)
    if (std::find(columns.begin(), columns.end(), name) == columns.end())
      check_1d_axis(options, name, number,
                    "; give the points of each of its columns: " + listed(columns) + ".", faults);
  for (const auto& [name, order] : options.output.derivatives)
    check_1d_axis(options, name, order, ", along which there are no derivatives.", faults);
  for (const auto& [name, start] : options.validation.report_from)
    check_1d_axis(options, name, start, ", which has no order.", faults);
}

/// Predictors that need an axis of a certain kind.
void check_compare(const Options& options, const Location& file, Faults& faults) {
  const bool has_places =
      std::any_of(options.axes.begin(), options.axes.end(),
                  [](const auto& axis) { return !axis.second.columns.empty(); });
  for (const std::string& name : options.compare)
    if (!has_places && (name == "inverse distance" || name == "kriging"))
      faults.add(file, "Compare",
                 "\"" + name + "\" needs an axis of places (\"Columns: [latitude, longitude]\").");
}

}  // namespace

void check_options(const Options& options, const std::string& deck_file) {
  Faults faults;
  const Location file{deck_file, 0, 0};
  check_axes(options, file, faults);
  check_observations(options.observations, faults);
  check_prior(options, file, faults);
  check_model(options, file, faults);
  check_validation(options, file, faults);
  check_output(options, faults);
  check_compare(options, file, faults);
  faults.throw_if_any();
}

}  // namespace tessera::tucker
